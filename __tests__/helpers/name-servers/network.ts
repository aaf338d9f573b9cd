// A small Internet of real name servers on loopback: a root, three top-level domains, and the cases' domains, each served by the
// program that it is about. All listen on one port, at addresses of their own.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { serveDns } from "../../../lib/sandbox/dns/server";
import { rsaKey } from "../../verify/world";
import { AUTHORITIES, type Case, domainOf, LINES, nextTo, type Role, slug } from "./cases";
import { MIDDLEBOXES, type Middlebox, startMiddlebox } from "./middleboxes";
import {
  type Authority,
  type Place,
  type Resolver,
  type ResolverOptions,
  type Running,
  startAuthority,
  startResolver,
  type ZoneText,
} from "./programs";
import { type SignedZone, signZone, strangeDs } from "./signing";

export const ROOT = "127.0.0.9";
const TOP = "127.0.0.10";
export const ADDRESSES: Readonly<Record<Authority, string>> = {
  ...{ BIND: "127.0.0.1", NSD: "127.0.0.12", "Knot DNS": "127.0.0.13", PowerDNS: "127.0.0.14" },
};
const RESOLVERS: Readonly<Record<Resolver, string>> = { unbound: "127.0.0.20", BIND: "127.0.0.1" };
/** It asks in a random mixture of capitals. */
const MIXING = "127.0.0.22";
/** BIND asks from an address of its own, so that it is known. */
const BIND_ASKS = "127.0.0.23";
/** How often resolvers are refused a name by the server that is late: unbound asks several times. */
const REFUSED = new Map([
  [RESOLVERS.unbound, 8],
  [MIXING, 8],
  [BIND_ASKS, 1],
]);
const BEFORE: Readonly<Record<Middlebox, string>> = {
  modest: "127.0.0.31",
  careless: "127.0.0.32",
  late: "127.0.0.33",
};
const DEAD = "127.0.0.66";
const SILENT = "127.0.0.67";
const ALL = [ROOT, TOP, ...Object.values(ADDRESSES), RESOLVERS.unbound, MIXING, ...Object.values(BEFORE), DEAD, SILENT];

export interface Network {
  readonly port: number;
  readonly resolvers: readonly Running["server"][];
  /** Where all its files are. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** A zone, who serves it, and what the zone above says of it. */
interface Part {
  readonly zone: ZoneText;
  readonly at: readonly Authority[];
  /** Where it is asked instead. @default - at those */
  readonly through?: string;
}

export async function startNetwork(cases: readonly Case[]): Promise<Network> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-dns-"));
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(stops.splice(0).map((one) => one()));
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    // BIND resolves at its only address, at a port of its own.
    const [port, other] = await freePorts();
    stops.push(await listenSilently({ address: SILENT, port }));
    for (const kind of MIDDLEBOXES) {
      const server = { address: ADDRESSES.NSD, port };
      stops.push(await startMiddlebox(kind, { address: BEFORE[kind], port }, server, REFUSED));
    }
    const { parts, tops } = zonesOf(cases, folder);
    const root = signZone(rootZone(tops), path.join(folder, "keys-root"));
    const zones = [...parts.flatMap(({ zone, at }) => at.map((one) => ({ zone, one })))];
    const begin = async (starting: Promise<Running>) => {
      const running = await starting;
      stops.push(running.stop);
      return running;
    };
    await all([
      begin(startAuthority("NSD", path.join(folder, "root"), { address: ROOT, port }, [root])),
      begin(startAuthority("Knot DNS", path.join(folder, "top"), { address: TOP, port }, tops)),
      ...AUTHORITIES.map((program) => {
        const own = zones.filter(({ one }) => one === program).map(({ zone }) => zone);
        return begin(
          startAuthority(program, path.join(folder, slug(program)), { address: ADDRESSES[program], port }, own),
        );
      }),
    ]);
    const options = { everywhere: port, anchor: root.ds, root: ROOT, zones: stubs(parts, tops) };
    const resolve = (
      name: Resolver,
      own: string,
      more: Pick<ResolverOptions, "address" | "port" | "mixesCase" | "asksFrom">,
    ) => begin(startResolver(name, path.join(folder, own), { ...options, ...more }));
    const resolvers = await all([
      resolve("unbound", "resolver", { address: RESOLVERS.unbound, port }),
      resolve("unbound", "resolver-0x20", { address: MIXING, port, mixesCase: true }),
      resolve("BIND", "resolver-bind", { address: RESOLVERS.BIND, port: other, asksFrom: BIND_ASKS }),
    ]);
    return { port, resolvers: resolvers.map(({ server }) => server), folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As Promise.all(), but none is left behind: what has started by then can be stopped. */
async function all<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const ends = await Promise.allSettled(work);
  return ends.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
}

/** Two that are free at all addresses, for UDP and TCP. */
async function freePorts(): Promise<readonly [number, number]> {
  const serve = () => serveDns(() => ({ kind: "silent" }), { addresses: ALL });
  const [one, other] = [await serve(), await serve()];
  await Promise.all([one.stop(), other.stop()]);
  return [one.port, other.port];
}

async function listenSilently({ address, port }: Place): Promise<() => Promise<void>> {
  const socket = createSocket("udp4").bind(port, address);
  await once(socket, "listening");
  return () => new Promise((resolve) => socket.close(() => resolve()));
}

/** The cases' zones, and the top-level domains that delegate them. */
function zonesOf(cases: readonly Case[], folder: string): { parts: Part[]; tops: SignedZone[] | ZoneText[] } {
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
  }));
  const above = [...hosts.map((host) => `${zone}. NS ${host}`), ...(one.isKnown ? [`${zone}. TXT "known"`] : [])];
  if (signing !== undefined) {
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

function rootZone(tops: readonly (ZoneText & { readonly ds?: string })[]): ZoneText {
  const lines = tops.flatMap(({ name, ds }) => [`${name}. NS ns.top.`, ...(ds === undefined ? [] : [ds])]);
  return { name: "", text: zoneText("", ["a.root."], [...lines, `a.root. A ${ROOT}`, `ns.top. A ${TOP}`]) };
}

/** For a program that asks at no other port: where each zone's servers are, as its parent says. */
function stubs(parts: readonly Part[], tops: readonly ZoneText[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>([["", [ROOT]], ...tops.map(({ name }): [string, string[]] => [name, [TOP]])]);
  for (const { zone, at, through } of parts) {
    const servers = through === undefined ? at.map((program) => ADDRESSES[program]) : [through];
    found.set(zone.name, [...(found.get(zone.name) ?? []), ...servers]);
  }
  return found;
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
