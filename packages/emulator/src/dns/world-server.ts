// The world's DNS servers on loopback: a root, Cloudflare's two servers, Amazon's, and a resolver. Each has its own address if the
// machine has more than one loopback address. Armed faults change their answers.
import { type DnsFaultSubject, takeDnsFaults } from "../world/dns-faults";
import { DNS_FAULT_KINDS, type DnsFault, type DnsFaultKind } from "../world/fault";
import type { World } from "../world/world";
import { type FaultKind, faultReply } from "./fault-replies";
import { type DnsQuery, type DnsReply, emptyReply, type Reply } from "./message";
import { OUTSIDE } from "./outside";
import { AMAZON_ZONES, nameServerOf } from "./providers/amazon-zones";
import { CLOUDFLARE_SERVERS } from "./providers/cloudflare-zone";
import { ROOT_SERVER } from "./providers/parent-zones";
import { resolveRecursively } from "./resolver";
import { serveDns } from "./server";
import { type WorldAddresses, type WorldDns, worldDns } from "./world-zones";
import { answerFromZones, type ZoneSource, zoneFor } from "./zones";

export interface DnsEndpoint {
  readonly address: string;
  readonly port: number;
  readonly name: string;
}

export interface WorldDnsServer {
  /** The root's address; the other authorities listen on the same port. */
  readonly address: string;
  readonly port: number;
  /** The root servers, where a resolver starts. */
  readonly roots: readonly DnsEndpoint[];
  /** All authoritative servers. */
  readonly authorities: readonly DnsEndpoint[];
  /** Answers any name, as a public resolver does. */
  readonly resolver: DnsEndpoint;
  /** The info code of the extended error (RFC 8914) for names outside the world, which may exist on the real Internet. */
  readonly outside: number;
  stop(): Promise<void>;
}

const SEPARATE_ADDRESSES: WorldAddresses = {
  root: "127.0.0.1",
  cloudflare: ["127.0.0.2", "127.0.0.3"],
  amazon: "127.0.0.4",
};
/** macOS has only this loopback address by default. */
const ONE_ADDRESS: WorldAddresses = {
  root: "127.0.0.1",
  cloudflare: ["127.0.0.1", "127.0.0.1"],
  amazon: "127.0.0.1",
};

interface Served {
  readonly world: World;
  readonly dns: WorldDns;
  /** Aborts delays. */
  readonly signal: AbortSignal;
}

/** The other two change the zone that is served, not the reply. */
const REPLY_FAULTS: readonly DnsFaultKind[] = DNS_FAULT_KINDS.filter((kind) => kind !== "stale" && kind !== "dnssec");

export async function serveWorldDns(
  world: World,
  addresses: WorldAddresses = SEPARATE_ADDRESSES,
): Promise<WorldDnsServer> {
  try {
    return await serveAt(world, addresses);
  } catch (caught) {
    if ((caught as NodeJS.ErrnoException).code !== "EADDRNOTAVAIL") throw caught;
    return serveAt(world, ONE_ADDRESS);
  }
}

async function serveAt(world: World, addresses: WorldAddresses): Promise<WorldDnsServer> {
  const servers: readonly (readonly [address: string, name: string])[] = [
    [addresses.root, ROOT_SERVER],
    ...CLOUDFLARE_SERVERS.map((name, index) => [addresses.cloudflare[index]!, name] as const),
    ...AMAZON_ZONES.map((zone) => [addresses.amazon, nameServerOf(zone)] as const),
  ];
  const stopped = new AbortController();
  const served: Served = { world, dns: worldDns(world, addresses), signal: stopped.signal };
  const authority = (query: DnsQuery) => answerAsAuthority(served, namesAt(servers, query.server), query);
  const authorities = await serveDns(authority, { addresses: [...new Set(servers.map(([address]) => address))] });
  try {
    const resolver = await serveDns((query) => answerAsResolver(served, addresses.root, authority, query));
    const { port } = authorities;
    const endpoint = ([address, name]: readonly [string, string]) => ({ address, port, name });
    return {
      address: addresses.root,
      port,
      roots: servers.slice(0, 1).map(endpoint),
      authorities: servers.map(endpoint),
      resolver: { address: "127.0.0.1", port: resolver.port, name: "resolver" },
      outside: OUTSIDE,
      async stop() {
        stopped.abort();
        await Promise.all([authorities.stop(), resolver.stop()]);
      },
    };
  } catch (caught) {
    await authorities.stop();
    throw caught;
  }
}

