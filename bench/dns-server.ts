// The world that the DNS bench asks, in a process of its own: `node bin/run.js bench/dns-server.ts DOMAINS DEAD` prints the port
// and serves until its input ends. Root and top-level domains on one address, each domain on two of fifty, two resolvers;
// DEAD of the fifty never answer.

import type { RecordType } from "dns-packet";
import { type DnsReply, emptyReply, type RecordData, type ResourceRecord } from "../lib/sandbox/dns/message";
import { serveDns } from "../lib/sandbox/dns/server";
import { answerFromZones, type DnsZone, record, soaRecord, staticZone } from "../lib/sandbox/dns/zones";

export const ROOT = "127.0.0.1";
export const RESOLVERS = ["127.0.2.1", "127.0.2.2"];
const SERVERS = 50;
const TOPS = ["com", "net", "org"];

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
  const dkim = ["a", "b", "c"].map((letter): Wanted => {
    const token = `${letter}${domain.replace(".", "")}`;
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
    { name: `www.${domain}`, type: "CNAME", data: `${domain.replace(".", "")}.cloudfront.net` },
  ];
}

/** The two of a domain. */
function serversOf(index: number): number[] {
  return [index % SERVERS, (index * 7 + 1) % SERVERS];
}

export async function serveWorld(domains: number, dead: number): Promise<{ port: number; stop(): Promise<void> }> {
  const addressOf = (server: number) => `127.0.1.${server + 1}`;
  const hostOf = (server: number) => `ns${server}.servers.net`;
  const all = new Map<string, DnsZone>();
  const served = new Map<string, Map<string, DnsZone>>([[ROOT, new Map()]]);
  for (let server = 0; server < SERVERS; server++) served.set(addressOf(server), new Map());
  const above = new Map<string, ResourceRecord[]>(["", ...TOPS, "servers.net"].map((zone) => [zone, []]));
  const add = (zone: string, records: readonly ResourceRecord[], addresses: readonly string[]) => {
    const built = staticZone(zone, [soaRecord(zone, { primary: "ns.invalid", minimum: 300 }), ...records]);
    all.set(zone, built);
    for (const address of addresses) served.get(address)!.set(zone, built);
  };
  for (let index = 0; index < domains; index++) {
    const zone = domainName(index);
    const servers = [...new Set(serversOf(index))];
    const ns = servers.map((server) => record(zone, "NS", hostOf(server), 86_400));
    above.get(TOPS[index % TOPS.length]!)!.push(...ns);
    add(
      zone,
      [...ns, ...wantedOf(zone).map(({ name, type, data }) => record(name, type, data))],
      servers.map(addressOf),
    );
  }
  for (let server = 0; server < SERVERS; server++)
    above.get("servers.net")!.push(record(hostOf(server), "A", addressOf(server), 86_400));
  for (const zone of ["", ...TOPS, "servers.net"]) {
    const own = [record(zone, "NS", "ns.root.net", 86_400), record("ns.root.net", "A", ROOT, 86_400)];
    add(zone, [...own.filter(({ name }) => zone === "net" || name === zone), ...above.get(zone)!], [ROOT]);
  }

  const silent = new Set(Array.from({ length: dead }, (_, n) => addressOf(Math.floor((n * SERVERS) / dead))));
  const answer = ({ server, name, type }: { server: string; name: string; type: string }): DnsReply => {
    if (silent.has(server)) return { kind: "silent" };
    if (!RESOLVERS.includes(server)) return answerFromZones(served.get(server)!, { name, type });
    const reply = answerFromZones(all, { name, type });
    return { ...reply, rcode: reply.rcode === "REFUSED" ? "NXDOMAIN" : reply.rcode, authoritative: false };
  };
  const addresses = [...served.keys(), ...RESOLVERS];
  return serveDns(({ server, name, type, edns }) => (edns ? answer({ server, name, type }) : emptyReply("FORMERR")), {
    addresses,
  });
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
