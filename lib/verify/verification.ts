// What `verify` found out: each record as it was expected and as it was answered, the causes of what is wrong, SES's own word,
// and what could not be seen. The verdict is a pure function of it.
import type { Finding } from "../dns/finding";
import type { DnsRecord } from "../dns/record";
import type { SesAccount, SesStatus } from "../ses/identity";

/**
 * `live`: its name servers have it, and so has every resolver that answered. `propagating`: its name servers have it, a
 * resolver does not yet. `missing`: nothing of the type is there. `different`: something else is there. `cannot-tell`: nobody
 * could be heard.
 */
export type RecordStatus = "live" | "propagating" | "missing" | "different" | "cannot-tell";

/** What one server says of one record. */
export interface ServerAnswer {
  /** Its name, or its address where it has none. */
  readonly server: string;
  readonly says: "expected" | "other" | "no-data" | "no-name" | "failed";
  /** What it answers, as the hand-over table writes values; how it failed. */
  readonly values: readonly string[];
  /** Seconds for which it, or a resolver that asks it, goes on saying so; null where that is not known. */
  readonly ttl: number | null;
}

export interface CheckedRecord {
  readonly record: DnsRecord;
  readonly status: RecordStatus;
  readonly authorities: readonly ServerAnswer[];
  readonly resolvers: readonly ServerAnswer[];
  /** Seconds until the caches that were asked have forgotten the old answer; null where none holds one. */
  readonly wait: number | null;
  /** Ids of the causes that name this record. */
  readonly causes: readonly string[];
}

/** A record that is there and should not be. */
export interface ExtraRecord {
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
  /** The domain or zone that it is about. */
  readonly domain: string;
  readonly records: readonly RecordReference[];
  /** Lower-case: the subject in quotes, what is wrong, what was got. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}

/** What SES says of an identity. */
export interface CheckedIdentity {
  readonly entry: string;
  readonly domain: string;
  readonly region: string;
  /** Whether SES lets it send; null where it was not to be asked, or does not know it. */
  readonly verified: boolean | null;
  readonly dkim: SesStatus | null;
  readonly mailFrom: SesStatus | null;
  /** SES's reason for the last failure. */
  readonly errorType: string | null;
  readonly signingHostedZone: string | null;
  /**
   * Only while DKIM is pending: about when SES stops looking, in milliseconds since 1970. It is 72 hours after the key was
   * made or the search was begun again, whichever is later, and SES tells only the first.
   */
  readonly deadline: number | null;
}

export type Verdict = "live" | "not-live" | "cannot-tell";

export interface Verification {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly verdict: Verdict;
  readonly records: readonly CheckedRecord[];
  readonly extras: readonly ExtraRecord[];
  readonly causes: readonly Cause[];
  readonly identities: readonly CheckedIdentity[];
  readonly accounts: readonly SesAccount[];
  /** What could not be seen, and why, a sentence each. */
  readonly unseen: readonly string[];
}

/** An error, or a record that is not there, outweighs what could not be told: it stays wrong, whatever the rest is. */
export function verdictOf({ records, causes }: Pick<Verification, "records" | "causes">): Verdict {
  const is = (...statuses: readonly RecordStatus[]) => records.some(({ status }) => statuses.includes(status));
  if (is("missing", "different", "propagating") || causes.some(({ severity }) => severity === "error"))
    return "not-live";
  return is("cannot-tell") ? "cannot-tell" : "live";
}

/** All is live: 0; it is not: 1; that could not be found out: 2. */
export function exitCode({ verdict }: Pick<Verification, "verdict">): 0 | 1 | 2 {
  return verdict === "live" ? 0 : verdict === "not-live" ? 1 : 2;
}

/** A name server may have it at any moment; a cache forgets when it says so; SES looks every few minutes. */
const CHECK_AGAIN = { cache: 1, records: 30, doubt: 15, ses: 60 } as const;
/** Nothing in DNS changes from one second to the next, and nobody should wait longer for what he has just put right. */
const MIN_DELAY = 5;
const MAX_DELAY = 300;
/** What has not changed is looked at less and less often. */
const BACK_OFF = 1.5;

/**
 * Seconds until it is worth looking again; 0 where all is live.
 * @param idle how many looks before this one have found the same
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
  const soonest = Math.min(...(waits.length + ses.length === 0 ? [CHECK_AGAIN.records] : [...waits, ...ses]));
  return Math.min(MAX_DELAY, Math.round(Math.max(MIN_DELAY, soonest) * BACK_OFF ** idle));
}

/** Whether two looks have found the same, but for how long caches keep what they have. */
export function isSameResult(one: Verification, other: Verification): boolean {
  const told = ({ verdict, records, causes, identities, accounts }: Verification) =>
    JSON.stringify([
      verdict,
      records.map(({ status, causes: ids }) => [status, ids]),
      causes.map(({ rule, domain }) => [rule, domain]),
      identities.map(({ deadline: _, ...rest }) => rest),
      accounts.map(({ quota: _, ...rest }) => rest),
    ]);
  return told(one) === told(other);
}
