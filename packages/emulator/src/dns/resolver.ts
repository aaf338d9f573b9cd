// A recursive resolver that asks servers in this process. It starts at the root, as a real resolver does. So it does not find a
// zone without a delegation, and it skips a dead or lame server and tries the next one.
import { type DnsQuery, type DnsReply, emptyReply, type Reply, type ResourceRecord } from "./message";
import { ancestors } from "./zones";

export interface Recursion {
  /** Addresses of the root servers. */
  readonly roots: readonly string[];
  /** Returns the answer of the server at an address. */
  query(server: string, name: string, type: string): DnsReply | Promise<DnsReply>;
  /** Returns an answer that is still in the cache. @default - nothing is cached */
  fromCache?(name: string, type: string): Reply | undefined;
  /** Returns whether the signatures over the name are wrong. @default - never */
  isBogus?(name: string): boolean;
}

/** The most steps of a walk from the root, of a CNAME chain, or of a search for a name server's address. */
const LIMIT = 16;
const DNSSEC_BOGUS = 6;

export async function resolveRecursively(query: DnsQuery, recursion: Recursion): Promise<Reply> {
  // The query does not allow recursion, and this resolver has no data of its own.
  if (!query.recursionDesired) return emptyReply("REFUSED", { recursionAvailable: true });
  const answers: ResourceRecord[] = [];
  const { type } = query;
  let owner = query.name;
  for (let step = 0; step < LIMIT; step += 1) {
    const reply = recursion.fromCache?.(owner, type) ?? (await walk(recursion, owner, type, 0));
    const isBogus = recursion.isBogus?.(owner) === true;
    if (isBogus && !query.checkingDisabled) return failed([DNSSEC_BOGUS]);
    if (reply === undefined) return failed([]);
    answers.push(...reply.answers);
    const next = aliasOf(reply, owner, type);
    if (next === undefined) {
      // A truncated answer was already fetched again over TCP.
      return { ...reply, answers, additionals: [], authoritative: false, recursionAvailable: true, truncated: false };
    }
    owner = next;
  }
  return failed([]);
}

/** The CNAME target at which the answer stops, if it does. */
function aliasOf({ rcode, answers, authorities }: Reply, owner: string, type: string): string | undefined {
  const last = answers.at(-1);
  const isWhole = type === "CNAME" || type === "ANY" || last?.type !== "CNAME";
  const isNegative = rcode === "NXDOMAIN" || authorities.some((record) => record.type === "SOA");
  if (isWhole || isNegative) return undefined;
  const target = String(last?.data).toLowerCase().replace(/\.$/, "");
  // A name that points to itself never ends; the caller's limit stops it.
  return target === "" ? owner : target;
}

/** The authoritative reply, found from the root down; undefined if no server gives one. */
async function walk(recursion: Recursion, name: string, type: string, depth: number): Promise<Reply | undefined> {
  let servers = recursion.roots;
  let zone = "";
  for (let step = 0; step < LIMIT && depth < LIMIT; step += 1) {
    const reply = await firstUsableReply(recursion, servers, { name, type, zone });
    if (reply === undefined || reply.authoritative) return reply;
    zone = referralZone(reply, name, zone)!;
    servers = await addressesOf(recursion, reply, depth);
  }
  return undefined;
}

async function firstUsableReply(
  recursion: Recursion,
  servers: readonly string[],
  { name, type, zone }: { name: string; type: string; zone: string },
): Promise<Reply | undefined> {
  for (const server of servers) {
    const reply = await recursion.query(server, name, type);
    if (reply.kind !== "reply") continue;
    // Failures and refusals are neither an answer nor a referral.
    if (reply.authoritative || referralZone(reply, name, zone) !== undefined) return reply;
  }
  return undefined;
}

/** The zone that the reply refers to: below `zone` and at or above `name`. */
function referralZone({ authorities }: Reply, name: string, zone: string): string | undefined {
  const above = ancestors(name);
  const inZone = above.slice(0, above.indexOf(zone));
  return authorities.find((record) => record.type === "NS" && inZone.includes(record.name))?.name;
}

async function addressesOf(recursion: Recursion, reply: Reply, depth: number): Promise<string[]> {
  const found: string[] = [];
  for (const { data } of reply.authorities.filter((record) => record.type === "NS")) {
    const host = String(data).toLowerCase();
    const glue = reply.additionals.filter((record) => record.type === "A" && record.name === host);
    const records = glue.length > 0 ? glue : ((await walk(recursion, host, "A", depth + 1))?.answers ?? []);
    found.push(...records.filter((record) => record.type === "A").map((record) => String(record.data)));
  }
  return found;
}

function failed(extendedErrors: readonly number[]): Reply {
  return emptyReply("SERVFAIL", { recursionAvailable: true, extendedErrors });
}
