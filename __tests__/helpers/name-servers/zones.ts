// The zones of the cases' domains and of all above them, and who serves each.
import path from "node:path";
import { rsaKey } from "../../verify/world";
import { AUTHORITIES, type Case, domainOf, LINES, nextTo, type Role, slug } from "./cases";
import { MIDDLEBOXES, type Middlebox } from "./middleboxes";
import type { Authority, Resolver, ZoneText } from "./programs";
import { type SignedZone, signZone, strangeDs } from "./signing";

export const ROOT = "127.0.0.9";
export const TOP = "127.0.0.10";
export const ADDRESSES: Readonly<Record<Authority, string>> = {
  ...{ BIND: "127.0.0.1", NSD: "127.0.0.12", "Knot DNS": "127.0.0.13", PowerDNS: "127.0.0.14" },
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
/** A zone, who serves it, and what the zone above says of it. */
export interface Part {
  readonly zone: ZoneText;
  readonly at: readonly Authority[];
  /** Where it is asked instead. @default - at those */
  readonly through?: string;
  /** Whether resolvers still ask there, and not where it is now. @default false */
  readonly isFormer?: boolean;
}

/** The cases' zones, and the top-level domains that delegate them. */
export function zonesOf(cases: readonly Case[], folder: string): { parts: Part[]; tops: SignedZone[] | ZoneText[] } {
  const parts: Part[] = [];
  const above: Record<string, string[]> = { example: [], broken: [] };
  for (const one of cases) {
    for (const by of one.by ?? AUTHORITIES) {
      const built = build(one, by, folder);
      parts.push(...built.parts);
      above[one.top ?? "example"]!.push(...built.above);
    }
  }
  const sign = (name: string) =>
    signZone({ name, text: zoneText(name, ["ns.top."], above[name]!) }, path.join(folder, `keys-${name}`));
  const company = zoneText("com", ["ns.top."], companyLines());
  return {
    parts,
    tops: [
      sign("example"),
      { ...sign("broken"), ds: strangeDs("broken", path.join(folder, "keys-broken")) },
      { name: "com", text: company },
    ],
  };
}

function build(one: Case, by: Authority, folder: string): { parts: Part[]; above: string[] } {
  const zone = domainOf(one, by);
  const { lines = {}, more = [], delegatedTo = ["own"], servedBy = ["own"], signing } = one;
  const filled = (line: string) =>
    line.replaceAll("{zone}", zone).replace(/\{(\w+)\}/g, (_, role) => hostOf(role as Role, by, one.isCloudflare));
  const hosts = delegatedTo.map((role) => `${hostOf(role, by, one.isCloudflare)}.`);
  const published = (one.publishes ?? []).map((role) => `shop NS ${hostOf(role, by)}.`);
  const isDelegated = one.name !== "shop-missing";
  const text = (dmarc?: string) => {
    const own = { ...LINES, ...lines, ...(dmarc && { dmarc }) };
    const kept = Object.values(own).flatMap((line) => line ?? []);
    return zoneText(
      zone,
      hosts.length > 0 ? hosts : [`${hostOf("own", by)}.`],
      [...kept, ...more, ...(isDelegated ? published : [])].map(filled),
    );
  };
  const before = MIDDLEBOXES.find((kind) => delegatedTo.includes(kind));
  const parts: Part[] = servedBy.map((role) => ({
    zone: { name: zone, text: text(role === "next" ? one.nextDmarc : undefined) },
    at: [role === "own" ? by : nextTo(by)],
    ...(before && { through: BEFORE[before] }),
    ...(one.isMoved && role === "next" && { isFormer: true }),
  }));
  const above = [...hosts.map((host) => `${zone}. NS ${host}`), ...(one.isKnown ? [`${zone}. TXT "known"`] : [])];
  if (signing === "ds-left") above.push(strangeDs(zone, path.join(folder, `keys-${zone}`)));
  else if (signing !== undefined) {
    const place = path.join(folder, `keys-${zone}`);
    const without = signing === "signature-missing" ? `_dmarc.${zone}` : undefined;
    const signed = signZone(parts[0]!.zone, place, { expired: signing === "expired", ...(without && { without }) });
    parts[0] = { zone: signed, at: [by] };
    above.push(signing === "ds-wrong" ? strangeDs(zone, place) : signed.ds);
  }
  if (one.shop !== undefined) {
    const label = one.name === "away" ? "_domainkey" : "shop";
    const name = `${label}.${zone}`;
    const own = one.shop.map((role) => `${hostOf(role, by)}.`);
    parts.push({ zone: { name, text: zoneText(name, own, []) }, at: [nextTo(by)] });
  }
  return { parts, above };
}

function hostOf(role: Role, by: Authority, isCloudflare = true): string {
  if (role === "own" || role === "next") {
    const program = slug(role === "own" ? by : nextTo(by));
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
    ...[`dead.dns-company A ${DEAD}`, `silent.dns-company A ${SILENT}`, "elsewhere.dns-company A 192.0.2.9"],
    ...["mx.dns-company A 192.0.2.25", 'amazonses TXT "v=spf1 ip4:192.0.2.0/24 -all"'],
    ...["feedback-smtp.us-east-1.amazonses A 192.0.2.25", `aaa.dkim.amazonses TXT ${key}`],
    ...['bbb.dkim.amazonses TXT ""', 'ccc.dkim.amazonses TXT ""'],
  ];
}

export function rootZone(tops: readonly (ZoneText & { readonly ds?: string })[]): ZoneText {
  const lines = tops.flatMap(({ name, ds }) => [`${name}. NS ns.top.`, ...(ds === undefined ? [] : [ds])]);
  return { name: "", text: zoneText("", ["a.root."], [...lines, `a.root. A ${ROOT}`, `ns.top. A ${TOP}`]) };
}

/** For a program that asks at no other port: where each zone's servers are, as its parent says. */
export function stubs(parts: readonly Part[], tops: readonly ZoneText[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>([["", [ROOT]], ...tops.map(({ name }): [string, string[]] => [name, [TOP]])]);
  const moved = new Set(parts.flatMap(({ zone, isFormer }) => (isFormer ? [zone.name] : [])));
  for (const { zone, at, through, isFormer = false } of parts) {
    if (moved.has(zone.name) && !isFormer) continue;
    const servers = through === undefined ? at.map((program) => ADDRESSES[program]) : [through];
    found.set(zone.name, [...(found.get(zone.name) ?? []), ...servers]);
  }
  return found;
}

/** What a resolver says of domains by itself. */
export function ownAnswers(cases: readonly Case[]): readonly string[] {
  const told = cases.filter(({ isFiltered }) => isFiltered);
  const domains = told.flatMap((one) => (one.by ?? AUTHORITIES).map((by) => domainOf(one, by)));
  return domains.map((domain) => `_dmarc.${domain}. 300 IN TXT "v=DMARC1; p=reject;"`);
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
