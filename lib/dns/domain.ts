// One entry of domains.yaml with its defaults applied: the input of domainRecords() and of the stacks. Only config/ makes it.
// All names are full, lower-case, in ASCII (punycode) and without a trailing dot.
import type { RoleArns } from "./account-roles";
import type { ConfigurationSet } from "./configuration-set";
import type { DmarcLadder } from "./dmarc-ladder";
import type { ReleasablePurpose } from "./kinds/kinds";
import type { SpfAll } from "./kinds/mail-from";
import type { ReportConsent } from "./kinds/report-consent";
import type { RecordType } from "./record-types";
import type { MtaStsPolicy } from "./text/mta-sts-policy";

/** What SES does when the MX of the MAIL FROM domain is missing: send from amazonses.com, or refuse to send. */
export type MxFailureBehavior = "use-default" | "reject";

/** What happens to an entry: it is created, destroyed while it is still listed, or removed from Terraform's state and kept. */
export type EntryState = "present" | "absent" | "released";

/** A Cloudflare zone. */
export interface Zone {
  readonly name: string;
  /**
   * 32 hexadecimal digits.
   * @default - looked up by name
   */
  readonly id?: string;
}

/** How Terraform reaches an AWS account; equal accounts share one provider. It never contains credentials. */
export interface AwsAccount {
  /** A profile of the AWS configuration files. @default - the environment's credentials */
  readonly profile?: string;
  /** A role to assume: one for plan and apply alike, or one for each. @default - none */
  readonly assumeRoleArn?: string | RoleArns;
  /** Terraform stops where the credentials lead to another account. @default - any */
  readonly allowedAccountIds?: readonly string[];
}

/** The custom MAIL FROM domain, where bounces go. */
export interface MailFrom {
  /** A subdomain of the identity, used for nothing else. */
  readonly domain: string;
  readonly onMxFailure: MxFailureBehavior;
  /** The end of its SPF record. */
  readonly spf: SpfAll;
}

/** A website name in front of CloudFront. */
export interface Web {
  /** The full name. */
  readonly name: string;
  /** The distribution's domain name, such as `d111111abcdef8.cloudfront.net`; undefined where `distribution` is set. */
  readonly target?: string;
  /** The distribution's id, by which Terraform looks its domain name up. */
  readonly distribution?: string;
  readonly proxied: boolean;
  readonly ttl: number;
}

/** A certificate of ACM in us-east-1. */
export interface Certificate {
  /** Full names, maybe with a wildcard; the first is the certificate's own name. None are made into no certificate. */
  readonly names: readonly string[];
  /** Whether the apply waits until it is issued. */
  readonly wait: boolean;
  /** How long it waits, such as `30m`. @default - the provider's 75 minutes */
  readonly timeout?: string;
}

/** A CAA record that lets ACM issue certificates, beside others of `records` at its name. */
export interface CertificateIssuer {
  /** The full name. */
  readonly name: string;
  readonly tag: "issue" | "issuewild";
  /** That of the others: the records of a name have one (RFC 2181 §5.2). */
  readonly ttl: number;
}

/** How other mail servers deliver to the domain. */
export interface MtaSts {
  /** The text of the record at `_mta-sts`. */
  readonly text: string;
  /** The policy whose id is in the text. @default - somebody else has it */
  readonly policy?: MtaStsPolicy;
}

/** Any other record of the zone, under `records` in domains.yaml. */
export interface ExtraRecord {
  /** Its key in domains.yaml: the record's id is `record-<key>`. */
  readonly key: string;
  /** The key that it had before: Terraform moves the record from that key's address to this one's. */
  readonly moved?: string;
  readonly type: RecordType;
  /** The full name. */
  readonly name: string;
  /** As the provider takes it (TXT: the plain text, quoted later); undefined where `data` is set. */
  readonly content?: string;
  readonly priority?: number;
  /** The parts, by the provider's names (`key_tag`), see VALUE_FORMATS. */
  readonly data?: Readonly<Record<string, string | number>>;
  readonly proxied: boolean;
  readonly ttl: number;
}

/** What an entry sets differently for one record. */
export interface RecordOverride {
  readonly ttl?: number;
  readonly comment?: string;
}

