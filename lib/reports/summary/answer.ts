// The whole answer of `mailzone reports`: what was read, what could not be, and what the reports say.
import type { LadderVerdict } from "./ladder";
import type { DomainSummary, TlsSummary } from "./summary";

export interface Unread {
  /** The file, and what in it. */
  readonly where: string;
  /** Why, as the rest of a sentence about it. */
  readonly why: string;
}

export interface ReadCounts {
  /** Reports that count. */
  readonly reports: number;
  /** The same report again. */
  readonly duplicates: number;
  /** Reports outside the period that was asked for. */
  readonly outside: number;
}

export interface ReportsAnswer {
  /** When it was made, milliseconds since 1970. */
  readonly at: number;
  readonly read: ReadCounts;
  readonly domains: readonly DomainSummary[];
  /** Names of addresses that lead back to them. @default - no resolver was asked */
  readonly hosts?: ReadonlyMap<string, string>;
  readonly tls: readonly TlsSummary[];
  /** Of each domain with a ladder, if that was asked for: is the next step earned? */
  readonly ladders?: readonly LadderVerdict[];
  /** What could not be read and does not count. */
  readonly unread: readonly Unread[];
  /** What counts and is uncertain. */
  readonly doubts: readonly Unread[];
}
