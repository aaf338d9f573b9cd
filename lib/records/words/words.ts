// The texts of the hand-over table and of verify in each language. Ids, JSON and errors have one language.
import type { Language } from "../../dns/languages";
import type { Column } from "../columns";
import type { PageWords } from "./page-words";

/** What the words above the table are told. */
export interface HandOver {
  readonly count: number;
  /** The zones' names. */
  readonly zones: readonly string[];
  /** Whether the zones are, or may be, at Cloudflare, which has a proxy. */
  readonly hasProxy: boolean;
  /** The names whose records are proxied on purpose. */
  readonly proxied: readonly string[];
  /** The first deadline of SES, in milliseconds since 1970. */
  readonly deadline: number | null;
  /** How many of the records are live; undefined where nobody has looked. */
  readonly live?: number;
}

/** All texts of the table and its page in one language. */
export interface Words {
  /** The BCP 47 tag. */
  readonly tag: Language;
  readonly columns: Readonly<Record<Column, string>>;
  readonly automatic: string;
  readonly dnsOnly: string;
  readonly proxied: string;
  /** To the person who gets the table. */
  readonly handOver: (facts: HandOver) => string;
  /** Above a table that nobody may use yet. */
  readonly placeholders: string;
  /** Above a table of emulated records. */
  readonly emulatedRecords: string;
  /** Above what was found in the emulator. */
  readonly emulatedServices: string;
  /** Where a form leaves the host's field empty for the zone itself. */
  readonly emptyHost: string;
  /** Where records of one name and type are one set. */
  readonly sets: string;
  /** A CNAME for a zone itself. */
  readonly apexCname: (name: string) => string;
  /** A moment, in milliseconds since 1970, to the minute. */
  readonly moment: (at: number) => string;
  readonly statuses: Statuses;
  readonly page: PageWords;
}

/** What was found of a record. */
export interface Statuses {
  readonly live: string;
  readonly missing: string;
  readonly different: string;
  readonly "cannot-tell": string;
  readonly extra: string;
  /** @param seconds until the caches have forgotten; null where that is not known */
  readonly propagating: (seconds: number | null) => string;
}
