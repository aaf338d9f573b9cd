// The content of the hand-over table's page: `records` knows the records, `verify` also their state.
import type { DnsRecord } from "../../dns/record";
import type { Host } from "../forms";
import type { Words } from "../words/words";

/** `extra` is of a record that should not be there. */
export type PageStatus = "live" | "propagating" | "missing" | "different" | "cannot-tell" | "extra";

export interface Page {
  readonly words: Words;
  /** What the reader must know before all else. @default - nothing */
  readonly remark?: string | undefined;
  /** The words to whoever gets it, each a paragraph. */
  readonly notes: readonly PageNote[];
  /** Whose form is chosen at first. */
  readonly host: Host;
  readonly domains: readonly PageDomain[];
  /** @default - nobody has looked */
  readonly check?: PageCheck | undefined;
}

export interface PageNote {
  readonly text: string;
  /** The forms of which it is true. */
  readonly hosts: readonly Host[];
}

export interface PageCheck {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly verdict: "live" | "not-live" | "cannot-tell";
  /** The verdict in a sentence. */
  readonly headline: string;
  /** Of no domain that is shown. */
  readonly causes: readonly PageCause[];
  /** Of the accounts at SES, a sentence each. */
  readonly facts: readonly string[];
  /** What could not be seen, a sentence each. */
  readonly unseen: readonly string[];
}

/** An entry of domains.yaml. */
export interface PageDomain {
  readonly entry: string;
  readonly domain: string;
  readonly records: readonly PageRecord[];
  readonly extras: readonly PageExtra[];
  readonly causes: readonly PageCause[];
  /** @default - SES was not asked */
  readonly identity?: PageIdentity | undefined;
}

export interface PageRecord {
  readonly record: DnsRecord;
  /** @default - nobody has looked */
  readonly status?: { readonly kind: PageStatus; readonly text: string } | undefined;
}

/** A record that conflicts. */
export interface PageExtra {
  readonly type: string;
  readonly name: string;
  readonly value: string;
}

export interface PageCause {
  readonly id: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly fix: string;
  /** The same in English with the values that were seen, where the language is another. @default - none */
  readonly detail?: string | undefined;
}

export interface PageIdentity {
  readonly isVerified: boolean;
  /** What SES says, in a sentence. */
  readonly text: string;
  /** About when SES stops looking, in milliseconds since 1970. */
  readonly deadline: number | null;
}