function namesAt(servers: readonly (readonly [string, string])[], address: string): string[] {
  return [address, ...servers.filter(([other]) => other === address).map(([, name]) => name)];
}

async function answerAsAuthority(served: Served, servers: readonly string[], query: DnsQuery): Promise<DnsReply> {
  const { world, dns } = served;
  const { name, type } = query;
  const zones = dns.at(query.server);
  const isAuthority = zoneFor(zones, name, type)?.name.includes(".") === true;
  const subject = { name, type, servers, isAuthority };
  const [stale] = takeDnsFaults(world, subject, ["stale"]);
  const source =
    stale === undefined ? zones : { get: (zone: string) => oldZones(world, dns, stale).get(zone) ?? zones.get(zone) };
  const reply = answerFromZones(source, query);
  const isUnknown = !isAuthority && reply.rcode === "NXDOMAIN" && dns.isOutside(name);
  return withReplyFaults(served, subject, isUnknown ? { ...reply, extendedErrors: [OUTSIDE] } : reply);
}

async function answerAsResolver(
  served: Served,
  root: string,
  authority: (query: DnsQuery) => Promise<DnsReply>,
  query: DnsQuery,
): Promise<DnsReply> {
  const { world, dns } = served;
  const subjectOf = (name: string, type: string): DnsFaultSubject => ({
    name,
    type,
    servers: ["resolver"],
    isAuthority: false,
  });
  const reply = await resolveRecursively(query, {
    roots: [root],
    query: (server, name, type) => authority({ ...query, server, name, type, transport: "udp" }),
    fromCache: (name, type) => staleReply(world, dns, subjectOf(name, type)),
    isBogus: (name) => takeDnsFaults(world, subjectOf(name, query.type), ["dnssec"]).length > 0,
  });
  return withReplyFaults(served, subjectOf(query.name, query.type), reply);
}

async function withReplyFaults(
  { world, signal }: Served,
  subject: DnsFaultSubject,
  original: Reply,
): Promise<DnsReply> {
  let reply: DnsReply = original;
  for (const { kind, milliseconds = 0 } of takeDnsFaults(world, subject, REPLY_FAULTS)) {
    if (kind !== "delay") reply = faultReply(kind as FaultKind, reply);
    else if (!(await world.sleep(milliseconds, signal))) return { kind: "silent" };
  }
  return reply;
}

/** What the resolver had cached when the fault was armed, with the remaining time to live. */
function staleReply(world: World, dns: WorldDns, subject: DnsFaultSubject): Reply | undefined {
  const [stale] = takeDnsFaults(world, subject, ["stale"]);
  if (stale === undefined) return undefined;
  const reply = answerFromZones(oldZones(world, dns, stale), subject);
  if (!reply.authoritative) return undefined;
  const passed = Math.floor((world.now() - stale.armed) / 1000);
  const [answers, authorities] = [reply.answers, reply.authorities].map((records) =>
    records.map((one) => ({ ...one, ttl: one.ttl - passed })),
  );
  const kept = [...answers!, ...authorities!];
  if (kept.length === 0 || kept.some(({ ttl }) => ttl <= 0)) return undefined;
  return emptyReply(reply.rcode, { answers: answers!, authorities: authorities! });
}

function oldZones(world: World, dns: WorldDns, { name = "", snapshot = [] }: DnsFault): ZoneSource {
  return dns.withRecords((owner) =>
    owner.includes(name) ? snapshot.filter((record) => record.name === owner) : world.records.inGroup(owner),
  );
}
