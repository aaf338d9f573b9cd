// What the hand-over table, the rules, adopt, review and verify know about a kind of record. Each kind has one file; the records
// that a domain publishes are in domainRecords(), on one screen.

import type { Language } from "../languages";

/** What a record in a plan is used for, among the kinds that mailzone knows. */
export type RecordRole = "dkim" | "mail-from-mx" | "spf" | "dmarc" | "web" | "record";

/** What the hand-over table says of a record in its last column: whose it is and what for. */
export type Description = (record: { readonly id: string; readonly domain: string }) => string;

/** What is known of a record in a plan or a zone; unknown fields are undefined. */
export interface RecordTraits {
  readonly type: string | undefined;
  /** In lower case, without the last dot; may be relative to its zone. */
  readonly name: string | undefined;
  /** The joined strings of a TXT; empty for other types. */
  readonly text: string;
  /** The record's id within its entry; empty if mailzone does not manage it. */
  readonly id: string;
}

/** A TXT record's text as a setting of domains.yaml. */
export interface TextSetting {
  /** The setting's value: its fields, or `{raw}`. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Whether the setting gives exactly the same text, byte for byte. */
  readonly exact: boolean;
  readonly notes: readonly string[];
}

/** A kind of text of which a name must have only one: if there are two, receivers use neither. */
export interface SingletonText {
  /** As txtVersion() has it, such as `spf1`. */
  readonly version: string;
  /** Whether receivers read a text as such a record. */
  readonly matches: (text: string) => boolean;
  /** The owner name of a domain's record. */
  readonly ownerName: (domain: string) => string;
  /** Its name in messages, such as "DMARC record". */
  readonly title: string;
  /** What two of them at one name mean, as a sentence with its source. */
  readonly duplicateMeans: string;
  /** What to keep of the other records; continues a sentence after the name. */
  readonly mergeAdvice: string;
  /** What happens while there are two. */
  readonly meanwhile: string;
  /** The text as a setting of domains.yaml. */
  readonly toSetting: (text: string) => TextSetting;
}

export interface RecordKind {
  /** In a few words, for reviews. */
  readonly description: string;
  readonly descriptions: Readonly<Record<Language, Description>>;
  /** Whether mail breaks if the record is missing, proxied or has another target. */
  readonly isMail: boolean;
  /** Whether only a domain with mail has it: an entry with `mail: none` must not have its field. */
  readonly needsMail: boolean;
  /** Whether SES looks for the record, which it stops doing after 72 hours. @default false */
  readonly isCheckedBySes?: boolean;
  readonly role: RecordRole;
  /** The field of domains.yaml that asks for it. */
  readonly setting: string;
  /** Whether the field is the record's text, as fields or as `raw`. @default false */
  readonly isText?: boolean;
  /** Whether it is published if domains.yaml does not mention it. @default false */
  readonly isDefault?: boolean;
  /** Whether a domain has it only once, also if several entries have that domain. @default false */
  readonly isOncePerDomain?: boolean;
  /** Whether setting it to false makes Terraform forget the record instead of destroying it. @default false */
  readonly isReleasable?: boolean;
  /** The record ids within an entry: the only id, or a pattern for several. */
  readonly id: string | RegExp;
  /** The same for the documentation, where there are several ids. @default - the only id */
  readonly ids?: string;
  /** Why no other record of its type may be at its name. @default - others are allowed */
  readonly alone?: string;
  /** Whether a record is of this kind, by its text, its name or its id. */
  readonly matches: (seen: RecordTraits) => boolean;
  /** Set where a name must have only one such text. @default - a name may have several */
  readonly singleton?: SingletonText;
  /** For a conflict with an existing record: how to avoid it in domains.yaml, and what happens until it is resolved. */
  readonly clash: { readonly workaround: string; readonly meanwhile: string };
}
