// Real DNS servers on loopback for tests, from zones that are written shortly. Root and top-level domains are made of what is
// declared, so that a walk from the root finds the servers.
//
//   const dns = await startDns({
//     servers: {
//       "127.0.0.2": {                                            // its name: ada.ns.cloudflare.com, the next one's bob.…
//         zones: {
//           "example.com": {
//             soa: { minimum: 900 },                              // default 1800
//             records: {
//               "example.com": { TXT: [["v=spf1 -all"]], MX: ["10 mail.example.com"], CAA: ['0 issue "amazon.com"'] },
//               "_dmarc.example.com": { ttl: 60, TXT: [["v=DMARC1; ", "p=none"]] },   // two character-strings
//               "aaa._domainkey.example.com": { CNAME: ["aaa.dkim.amazonses.com"] },
//             },
//           },
//         },
//         faults: [{ kind: "silent", name: "_dmarc" }, { kind: "delay", milliseconds: 300, times: 1 }],
//       },
//       "127.0.0.3": { zones: { "example.com": { … } } },         // a second authority, perhaps with other records
//       "127.0.0.4": { name: "ns1.old-dns.example", zones: {} },  // delegated to and knows nothing: REFUSED
//       "127.0.0.9": {
//         resolver: true,                                         // walks from the root as a public resolver does
//         cache: [{ name: "example.com", type: "TXT", ttl: 240, data: [["v=spf1 +all"]] },
//                 { name: "new.example.com", type: "CNAME", ttl: 900, absent: "no-name" }],
//         bogus: ["signed.example.org"],                          // SERVFAIL with extended error 6; answers with CD
//       },
//     },
//   });
//   … dns.roots, dns.resolvers, dns.authorities: [{ address, port, name }]; dns.queries: what was asked, in order …
//   dns.update({ servers: … });                                   // other zones and faults from now on, same addresses
//   await dns.close();
//
// A zone's NS are the names of the servers that declare it; `nameServers` says otherwise, `delegatedTo` says what the parent
// says (`[]`: the parent does not know it), `signed` puts a DS there. A declared root or top-level zone is taken as it is, plus the
// delegations that it lacks. All servers listen on one port. Unit tests run in parallel and in their own processes: the
// port is a free one, so the same addresses may be used everywhere.
import type { RecordType } from "dns-packet";
import { CLOCK, type Clock } from "../../lib/net/clock";
import type { DnsClient } from "../../lib/verify/dns/dns";
import {
  ancestors,
  answerFromZones,
  type DnsQuery,
  type DnsReply,
  emptyReply,
  type FaultKind,
  faultReply,
  type Reply,
  resolveRecursively,
  serveDns,
  soaRecord,
  staticZone,
} from "../../packages/emulator/internals/dns";
import { buildZones, ROOT, serverNames, toRecord } from "./dns-zone-records";

/** `"10 host"` of MX, `'0 issue "x"'` of CAA and `"0 5 443 host"` of SRV; strings of TXT; else bytes, or dns-packet's own data. */
export type Short = string | readonly (string | Buffer)[] | object;

export type RecordSet = { readonly ttl?: number } & {
  readonly [T in RecordType | "HTTPS" | "URI" | "OPENPGPKEY"]?: readonly Short[];
};

export interface ZoneDeclaration {
  readonly soa?: {
    readonly primary?: string;
    readonly minimum?: number;
    readonly ttl?: number;
    readonly serial?: number;
  };
  /** Of all records whose name has no own. @default 300 */
  readonly ttl?: number;
  /** By full name. @default - nothing but SOA and NS */
  readonly records?: Readonly<Record<string, RecordSet>>;
  /** @default - the names of all servers that declare the zone */
  readonly nameServers?: readonly string[];
  /** @default - the zone's name servers */
  readonly delegatedTo?: readonly string[];
  /** @default false */
  readonly signed?: boolean;
}

export interface ServerFault {
  readonly kind: FaultKind | "delay";
  /** Part of the name that is asked for. @default - every name */
  readonly name?: string;
  /** @default - every type */
  readonly type?: string;
  readonly transport?: "udp" | "tcp";
  /** Of a delay. */
  readonly milliseconds?: number;
  /** @default - always */
  readonly times?: number;
  /** RFC 8914 codes beside a servfail or refused. */
  readonly extendedErrors?: readonly number[];
}

export interface CacheEntry {
  readonly name: string;
  readonly type: RecordType;
  /** Seconds left when the servers start; then the resolver asks again. */
  readonly ttl: number;
  readonly data?: readonly Short[];
  readonly absent?: "no-name" | "no-data";
}

export interface ServerDeclaration {
  readonly name?: string;
  readonly zones?: Readonly<Record<string, ZoneDeclaration>>;
  readonly resolver?: true;
  readonly cache?: readonly CacheEntry[];
  readonly bogus?: readonly string[];
  readonly faults?: readonly ServerFault[];
}

export interface DnsDeclaration {
  /** By address: 127.0.0.2 and so on; 127.0.0.1 is the root's. */
  readonly servers: Readonly<Record<string, ServerDeclaration>>;
  /** Addresses of further name servers' names, at which nobody listens. */
  readonly hosts?: Readonly<Record<string, string>>;
}

