// The zones of the cases' domains and of all above them, and who serves each.
import path from "node:path";
import { rsaKey } from "../../verify/world";
import { AUTHORITIES, type Case, domainOf, LINES, NO_KEYS, nextTo, type Role, slug } from "./case";
import { MIDDLEBOXES, type Middlebox } from "./middleboxes";
import type { Authority, Resolver, ZoneText } from "./programs";
import { signZone, strangeDs } from "./signing";

export const ROOT = "127.0.0.9";
export const TOP = "127.0.0.10";
export const ADDRESSES: Readonly<Record<Authority, string>> = {
  BIND: "127.0.0.1",
  NSD: "127.0.0.12",
  "Knot DNS": "127.0.0.13",
  PowerDNS: "127.0.0.14",
};
export const RESOLVERS: Readonly<Record<Resolver, string>> = { unbound: "127.0.0.20", BIND: "127.0.0.1" };
/** It asks in a random mixture of capitals. */
export const MIXING = "127.0.0.22";
/** BIND asks from an address of its own, so that it is known. */
export const BIND_ASKS = "127.0.0.23";
/** How often resolvers are refused a name by the server that is late: unbound asks several times. */
export const REFUSED = new Map([
  [RESOLVERS.unbound, 8],
  [MIXING, 8],
  [BIND_ASKS, 1],
]);
export const BEFORE: Readonly<Record<Middlebox, string>> = {
  modest: "127.0.0.31",
  careless: "127.0.0.32",
  late: "127.0.0.33",
};
export const DEAD = "127.0.0.66";
export const SILENT = "127.0.0.67";

/** A zone, and the programs that serve it. */
export interface Part {
  readonly zone: ZoneText;
  readonly at: readonly Authority[];
}

/** Where resolvers find each zone: addresses by its name. */
export type Servers = ReadonlyMap<string, readonly string[]>;

/** The cases' zones, and the top-level domains that delegate them. */
export function zonesOf(cases: readonly Case[], folder: string) {
  const parts: Part[] = [];
  const servers = new Map<string, readonly string[]>([["", [ROOT]]]);
  const above: Record<string, string[]> = { example: [], broken: [] };
  for (const one of cases) {
    for (const by of one.by ?? AUTHORITIES) {
      const built = build(one, by, folder);
      parts.push(...built.parts);
      above[one.top ?? "example"]!.push(...built.above);
      for (const [zone, roles] of Object.entries(built.delegated)) {
        const addresses = roles.flatMap((role) => addressOf(role, by) ?? []);
        if (addresses.length > 0) servers.set(zone, addresses);
      }
    }
  }
  const sign = (name: string) =>
    signZone({ name, text: zoneText(name, ["ns.top."], above[name]!) }, path.join(folder, `keys-${name}`));
  const strange = strangeDs("broken", path.join(folder, "keys-broken"));
  const company: ZoneText = { name: "com", text: zoneText("com", ["ns.top."], companyLines()) };
  const tops: (ZoneText & { readonly ds?: string })[] = [sign("example"), { ...sign("broken"), ds: strange }, company];
  for (const { name } of tops) servers.set(name, [TOP]);
  return { parts, tops, servers: servers as Servers };
}

/** A case's zones, what its top-level domain has of it, and to whom each zone is delegated. */
function build(one: Case, by: Authority, folder: string) {
  const zone = domainOf(one, by);
  const { lines = {}, more = [], delegatedTo = ["own"], servedBy = ["own"], keysAt, shop, publishes = [] } = one;
  const host = (role: Role) => `${hostOf(role, by, one.isCloudflare)}.`;
  const inZone = (dmarc?: string) => [
    ...Object.values({ ...LINES, ...(keysAt && NO_KEYS), ...lines, ...(dmarc && { dmarc }) }).flatMap(
      (line) => line ?? [],
    ),
    ...more,
    ...(keysAt === undefined ? [] : [`_domainkey NS ${host(keysAt)}`]),
    ...(one.isForgotten ? [] : publishes.map((role) => `shop NS ${host(role)}`)),
  ];
  const named: readonly Role[] = delegatedTo.length > 0 ? delegatedTo : ["own"];
  const parts: Part[] = servedBy.map((role) => {
    const own = inZone(role === "next" ? one.nextDmarc : undefined).map((line) => line.replaceAll("{zone}", zone));
    return { zone: { name: zone, text: zoneText(zone, named.map(host), own) }, at: [programOf(role, by)] };
  });
  const above = [
    ...delegatedTo.map((role) => `${zone}. NS ${host(role)}`),
    ...(one.isKnown ? [`${zone}. TXT "known"`] : []),
  ];
  above.push(...sign(one, parts, path.join(folder, `keys-${zone}`)));
  const delegated: Record<string, readonly Role[]> = { [zone]: one.isMoved ? ["next"] : delegatedTo };
  if (keysAt !== undefined) delegated[`_domainkey.${zone}`] = [keysAt];
  if (publishes.length > 0) delegated[`shop.${zone}`] = publishes;
  if (one.hasEmptyKeys)
    parts.push({ zone: emptyZone(`_domainkey.${zone}`, [host("next")]), at: [programOf("next", by)] });
  if (shop !== undefined) parts.push({ zone: emptyZone(`shop.${zone}`, shop.map(host)), at: [programOf("next", by)] });
  return { parts, above, delegated };
}

