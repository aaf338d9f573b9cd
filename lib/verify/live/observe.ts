// One record, asked of its name servers and of the resolvers side by side: "not there" and "not there yet" are different.
import { hasPlaceholder } from "../../dns/domain-records";
import type { DnsRecord } from "../../dns/record";
import type { Answer, Dns, DnsServer } from "../dns/answer";
import type { RecordStatus, ServerAnswer } from "../verification";
import { candidates, hasRecord, isDelegation, queryType } from "./expected";
import { formatValue, recordsAt, recordsOf } from "./value";

/** A record with what was answered. */
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
    // Resolvers answer with the other zone's own NS records, which may be others.
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

/** Authorities whose answer ends at a CNAME that leads out of their zone, with what stands where it leads. */
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
    // One that has another CNAME leads elsewhere.
    const isSame = recordsAt(answer, name, "CNAME").some(({ value }) => formatValue(value) === first);
    return answer.status === "answer" && leadsAway(answer) && isSame ? { ...answer, records: whole.records } : answer;
  });
}

/** What the answers make of a record; the authorities decide, and where they are silent the resolvers' yes does. */
export function statusOf(
  record: DnsRecord,
  authorities: readonly Answer[],
  resolvers: readonly Answer[],
): Pick<ObservedRecord, "status" | "wait"> {
  const heard = authorities.filter(isAnswered);
  // Whoever makes a look-up endless chooses what else is said of the name.
  if (authorities.some(isGivenUp)) return { status: "cannot-tell", wait: null };
  const outside = resolvers.filter(isAnswered);
  const stale = outside.filter((answer) => !hasRecord(record, answer));
  // A resolver that has the record has it from somewhere; one that has it not may keep an older answer.
  if (heard.length === 0 && (outside.length === 0 || stale.length > 0)) return { status: "cannot-tell", wait: null };
  const wrong = heard.filter((answer) => !hasRecord(record, answer));
  if (wrong.length > 0) {
    const hasOther = wrong.some((answer) => candidates(record, answer).length > 0);
    // Some servers have it and some do not: what the others say differs, even where they say nothing.
    const isSplit = wrong.length < heard.length;
    return { status: hasOther || isSplit ? "different" : "missing", wait: null };
  }
  // Whoever asks such a resolver gets no answer at all, and mail waits or is refused.
  if (resolvers.some(isFailing)) return { status: "cannot-tell", wait: null };
  if (stale.length === 0) return { status: "live", wait: null };
  const waits = stale.flatMap((answer) => cachedFor(record, answer) ?? []);
  return { status: "propagating", wait: waits.length === 0 ? null : Math.max(...waits) };
}

/**
 * Seconds for which a resolver that has not the record goes on saying so; null where that is nothing that a cache keeps: a word of
 * its own authority, one whose time is over, or a "no" without the SOA that says for how long (RFC 2308 §5).
 */
export function cachedFor(record: DnsRecord, answer: Answered): number | null {
  const ttl = ttlOf(record, answer);
  return answer.authoritative || ttl === null || ttl === 0 ? null : ttl;
}

/** An answer in short, for people and for the JSON. */
export function serverAnswer(record: DnsRecord, answer: Answer): ServerAnswer {
  if (answer.status === "failed") {
    const server = answer.server === null ? "" : serverName(answer.server);
    return { server, says: "failed", values: [answer.failure.text], ttl: null };
  }
  const server = serverName(answer.server);
  const found = candidates(record, answer);
  const ttl = ttlOf(record, answer);
  if (found.length === 0) {
    const says = answer.status === "answer" ? "no-data" : answer.status;
    return { server, says, values: [], ttl };
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

/** Whether a resolver was heard and has no answer: another thing than not answering, or not serving us. */
export function isFailing(answer: Answer): boolean {
  return answer.status === "failed" && (answer.failure.kind === "servfail" || answer.failure.kind === "lame");
}

/** Seconds for which an answer is kept. */
function ttlOf(record: DnsRecord, answer: Answered): number | null {
  const found = candidates(record, answer);
  if (found.length > 0) return Math.min(...found.map(({ ttl }) => ttl));
  // Only the CNAMEs that lead away are there: they are what is cached.
  if (answer.status === "answer")
    return answer.records.length === 0 ? null : Math.min(...answer.records.map(({ ttl }) => ttl));
  return answer.negativeTtl;
}
