// A recursive resolver over servers that are asked in this process: it walks from the root as a real one does, so that a zone
// that nobody delegates to is not found, and a dead or lame server is passed over for the next.
import { type DnsQuery, type DnsReply, emptyReply, type Reply, type ResourceRecord } from "./message";
import { ancestors } from "./zones";

export interface Recursion {
  /** Addresses of the root's servers. */
  readonly roots: readonly string[];
  /** What the server at an address answers. */
  ask(server: string, name: string, type: string): DnsReply | Promise<DnsReply>;
  /** What the resolver goes on saying from its cache. @default - it keeps nothing */
  recall?(name: string, type: string): Reply | undefined;
  /** Whether the signatures over the name are wrong. @default - they never are */
  isBogus?(name: string): boolean;
}

/** How far a walk, a chain of CNAMEs, or the search for a name server's address may go. */
const LIMIT = 16;
const DNSSEC_BOGUS = 6;

export async function resolveRecursively(query: DnsQuery, recursion: Recursion): Promise<Reply> {
  // A resolver that is asked for what it does not know, and may not ask.
  if (!query.recursionDesired) return emptyReply("REFUSED", { recursionAvailable: true });
  const answers: ResourceRecord[] = [];
  const { type } = query;
  let owner = query.name;
  for (let step = 0; step < LIMIT; step += 1) {
    const reply = recursion.recall?.(owner, type) ?? (await walk(recursion, owner, type, 0));
    const isBogus = recursion.isBogus?.(owner) === true;
    if (isBogus && !query.checkingDisabled) return failed([DNSSEC_BOGUS]);
    if (reply === undefined) return failed([]);
    answers.push(...reply.answers);
    const next = aliasOf(reply, owner, type);
    if (next === undefined) {
      // What was truncated was asked for again over TCP.
      return { ...reply, answers, additionals: [], authoritative: false, recursionAvailable: true, truncated: false };
    }
    owner = next;
  }
  return failed([]);
}

/** The name at which the answer breaks off, if it does. */
function aliasOf({ rcode, answers, authorities }: Reply, owner: string, type: string): string | undefined {
  const last = answers.at(-1);
  const isWhole = type === "CNAME" || type === "ANY" || last?.type !== "CNAME";
  const isNegative = rcode === "NXDOMAIN" || authorities.some((record) => record.type === "SOA");
  if (isWhole || isNegative) return undefined;
  const target = String(last?.data).toLowerCase().replace(/\.$/, "");
  // What points to itself never ends; the caller's limit ends it.
  return target === "" ? owner : target;
}

/** The authoritative reply, from the root down; nothing where no server gives one. */
async function walk(recursion: Recursion, name: string, type: string, depth: number): Promise<Reply | undefined> {
  let servers = recursion.roots;
  let zone = "";
  for (let step = 0; step < LIMIT && depth < LIMIT; step += 1) {
    const reply = await firstUseful(recursion, servers, { name, type, zone });
    if (reply === undefined || reply.authoritative) return reply;
    zone = cutOf(reply, name, zone)!;
    servers = await addressesOf(recursion, reply, depth);
  }
  return undefined;
}

async function firstUseful(
  recursion: Recursion,
  servers: readonly string[],
  { name, type, zone }: { name: string; type: string; zone: string },
): Promise<Reply | undefined> {
  for (const server of servers) {
    const reply = await recursion.ask(server, name, type);
    if (reply.kind !== "reply") continue;
    // Failures and refusals are neither.
    if (reply.authoritative || cutOf(reply, name, zone) !== undefined) return reply;
  }
  return undefined;
}

/** The zone below `zone`, on the way to `name`, that the reply refers to. */
function cutOf({ authorities }: Reply, name: string, zone: string): string | undefined {
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
