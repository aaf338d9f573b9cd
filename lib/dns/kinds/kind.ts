// What is known of a kind of record that an entry publishes, whoever asks: the table, the rules, adopt, review, verify. One file
// per kind holds it; what a domain publishes of each stands in domainRecords(), on one screen.

/** What a record in a plan is for, as far as kinds of ours are concerned. */
export type RecordRole = "dkim" | "mail-from-mx" | "spf" | "dmarc" | "web" | "record";

/** What is known of a record in a plan or a zone; a field that is not known is undefined. */
export interface ObservedRecord {
  readonly type: string | undefined;
  /** In lower case, without the last dot; relative to its zone where it is written so. */
  readonly name: string | undefined;
  /** Of a TXT, its strings joined; empty where there is none. */
  readonly text: string;
  /** The record's id within its entry; empty where it is none of ours. */
  readonly id: string;
}

/** A text in the words of domains.yaml. */
export interface TextSetting {
  /** The field's value: words, or `{raw}`. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Whether it writes the text as it is, byte for byte. */
  readonly exact: boolean;
  readonly notes: readonly string[];
}

/** A text of which a name has one: of two, receivers take none. */
export interface SingletonText {
  /** As txtVersion() has it, such as `spf1`. */
  readonly version: string;
  /** Whether receivers take a text for one. */
  readonly matches: (text: string) => boolean;
  /** Where that of a domain stands. */
  readonly ownerName: (domain: string) => string;
  /** What it is called, such as "DMARC record". */
  readonly title: string;
  /** What two of them at a name are, in a sentence with its source. */
  readonly duplicateMeans: string;
  /** What is to be kept of the others, to go on after the name. */
  readonly mergeAdvice: string;
  /** What happens as long as there are two. */
  readonly meanwhile: string;
  /** The text in the words of domains.yaml. */
  readonly toSetting: (text: string) => TextSetting;
}

export interface RecordKind {
  /** In the hand-over table's last column. */
  readonly description: string;
  /** Whether mail breaks where it is missing, proxied or led elsewhere. */
  readonly isMail: boolean;
  /** Whether SES looks for it, and stops after 72 hours. @default false */
  readonly isCheckedBySes?: boolean;
  readonly role: RecordRole;
  /** The field of domains.yaml that asks for it. */
  readonly setting: string;
  /** Whether it is published where domains.yaml says nothing of it. @default false */
  readonly isDefault?: boolean;
  /** Whether a domain has it once, whichever of its entries asks for it. @default false */
  readonly isOncePerDomain?: boolean;
  /** Whether a written false leaves what Terraform has of it to somebody else. @default false */
  readonly isReleasable?: boolean;
  /** The ids of its records within an entry: the one that there is, or what all of them are like. */
  readonly id: string | RegExp;
  /** The same in words, where there are several. @default - the one id */
  readonly ids?: string;
  /** Why none of its type may stand beside it. @default - others may */
  readonly alone?: string;
  /** Whether a record is taken for one of these by what it says, is called, or is of ours. */
  readonly matches: (seen: ObservedRecord) => boolean;
  /** @default - a name may have several */
  readonly singleton?: SingletonText;
  /** Where something is in its way: how domains.yaml avoids it, and what holds until it is out of the way. */
  readonly clash: { readonly workaround: string; readonly meanwhile: string };
}
