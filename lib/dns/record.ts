// One DNS record as Cloudflare's provider takes it, with the entry and id that name it for ever.

/** Why a record is published. The words for people are in descriptions.ts. */
export type Purpose = "dkim" | "mail-from-mx" | "mail-from-spf" | "dmarc" | "web";

/** A record that belongs to mail breaks it when proxied; a website's does not. */
export const MAIL_PURPOSES: readonly Purpose[] = ["dkim", "mail-from-mx", "mail-from-spf", "dmarc"];

/** A record to publish. Absent values are null, so that the list reads the same from memory and from Terraform's output. */
export interface DnsRecord {
  /** The entry's key in domains.yaml. */
  readonly entry: string;
  /** The record's id within its entry, such as `dkim-1`: with `entry` a contract, see resourceName(). */
  readonly id: string;
  readonly domain: string;
  readonly region: string;
  /** The zone's name. */
  readonly zone: string;
  readonly purpose: Purpose;
  readonly type: "CNAME" | "MX" | "TXT";
  /** Full name, lower-case, no trailing dot. */
  readonly name: string;
  /** Exactly the provider's attribute: TXT is quoted and split, see formatTxt(). */
  readonly content: string;
  readonly priority: number | null;
  /** For types that are written in parts (CAA, SRV). */
  readonly data: null;
  /** Seconds, or 1 for automatic. */
  readonly ttl: number;
  readonly proxied: boolean;
}

/** What AWS gives and nobody can know before: the three Easy DKIM tokens, known or not yet. */
export interface Refs {
  readonly dkimTokens: readonly [string, string, string];
}

/** The words of the hand-over table's last column. */
export const DESCRIPTIONS: Readonly<Record<Purpose, string>> = {
  dkim: "DKIM",
  "mail-from-mx": "MX (bounces come back to SES)",
  "mail-from-spf": "SPF",
  dmarc: "DMARC",
  web: "website domain in front of CloudFront",
};
