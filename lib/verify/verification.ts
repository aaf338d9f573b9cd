// The result of `verify`: each record as expected and as answered, the causes of what is wrong, what SES reports, and what could
// not be checked. The verdict is a pure function of these.
import type { Finding } from "../dns/finding";
import type { DnsRecord } from "../dns/record";
import type { SesAccount, SesStatus } from "../ses/identity";

/**
 * `live`: its name servers have it, and so does every resolver that answered. `propagating`: its name servers have it, at least one
 * resolver does not. `missing`: the name has no record of the type. `different`: it has another one. `cannot-tell`: no server
 * answered.
 */
export type RecordStatus = "live" | "propagating" | "missing" | "different" | "cannot-tell";

/** What one server answers for one record. */
export interface ServerAnswer {
  /** Its name, or its address if no name is known. */
  readonly server: string;
  readonly says: "expected" | "other" | "no-data" | "no-name" | "failed";
  /** The values that it answers, in the form of the hand-over table; for a failure, its description. */
  readonly values: readonly string[];
  /** Seconds for which the answer may be cached; null if not known. */
  readonly ttl: number | null;
}

export interface CheckedRecord {
  readonly record: DnsRecord;
  readonly status: RecordStatus;
  readonly authorities: readonly ServerAnswer[];
  readonly resolvers: readonly ServerAnswer[];
  /** Seconds until the queried caches have dropped the old answer; null if none of them holds one. */
  readonly wait: number | null;
  /** The ids of the causes that name this record. */
  readonly causes: readonly string[];
}

/** A record that exists and should not. */
export interface UnwantedRecord {
  readonly entry: string;
  readonly type: string;
  readonly name: string;
  readonly value: string;
  /** The id of the cause that names it. */
  readonly cause: string;
}

export interface RecordReference {
  readonly entry: string;
  readonly id: string;
}

/** Why something is not live, or soon is not: a finding whose rule is a section of docs/diagnosis.md. */
export interface Cause extends Finding {
  readonly severity: "error" | "warning";
  /** The domain, zone or region that it is about. */
  readonly domain: string;
  readonly records: readonly RecordReference[];
  /** Lower-case: the subject in quotes, what is wrong, what was got. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}

/** What SES reports for an identity. */
export interface CheckedIdentity {
  readonly entry: string;
  readonly domain: string;
  readonly region: string;
  /** Whether SES allows it to send; null if SES was not queried or has no such identity. */
  readonly verified: boolean | null;
  readonly dkim: SesStatus | null;
  readonly mailFrom: SesStatus | null;
  /** SES's reason for the last failure. */
  readonly errorType: string | null;
  readonly signingHostedZone: string | null;
  /**
   * Only while DKIM is pending: about when SES stops looking for the records, in milliseconds since 1970: 72 hours after the key was
   * made or the verification was restarted, whichever is later. SES reports only the first of these times.
   */
  readonly deadline: number | null;
}

export type Verdict = "live" | "not-live" | "cannot-tell";

/** What is live and, if not, why. */
export interface Verification {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly verdict: Verdict;
  readonly records: readonly CheckedRecord[];
  readonly extras: readonly UnwantedRecord[];
  readonly causes: readonly Cause[];
  readonly identities: readonly CheckedIdentity[];
  readonly accounts: readonly SesAccount[];
  /** What could not be checked and why, one sentence each. */
  readonly unseen: readonly string[];
}

/** An error or a missing record outweighs what could not be checked: it is wrong whatever the rest turns out to be. */
export function verdictOf({ records, causes }: Pick<Verification, "records" | "causes">): Verdict {
  const is = (...statuses: readonly RecordStatus[]) => records.some(({ status }) => statuses.includes(status));
  if (is("missing", "different", "propagating") || causes.some(({ severity }) => severity === "error"))
    return "not-live";
  return is("cannot-tell") ? "cannot-tell" : "live";
}

/** 0: all is live. 1: it is not. 2: it could not be determined. */
export function exitCode({ verdict }: Pick<Verification, "verdict">): 0 | 1 | 2 {
  return verdict === "live" ? 0 : verdict === "not-live" ? 1 : 2;
}

/** Seconds. A name server may get a record at any moment, a cache drops one when its TTL ends, SES looks every few minutes. */
const CHECK_AGAIN = { cache: 1, records: 30, doubt: 15, ses: 60 } as const;
/** Seconds between two checks: less finds nothing new, more would delay good news about a repair. */
const MIN_DELAY = 5;
const MAX_DELAY = 300;
/** As long as nothing changes, each delay is this much longer than the one before. */
const BACK_OFF = 1.5;

/**
 * Seconds until another check is worthwhile; 0 if all is live.
 * @param idle how many checks in a row before this one had the same result
 */
export function secondsToNextCheck(
  { verdict, records, causes }: Pick<Verification, "verdict" | "records" | "causes">,
  idle = 0,
): number {
  if (verdict === "live") return 0;
  const waits = records.flatMap(({ status, wait }) => {
    if (status === "live") return [];
    if (status === "cannot-tell") return [CHECK_AGAIN.doubt];
    return [status === "propagating" && wait !== null ? wait + CHECK_AGAIN.cache : CHECK_AGAIN.records];
  });
  const ses = causes.some(({ rule, severity }) => severity === "error" && rule.startsWith("ses-"))
    ? [CHECK_AGAIN.ses]
    : [];
  const earliest = Math.min(...(waits.length + ses.length === 0 ? [CHECK_AGAIN.records] : [...waits, ...ses]));
  return Math.min(MAX_DELAY, Math.round(Math.max(MIN_DELAY, earliest) * BACK_OFF ** idle));
}

/** Whether two verifications have the same result, apart from remaining cache times. */
export function isSameResult(one: Verification, other: Verification): boolean {
  const comparable = ({ verdict, records, causes, identities, accounts }: Verification) =>
    JSON.stringify([
      verdict,
      records.map(({ status, causes: ids }) => [status, ids]),
      causes.map(({ rule, domain }) => [rule, domain]),
      identities.map(({ deadline: _, ...rest }) => rest),
      accounts.map(({ quota: _, ...rest }) => rest),
    ]);
  return comparable(one) === comparable(other);
}