interface Place {
  readonly address: string;
  readonly port: number;
  readonly name: string;
}

export interface TestDns {
  readonly port: number;
  readonly roots: readonly Place[];
  readonly authorities: readonly Place[];
  readonly resolvers: readonly Place[];
  /** Every query that came, in order. */
  readonly queries: DnsQuery[];
  /**
   * Whether all that `dns` has sent has come here, and all that was answered has come there: only time brings it on.
   * @param others a server that somebody else asks
   */
  isQuiet(dns: Pick<DnsClient, "stats">, others?: string): boolean;
  update(declaration: DnsDeclaration): void;
  close(): Promise<void>;
}

/** @param clock by which answers are late and caches forget */
export async function startDns(declaration: DnsDeclaration, clock: Clock = CLOCK): Promise<TestDns> {
  let respond = responder(declaration, clock);
  const answered: DnsQuery[] = [];
  const queries: DnsQuery[] = [];
  const names = serverNames(declaration);
  const listener = await serveDns(
    async (query) => {
      queries.push(query);
      const reply = await respond(query);
      if (reply.kind !== "silent") answered.push(query);
      return reply;
    },
    { addresses: [...new Set([ROOT, ...names.keys()])] },
  );
  const { port } = listener;
  const places = (isResolver: boolean) =>
    [...names]
      .filter(([address]) => (declaration.servers[address]?.resolver === true) === isResolver)
      .map(([address, name]) => ({ address, port, name }));
  return {
    port,
    roots: [{ address: ROOT, port, name: "a.root-servers.net" }],
    authorities: places(false),
    resolvers: places(true),
    queries,
    isQuiet: ({ stats }, others) => {
      const count = (all: readonly DnsQuery[]) => all.filter(({ server }) => server !== others).length;
      return stats.sent === count(queries) && stats.received === count(answered);
    },
    update: (next) => {
      respond = responder(next, clock);
    },
    close: () => listener.stop(),
  };
}

type Respond = (query: DnsQuery) => DnsReply | Promise<DnsReply>;

function responder(declaration: DnsDeclaration, clock: Clock): Respond {
  const zones = buildZones(declaration);
  const servers = new Map(
    [...zones].map(([address, records]) => [
      address,
      new Map([...records].map(([name, inZone]) => [name, staticZone(name, inZone)])),
    ]),
  );
  const faulty = new Map(
    Object.entries(declaration.servers).map(([address, { faults = [] }]) => [address, takeFaults(faults)]),
  );
  const direct = async (query: DnsQuery, right: (query: DnsQuery) => DnsReply | Promise<DnsReply>) => {
    const faults = faulty.get(query.server)?.(query) ?? [];
    for (const { kind, milliseconds = 0 } of faults)
      if (kind === "delay") await new Promise<void>((resolve) => clock.after(milliseconds, resolve));
    let reply = await right(query);
    for (const { kind, extendedErrors = [] } of faults) {
      if (kind !== "delay") reply = faultReply(kind, reply);
      if (reply.kind === "reply" && extendedErrors.length > 0) reply = { ...reply, extendedErrors };
    }
    return reply;
  };
  const authority = (query: DnsQuery) => direct(query, (asked) => answerFromZones(servers.get(asked.server)!, asked));
  const started = clock.now();
  return (query) => {
    const { resolver, cache = [], bogus = [] } = declaration.servers[query.server] ?? {};
    if (resolver !== true) return servers.has(query.server) ? authority(query) : { kind: "silent" };
    return direct(query, (asked) =>
      resolveRecursively(asked, {
        roots: [ROOT],
        query: (server, name, type) =>
          servers.has(server) ? authority({ ...asked, server, name, type, transport: "udp" }) : { kind: "silent" },
        fromCache: (name, type) => recall(cache, name, type, Math.floor((clock.now() - started) / 1000)),
        isBogus: (name) => bogus.some((part) => ancestors(name).includes(part)),
      }),
    );
  };
}

function takeFaults(faults: readonly ServerFault[]): (query: DnsQuery) => ServerFault[] {
  const left = faults.map(({ times = Number.POSITIVE_INFINITY }) => times);
  return ({ name, type, transport }) =>
    faults.filter((fault, index) => {
      const fits =
        left[index]! > 0 &&
        name.includes(fault.name ?? "") &&
        (fault.type ?? type) === type &&
        (fault.transport ?? transport) === transport;
      if (fits) left[index]! -= 1;
      return fits;
    });
}

function recall(cache: readonly CacheEntry[], name: string, type: string, passed: number): Reply | undefined {
  const entry = cache.find((one) => one.name === name && (one.type === type || one.type === "CNAME"));
  const ttl = (entry?.ttl ?? 0) - passed;
  if (entry === undefined || ttl <= 0) return undefined;
  if (entry.absent === undefined) {
    return emptyReply("NOERROR", { answers: (entry.data ?? []).map((data) => toRecord(name, entry.type, data, ttl)) });
  }
  if (entry.type !== type) return undefined;
  const soa = soaRecord(ancestors(name)[1]!, { primary: "ns.invalid", minimum: entry.ttl, ttl });
  return emptyReply(entry.absent === "no-name" ? "NXDOMAIN" : "NOERROR", { authorities: [soa] });
}
