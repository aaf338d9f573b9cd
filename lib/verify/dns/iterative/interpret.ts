// Interprets a response: an answer, a referral or a failure.

import { isBelow } from "../../../rdata/name";
import type { Answer, DnsServer, Failure, FailureKind, ResourceRecord } from "../answer";
import { formatServer } from "../servers";
import { failureOf } from "../transport/failure";
import type { QueryResult } from "../transport/shared-state";
import { RCODES, type Reply } from "../wire/reply";

/** BIND's and Unbound's max-query-restarts are 11: neither follows a chain of 12 CNAMEs. */
export const MAX_CNAMES = 12;

export interface NameAndType {
  readonly name: string;
  readonly type: string;
}

/** A referral (RFC 9499): the name servers of a zone below, as the zone above has them. */
export interface Referral {
  readonly zone: string;
  readonly nameServers: readonly string[];
  /** Addresses of name servers in the response. */
  readonly glue: ReadonlyMap<string, readonly string[]>;
}

/** The answer in a response; from an authoritative server, only with authority (AA). */
export function answerOf(
  server: DnsServer,
  outcome: QueryResult,
  asked: NameAndType,
  role: "authority" | "resolver",
): Answer {
  if ("failure" in outcome) return { status: "failed", server, failure: outcome.failure };
  const { reply } = outcome;
  const failure =
    rcodeFailure(server, reply) ??
    (role === "authority" ? lameFailure(server, reply, asked.name) : notResolvingFailure(server, reply));
  if (failure !== undefined) return { status: "failed", server, failure };

  const { authoritative, authenticated } = reply;
  const { records, found } = followCnames(reply.answer, asked);
  const soa = reply.authority.find(({ type }) => type === "SOA");
  // RFC 2308 §5: the smaller of the two, since a resolver counts the SOA's TTL down and uses the minimum as an upper bound.
  const negativeTtl = soa?.value.kind === "soa" ? Math.min(soa.ttl, soa.value.minimum) : null;
  // Written out: objects made by spreading another one take several times the memory, and there are tens of thousands of them.
  const no = (status: "no-data" | "no-name"): Answer => {
    return { server, authoritative, authenticated, status, records, negativeTtl };
  };
  if (reply.rcode === RCODES.nxDomain) return no("no-name");
  // An authoritative server's answer ends where a CNAME leaves its zones; a resolver would have followed it.
  const leadsAway = role === "authority" && records.length > 0 && soa === undefined;
  if (found || leadsAway) return { server, authoritative, authenticated, status: "answer", records };
  return no("no-data");
}

/** The NS records at `asked.name` by which a server of the parent zone refers to the zone there. */
export function referralAnswer(server: DnsServer, outcome: QueryResult, asked: NameAndType): Answer {
  if ("reply" in outcome) {
    const { rcode, authority, authoritative, authenticated } = outcome.reply;
    const records = authority.filter(({ type, name }) => type === "NS" && name === asked.name);
    if (rcode === RCODES.noError && outcome.reply.answer.length === 0 && records.length > 0)
      return { server, authoritative, authenticated, status: "answer", records };
  }
  return answerOf(server, outcome, asked, "authority");
}

/** The referral in a response of a server of `zone`; undefined if it has none to a zone below. */
export function referralOf(reply: Reply, name: string, zone: string): Referral | undefined {
  if (reply.rcode !== RCODES.noError || reply.answer.length > 0) return undefined;
  const cut = reply.authority.find(({ type }) => type === "NS")?.name;
  // A referral upward or sideways (RFC 1034 §4.3.1 knows only downward ones) makes the server lame.
  if (cut === undefined || cut === zone || !isBelow(cut, zone) || !isBelow(name, cut)) return undefined;
  return { zone: cut, nameServers: hostsOf(reply.authority, cut), glue: glueOf(reply, zone) };
}

/** The host names in the NS records at `zone`. */
export function hostsOf(records: readonly ResourceRecord[], zone: string): string[] {
  const own = records.filter(({ type, name }) => type === "NS" && name === zone);
  return [...new Set(own.map(({ value }) => (value.kind === "host" ? value.host : "")))].sort();
}

export function addressesIn(records: readonly ResourceRecord[]): string[] {
  return records.flatMap(({ value }) => (value.kind === "address" ? [value.address] : []));
}

/** Addresses in the additional section. Those of names outside `zone` are ignored: its server is no authority for them. */
export function glueOf(reply: Reply, zone: string): Map<string, string[]> {
  const glue = new Map<string, string[]>();
  for (const { name, value } of reply.additional) {
    if (value.kind !== "address" || !isBelow(name, zone)) continue;
    const known = glue.get(name);
    if (known === undefined) glue.set(name, [value.address]);
    else known.push(value.address);
  }
  return glue;
}

/** The failure for an RCODE; undefined for NOERROR and NXDOMAIN. */
export function rcodeFailure(server: DnsServer, { rcode, extendedErrors }: Reply): Failure | undefined {
  if (rcode === RCODES.noError || rcode === RCODES.nxDomain) return undefined;
  const [kind, word] = ERRORS[rcode] ?? (["rcode", `error ${rcode}`] as const);
  const more = extendedErrors.length > 0 ? ` (extended error ${extendedErrors.join(", ")})` : "";
  return failureOf(kind, `${formatServer(server)} answered ${word}${more}`, extendedErrors);
}

/** The failure of a server that responds without authority (AA); undefined if it has it. */
export function lameFailure(server: DnsServer, reply: Reply, name: string): Failure | undefined {
  if (reply.authoritative) return undefined;
  const zone = name === "" ? "the root" : `"${name}"`;
  const text = `${formatServer(server)} is not authoritative for ${zone}: it answered without AA`;
  return failureOf(reply.answer.length > 0 ? "without-authority" : "lame", text, reply.extendedErrors);
}

/** The failure of a resolver that does not resolve, but returns a referral or nothing; undefined if it does resolve. */
function notResolvingFailure(server: DnsServer, reply: Reply): Failure | undefined {
  const { recursive, authoritative, answer, authority, extendedErrors } = reply;
  const hasLooked = recursive || authoritative || answer.length > 0 || authority.some(({ type }) => type === "SOA");
  if (hasLooked) return undefined;
  return failureOf("lame", `${formatServer(server)} does not resolve: it answered without RA`, extendedErrors);
}

const ERRORS: Readonly<Record<number, readonly [FailureKind, string]>> = {
  [RCODES.formErr]: ["rcode", "FORMERR"],
  [RCODES.servFail]: ["servfail", "SERVFAIL"],
  [RCODES.notImp]: ["rcode", "NOTIMP"],
  [RCODES.refused]: ["refused", "REFUSED"],
  // "Not authoritative" (RFC 8945 §5 aside): what some servers say instead of REFUSED.
  [RCODES.notAuth]: ["lame", "NOTAUTH"],
};

/** The CNAMEs from the name on, and the records of the type at their end. */
function followCnames(answers: readonly ResourceRecord[], { name, type }: NameAndType) {
  const records: ResourceRecord[] = [];
  const seen = new Set<string>();
  let current = name;
  while (!seen.has(current) && seen.size < MAX_CNAMES) {
    seen.add(current);
    const here = answers.filter((record) => record.name === current);
    const wanted = type === "ANY" ? here : here.filter((record) => record.type === type);
    if (wanted.length > 0) return { records: [...records, ...wanted], found: true };
    const alias = here.find((record) => record.type === "CNAME");
    if (alias?.value.kind !== "host") break;
    records.push(alias);
    current = alias.value.host;
  }
  return { records, found: false };
}