/** A record that somebody else manages: the entry sets it to false. Terraform forgets it and does not destroy it. */
export interface ReleasedRecord {
  readonly record: ReleasablePurpose;
  /**
   * The record that replaces it in the state: a record of the configuration at the same name, or the next one in a chain of moves.
   * @default - nothing: Terraform forgets the record, and it stays in Cloudflare
   */
  readonly replacedBy?: { readonly entry: string; readonly record: string };
}

/** A role that may send as the domain: the stack gives it the least policy for that. */
export interface SenderRole {
  /** Part of its Terraform address: a changed key recreates the policy. */
  readonly key: string;
  /** The ARN of a role that exists. */
  readonly role: string;
  /** The addresses that it may send from; none means every address of the domain itself. */
  readonly from: readonly string[];
}

/** One entry of domains.yaml. */
export interface Domain {
  /** The entry's key, unique in the file and part of every address in Terraform: a changed key recreates everything. */
  readonly entry: string;
  readonly domain: string;
  readonly state: EntryState;
  readonly stack: string;
  readonly zone: Zone;
  /** The domain neither sends nor takes mail: it has no identity, and its records say so. @default - SES sends its mail */
  readonly mail?: "none";
  /** The AWS region of the identity, such as `eu-west-1`; may be empty if there is no identity. */
  readonly region: string;
  readonly account: AwsAccount;
  /** Another stack or team owns the identity: it is read, and only its records are published. @default - the stack makes it */
  readonly identity?: "existing";
  /** Tags of the identity in AWS. */
  readonly tags: Readonly<Record<string, string>>;
  /**
   * The length of the next DKIM key, in bits; a changed length makes new tokens.
   * @default - the default of SES, 2048
   */
  readonly dkimKeyLength?: 1024 | 2048;
  /**
   * The zone in which SES publishes the DKIM keys, such as `dkim.af-south-1.amazonses.com`.
   * @default - by region, see dkimHost()
   */
  readonly signingHostedZone?: string;
  /** The name of an SES configuration set. @default - none */
  readonly configurationSet?: string;
  /** The same set, if the stack makes it. @default - it exists already */
  readonly madeSet?: ConfigurationSet;
  /** Sorted by key. @default - none */
  readonly senders?: readonly SenderRole[];
  /** Addresses that SES verifies by themselves, in the account and region of the identity; sorted. @default - none */
  readonly testAddresses?: readonly string[];
  /** @default - no custom MAIL FROM: SES sends from its own */
  readonly mailFrom?: MailFrom;
  /** The text of the DMARC record. @default - none: somebody else owns `_dmarc` */
  readonly dmarc?: string;
  /** When its policy may become stricter; only `mailzone reports --next` reads it. @default - nobody is asked */
  readonly dmarcLadder?: DmarcLadder;
  /** The text of the SPF record at the domain itself, with what other entries need merged in. @default - none: somebody else owns it */
  readonly spf?: string;
  /** The text of the TLS-RPT record. @default - none */
  readonly tlsRpt?: string;
  /** @default - none */
  readonly mtaSts?: MtaSts;
  /** The text of the BIMI record. @default - none */
  readonly bimi?: string;
  /** DMARC reports about other domains that are received here. @default - none */
  readonly reportConsent?: readonly ReportConsent[];
  /** @default - none */
  readonly releasedRecords?: readonly ReleasedRecord[];
  readonly web: readonly Web[];
  /** For the names of `web`. @default - none */
  readonly certificate?: Certificate;
  /** For certificates of any entry, where this one has the CAA records. @default - none */
  readonly certificateIssuers?: readonly CertificateIssuer[];
  readonly records: readonly ExtraRecord[];
  /** By record id. */
  readonly overrides: Readonly<Record<string, RecordOverride>>;
  /** Seconds, 60 to 86400, or 1 for Cloudflare's automatic. */
  readonly ttl: number;
  /** The comment that Cloudflare shows beside each record. */
  readonly comment?: string;
  /** Whether Terraform refuses to destroy or replace the identity (`prevent_destroy`). */
  readonly protect: boolean;
  /** Rules to ignore for this entry, each with the reason. */
  readonly ignore: Readonly<Record<string, string>>;
}