/** Signs the first of `parts` as the case wants it. @returns the DS for the zone above */
function sign({ signing }: Case, parts: Part[], folder: string): readonly string[] {
  const [first] = parts;
  if (signing === undefined || first === undefined) return [];
  const { name } = first.zone;
  if (signing === "ds-left") return [strangeDs(name, folder)];
  const without = signing === "signature-missing" ? { without: `_dmarc.${name}` } : {};
  const signed = signZone(first.zone, folder, { expired: signing === "expired", ...without });
  parts[0] = { ...first, zone: signed };
  return [signing === "ds-wrong" ? strangeDs(name, folder) : signed.ds];
}

function programOf(role: "own" | "next", by: Authority): Authority {
  return role === "own" ? by : nextTo(by);
}

function addressOf(role: Role, by: Authority): string | undefined {
  if (role === "own" || role === "next") return ADDRESSES[programOf(role, by)];
  if (role === "dead") return DEAD;
  if (role === "silent") return SILENT;
  const kind = MIDDLEBOXES.find((one) => one === role);
  return kind && BEFORE[kind];
}

function hostOf(role: Role, by: Authority, isCloudflare = true): string {
  if (role === "own" || role === "next") {
    const program = slug(programOf(role, by));
    return isCloudflare ? `${program}.ns.cloudflare.com` : `${program}.dns-company.com`;
  }
  return MIDDLEBOXES.some((kind) => kind === role) ? `${role}.ns.cloudflare.com` : `${role}.dns-company.com`;
}

function companyLines(): string[] {
  const key = rsaKey(2048)
    .match(/.{1,250}/g)!
    .map((part) => `"${part}"`)
    .join(" ");
  return [
    ...AUTHORITIES.flatMap((program) => [
      `${slug(program)}.ns.cloudflare A ${ADDRESSES[program]}`,
      `${slug(program)}.dns-company A ${ADDRESSES[program]}`,
    ]),
    ...MIDDLEBOXES.map((kind) => `${kind}.ns.cloudflare A ${BEFORE[kind]}`),
    `dead.dns-company A ${DEAD}`,
    `silent.dns-company A ${SILENT}`,
    "elsewhere.dns-company A 192.0.2.9",
    "mx.dns-company A 192.0.2.25",
    'amazonses TXT "v=spf1 ip4:192.0.2.0/24 -all"',
    "feedback-smtp.us-east-1.amazonses A 192.0.2.25",
    `aaa.dkim.amazonses TXT ${key}`,
    'bbb.dkim.amazonses TXT ""',
    'ccc.dkim.amazonses TXT ""',
  ];
}

export function rootZone(tops: readonly (ZoneText & { readonly ds?: string })[]): ZoneText {
  const lines = tops.flatMap(({ name, ds }) => [`${name}. NS ns.top.`, ...(ds === undefined ? [] : [ds])]);
  return { name: "", text: zoneText("", ["a.root."], [...lines, `a.root. A ${ROOT}`, `ns.top. A ${TOP}`]) };
}

/** What a resolver says of domains by itself. */
export function ownAnswers(cases: readonly Case[]): readonly string[] {
  const told = cases.filter(({ isFiltered }) => isFiltered);
  const domains = told.flatMap((one) => (one.by ?? AUTHORITIES).map((by) => domainOf(one, by)));
  return domains.map((domain) => `_dmarc.${domain}. 300 IN TXT "v=DMARC1; p=reject;"`);
}

function emptyZone(name: string, nameServers: readonly string[]): ZoneText {
  return { name, text: zoneText(name, nameServers, []) };
}

function zoneText(name: string, nameServers: readonly string[], lines: readonly string[]): string {
  return [
    `$ORIGIN ${name}.`,
    "$TTL 300",
    "@ SOA ns.invalid. hostmaster.invalid. 1 3600 600 86400 60",
    ...nameServers.map((host) => `@ NS ${host}`),
    ...lines,
    "",
  ].join("\n");
}
