// The world that the DNS benches ask, in a process of its own: `node bin/run.js bench/dns-server.ts DOMAINS DEAD` prints the
// port and serves until its input ends. As in the real one, the root, the top-level domains and SES have several addresses each;
// each domain has two of fifty servers, of which DEAD never answer.

import { generateKeyPairSync } from "node:crypto";
import type { RecordType } from "dns-packet";
import {
  answerFromZones,
  type DnsReply,
  type DnsZone,
  emptyReply,
  type RecordData,
  type ResourceRecord,
  record,
  serveDns,
  soaRecord,
  staticZone,
} from "../packages/emulator/internals/dns";

export const ROOTS = addresses(10, 13);
export const RESOLVERS = addresses(2, 2);
const HOSTING = addresses(1, 50);
const TOPS = ["com", "net", "org"];

/** Zones by the servers that they share. */
const GROUPS: Readonly<Record<string, { readonly zones: readonly string[]; readonly addresses: readonly string[] }>> = {
  root: { zones: [""], addresses: ROOTS },
  gtld: { zones: ["com", "net"], addresses: addresses(11, 13) },
  org: { zones: ["org"], addresses: addresses(12, 6) },
  ses: { zones: ["amazonses.com"], addresses: addresses(13, 4) },
  cloudfront: { zones: ["cloudfront.net"], addresses: addresses(14, 4) },
  // Where the names of the fifty and of all others above stand.
  names: { zones: ["servers.net"], addresses: addresses(15, 4) },
};

/** What is asked, a domain's seven records. */
export interface Wanted {
  readonly name: string;
  readonly type: RecordType;
  readonly data: RecordData;
}

export function domainName(index: number): string {
  return `d${index}.${TOPS[index % TOPS.length]}`;
}

export function wantedOf(domain: string): Wanted[] {
  const dkim = tokensOf(domain).map((token): Wanted => {
    return { name: `${token}._domainkey.${domain}`, type: "CNAME", data: `${token}.dkim.amazonses.com` };
  });
  return [
    ...dkim,
    {
      name: `mail.${domain}`,
      type: "MX",
      data: { preference: 10, exchange: "feedback-smtp.eu-west-1.amazonses.com" },
    },
    { name: `mail.${domain}`, type: "TXT", data: ["v=spf1 include:amazonses.com ~all"] },
    { name: `_dmarc.${domain}`, type: "TXT", data: ["v=DMARC1; p=none;"] },
    { name: `www.${domain}`, type: "CNAME", data: distributionOf(domain) },
  ];
}

export async function serveWorld(domains: number, dead: number): Promise<{ port: number; stop(): Promise<void> }> {
  const silent = new Set(Array.from({ length: dead }, (_, n) => HOSTING[Math.floor((n * HOSTING.length) / dead)]));
  const { all, served } = worldOf(domains);
  const answer = ({ server, name, type }: { server: string; name: string; type: string }): DnsReply => {
    if (silent.has(server)) return { kind: "silent" };
    if (!RESOLVERS.includes(server)) return answerFromZones(served.get(server)!, { name, type });
    const reply = answerFromZones(all, { name, type });
    return { ...reply, rcode: reply.rcode === "REFUSED" ? "NXDOMAIN" : reply.rcode, authoritative: false };
  };
  return serveDns(({ server, name, type, edns }) => (edns ? answer({ server, name, type }) : emptyReply("FORMERR")), {
    addresses: [...served.keys(), ...RESOLVERS],
  });
}

/** All zones, and those of each server. */
function worldOf(domains: number) {
  const key = dkimKey();
  const all = new Map<string, DnsZone>();
  const served = new Map<string, Map<string, DnsZone>>();
  const records = new Map<string, ResourceRecord[]>();
  const groups = Object.entries(GROUPS);
  const add = (zone: string, own: readonly ResourceRecord[], servers: readonly string[]) => {
    const built = staticZone(zone, [soaRecord(zone, { primary: "ns.invalid", minimum: 300 }), ...own]);
    all.set(zone, built);
    for (const address of servers) served.set(address, (served.get(address) ?? new Map()).set(zone, built));
  };
  for (const { zones } of Object.values(GROUPS)) for (const zone of zones) records.set(zone, []);
  for (const [group, { zones, addresses }] of groups) {
    const hosts = addresses.map((address, index) => [`${group}${index}.servers.net`, address] as const);
    const named = hosts.map(([host, address]) => record(host, "A", address, 86_400));
    records.get("servers.net")!.push(...named);
    // The glue of those whose names they serve themselves.
    if (group === "names") records.get("net")!.push(...named);
    for (const zone of zones) {
      const servers = hosts.map(([host]) => record(zone, "NS", host, 86_400));
      records.get(zone)!.push(...servers);
      if (zone !== "") records.get(parentOf(zone))!.push(...servers);
      if (group === "gtld" || group === "org") records.get("")!.push(...named);
    }
  }
  for (const [index, address] of HOSTING.entries())
    records.get("servers.net")!.push(record(hostOf(index), "A", address, 86_400));
  for (let index = 0; index < domains; index++) {
    const zone = domainName(index);
    const servers = [...new Set([index % HOSTING.length, (index * 7 + 1) % HOSTING.length])];
    const ns = servers.map((server) => record(zone, "NS", hostOf(server), 86_400));
    records.get(parentOf(zone))!.push(...ns);
    const own = wantedOf(zone).map(({ name, type, data }) => record(name, type, data));
    add(
      zone,
      [...ns, ...own],
      servers.map((server) => HOSTING[server]!),
    );
    // SES signs with one key, and the names of the other two wait with an empty text.
    for (const [n, token] of tokensOf(zone).entries())
      records.get("amazonses.com")!.push(record(`${token}.dkim.amazonses.com`, "TXT", n === 0 ? key : [""]));
    records.get("cloudfront.net")!.push(record(distributionOf(zone), "A", "192.0.2.80"));
  }
  records.get("amazonses.com")!.push(record("amazonses.com", "TXT", ["v=spf1 ip4:192.0.2.0/24 -all"]));
  for (const { zones, addresses } of Object.values(GROUPS))
    for (const zone of zones) add(zone, records.get(zone)!, addresses);
  return { all, served };
}

function dkimKey(): string[] {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const text = `p=${publicKey.export({ format: "der", type: "spki" }).toString("base64")}`;
  return [text.slice(0, 255), text.slice(255)];
}

function tokensOf(domain: string): string[] {
  return ["a", "b", "c"].map((letter) => `${letter}${domain.replace(".", "")}`);
}

function distributionOf(domain: string): string {
  return `${domain.replace(".", "")}.cloudfront.net`;
}

function hostOf(server: number): string {
  return `ns${server}.servers.net`;
}

function parentOf(zone: string): string {
  return zone.includes(".") ? zone.slice(zone.indexOf(".") + 1) : "";
}

function addresses(net: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `127.0.${net}.${index + 1}`);
}

if (process.argv[2] === "bench/dns-server.ts") {
  const [, , , domains, dead] = process.argv;
  void serveWorld(Number(domains), Number(dead)).then(({ port, stop }) => {
    console.log(port);
    process.stdin.resume().on("end", async () => {
      await stop();
      console.error(`${process.resourceUsage().maxRSS} KB`);
    });
  });
}
