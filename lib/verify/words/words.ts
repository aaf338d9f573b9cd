// The texts of verify's answer beside the table, per language. Ids, JSON, the log of --wait and errors are English.
import type { Words } from "../../records/words/words";
import type { Cause, CheckedIdentity, Verdict, Verification } from "../verification";

/** How many records are live, and what is wrong. */
export interface VerdictCounts {
  readonly verdict: Verdict;
  readonly live: number;
  readonly count: number;
  readonly errors: number;
  readonly warnings: number;
}

/** A cause as it is told. */
export interface CauseWords {
  readonly message: string;
  readonly fix: string;
  /** The English sentence with the values that were seen. @default - `message` and `fix` have them */
  readonly detail?: string;
}

export interface VerifyWords {
  readonly table: Words;
  readonly verdict: (counts: VerdictCounts) => string;
  /** @param hours for which SES still looks; null where it does not */
  readonly identity: (identity: CheckedIdentity, hours: number | null) => string;
  readonly account: (account: Verification["accounts"][number]) => string;
  readonly cause: (cause: Cause) => CauseWords;
  readonly severities: Readonly<Record<Cause["severity"], string>>;
  readonly fix: string;
  readonly detail: string;
  readonly errors: string;
  readonly warnings: string;
  readonly ses: string;
  readonly unseen: string;
  /** Before a sentence of what was not seen. */
  readonly notSeen: string;
  readonly noName: string;
  readonly noRecord: string;
  readonly more: (count: number) => string;
}
