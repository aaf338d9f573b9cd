// Queries the name servers and the resolvers for one record: "missing" and "not yet everywhere" are different results.
import { hasPlaceholder } from "../../dns/domain-records";
import type { DnsRecord } from "../../dns/record";
import type { Answer, Dns, DnsServer } from "../dns/answer";
import type { RecordStatus, ServerAnswer } from "../verification";
import { candidates, hasRecord, isDelegation, queryType } from "./expected";
import { formatValue, recordsAt, recordsOf } from "./value";

/** A record with the answers for it. */
export interface ObservedRecord {
  readonly record: DnsRecord;
  readonly status: RecordStatus;
  readonly authorities: readonly Answer[];
  readonly resolvers: readonly Answer[];
  readonly wait: number | null;
}

export async function observeRecord(dns: Dns, record: DnsRecord): Promise<ObservedRecord> {
  if (hasPlaceholder(record)) return { record, status: "cannot-tell", authorities: [], resolvers: [], wait: null };
  if (isDelegation(record)) {
    // Resolvers answer with the child zone's own NS records, which may differ.
    const authorities = await dns.referrals(record.name);
    return { record, ...statusOf(record, authorities, []), authorities, resolvers: [] };
  }
  const type = queryType(record);
  const [authorities, resolvers] = await Promise.all([
    dns.authoritativeAnswers(record.name, type),
    dns.resolverAnswers(record.name, type),
  ]);
  const followed = record.type === "TXT" ? await followCname(dns, record, authorities) : authorities;
  return { record, ...statusOf(record, followed, resolvers), authorities: followed, resolvers };
}

/** The answers of authoritative servers; one that ends at a CNAME out of their zone is completed with the records at its target. */
async function followCname(
  dns: Dns,
  { name, type }: DnsRecord,
  answers: readonly Answer[],
): Promise<readonly Answer[]> {
  const leadsAway = (answer: Answer) => answer.status === "answer" && recordsOf(answer, type).length === 0;
  if (!answers.some(leadsAway)) return answers;
  const whole = await dns.resolve(name, type);
  if (whole.status !== "answer") return answers;
  const [first] = recordsAt(whole, name, "CNAME").map(({ value }) => formatValue(value));
  return answers.map((answer) => {
    // A server with another CNAME leads elsewhere.
    const isSame = recordsAt(answer, name, "CNAME").some(({ value }) => formatValue(value) === first);
    return answer.status === "answer" && leadsAway(answer) && isSame ? { ...answer, records: whole.records } : answer;
  });
}

/** The status of a record. The authoritative servers decide; if none answers, the record is live if all resolvers have it. */
export function statusOf(
  record: DnsRecord,
  authorities: readonly Answer[],
  resolvers: readonly Answer[],
): Pick<ObservedRecord, "status" | "wait"> {
  const answered = authorities.filter(isAnswered);
  // If a lookup exceeds its limits, the zone's owner may be an attacker, so that no other answer for the name counts.
  if (authorities.some(isGivenUp)) return { status: "cannot-tell", wait: null };
  const fromResolvers = resolvers.filter(isAnswered);
  const stale = fromResolvers.filter((answer) => !hasRecord(record, answer));
  // A resolver that has the record got it from the name servers; one that does not have it may have cached an older answer.
  if (answered.length === 0 && (fromResolvers.length === 0 || stale.length > 0))
    return { status: "cannot-tell", wait: null };
  const wrong = answered.filter((answer) => !hasRecord(record, answer));
  if (wrong.length > 0) {
    const hasOther = wrong.some((answer) => candidates(record, answer).length > 0);
    // Some servers have it and some do not: that is "different", even if the others answer that there is none.
    const isSplit = wrong.length < answered.length;
    return { status: hasOther || isSplit ? "different" : "missing", wait: null };
  }
  // Users of such a resolver get no answer at all, and their mail waits or is refused.
  if (resolvers.some(isFailing)) return { status: "cannot-tell", wait: null };
  if (stale.length === 0) return { status: "live", wait: null };
  const cached = stale.flatMap((answer) => cachedFor(record, answer) ?? []);
  return { status: "propagating", wait: cached.length === 0 ? null : Math.max(...cached) };
}

/**
 * Seconds for which a resolver without the record keeps its cached answer; null if the answer is not cached: it is authoritative, its
 * TTL is over, or it is a negative answer without an SOA (RFC 2308 §5).
 */
export function cachedFor(record: DnsRecord, answer: Answered): number | null {
  const ttl = ttlOf(record, answer);
  return answer.authoritative || ttl === null || ttl === 0 ? null : ttl;
}

/** An answer in the form of the result. */
export function serverAnswer(record: DnsRecord, answer: Answer): ServerAnswer {
  if (answer.status === "failed") {
    const server = answer.server === null ? "" : serverName(answer.server);
    return { server, says: "failed", values: [answer.failure.text], ttl: null };
  }
  const server = serverName(answer.server);
  const found = candidates(record, answer);
  const ttl = ttlOf(record, answer);
  if (found.length === 0) {
    const result = answer.status === "answer" ? "no-data" : answer.status;
    return { server, says: result, values: [], ttl };
  }
  const values = found.map(({ value }) => formatValue(value));
  return { server, says: hasRecord(record, answer) ? "expected" : "other", values, ttl };
}

export function serverName({ name, address, port }: DnsServer): string {
  return name ?? (port === 53 ? address : `${address}:${port}`);
}

export type Answered = Exclude<Answer, { status: "failed" }>;

export function isAnswered(answer: Answer): answer is Answered {
  return answer.status !== "failed";
}

function isGivenUp(answer: Answer): boolean {
  return answer.status === "failed" && answer.failure.kind === "gave-up";
}

/** Whether a resolver responded with a failure, which is not the same as no response, or a refusal to serve us. */
export function isFailing(answer: Answer): boolean {
  return answer.status === "failed" && (answer.failure.kind === "servfail" || answer.failure.kind === "lame");
}

/** Seconds for which an answer may be cached. */
function ttlOf(record: DnsRecord, answer: Answered): number | null {
  const found = candidates(record, answer);
  if (found.length > 0) return Math.min(...found.map(({ ttl }) => ttl));
  // The answer has only CNAMEs to another name: these are cached.
  if (answer.status === "answer")
    return answer.records.length === 0 ? null : Math.min(...answer.records.map(({ ttl }) => ttl));
  return answer.negativeTtl;
}
