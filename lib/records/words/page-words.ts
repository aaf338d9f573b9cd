// The page's texts outside the table.
import type { Host } from "../forms";

export interface PageWords {
  /** The page's title, and the heading of it. */
  readonly title: (domains: readonly string[]) => string;
  readonly checkedAt: (moment: string) => string;
  readonly notChecked: string;
  readonly form: string;
  readonly forms: Readonly<Record<Host, string>>;
  readonly filter: string;
  /** With `{shown}` and `{all}`. */
  readonly shown: string;
  readonly index: string;
  readonly table: (domain: string) => string;
  readonly ses: string;
  readonly until: (moment: string) => string;
  /** With `{hours}` and `{minutes}`. */
  readonly left: string;
  readonly over: string;
  readonly causes: string;
  readonly severities: Readonly<Record<"error" | "warning", string>>;
  readonly fix: string;
  readonly detail: string;
  readonly extras: string;
  readonly unseen: string;
  readonly accounts: string;
  /** The texts of the buttons, before and after they have copied. */
  readonly copy: string;
  readonly copyRow: string;
  readonly copyTsv: string;
  readonly copyBind: string;
  readonly copyTicket: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly theRow: string;
  readonly theTable: string;
  /** Of the picture. */
  readonly diagram: (domain: string) => string;
  readonly nodes: Readonly<Record<"identity" | "dkim" | "mailFrom" | "spf" | "dmarc" | "web", string>>;
  readonly notAsked: string;
  readonly verified: string;
  readonly notVerified: string;
  readonly notUsed: string;
  readonly recordCount: (count: number) => string;
  readonly liveCount: (live: number, count: number) => string;
  /** Of the records below the picture, those that are not named. */
  readonly moreRecords: (count: number) => string;
}
