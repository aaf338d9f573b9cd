// The reports that receivers send about mail in a domain's name: DMARC aggregate reports (RFC 9990, RFC 7489 appendix C) and SMTP TLS
// reports (RFC 8460). All text in them is from strangers. Addresses of recipients are never read.
import type { DmarcAlignment, DmarcPolicy } from "../dns/text/dmarc";

/** Seconds since 1970, UTC, as reports have them. */
export interface ReportPeriod {
  readonly begin: number;
  readonly end: number;
}

/** One signature of a message as the receiver checked it, without regard to DMARC (RFC 9990 §3.1.1.11). */
export interface ReportedSignature {
  /** The signing domain (`d=`), in lower case. */
  readonly domain: string;
  /** The selector (`s=`). @default - the report does not say it */
  readonly selector?: string;
  /** In lower case, as RFC 8601 §2.7.1: pass, fail, none … */
  readonly result: string;
}

/** What SPF said of the envelope's sender, without regard to DMARC (RFC 9990 §3.1.1.12). */
export interface ReportedSpf {
  /** In lower case; empty if the envelope's sender was empty. */
  readonly domain: string;
  /** `mfrom` or `helo`. @default - the report does not say it */
  readonly scope?: string;
  /** In lower case, as RFC 8601 §2.7.2. */
  readonly result: string;
}

/** Messages from one address with the same results. */
export interface AggregateRow {
  /** IPv4 or IPv6, in lower case. @default - the report has no readable one */
  readonly address?: string;
  /** Messages. */
  readonly count: number;
  /** What the receiver did: none, pass, quarantine, reject. @default - the report does not say it */
  readonly disposition?: string;
  /** Whether a signature of an aligned domain passed. */
  readonly dkim: boolean;
  /** Whether SPF passed for an aligned domain. */
  readonly spf: boolean;
  /** Why the receiver did something else than the policy says, such as `mailing_list`. */
  readonly overrides: readonly string[];
  /** The domain of the From field, in lower case. */
  readonly from: string;
  readonly signatures: readonly ReportedSignature[];
  readonly spfResults: readonly ReportedSpf[];
}

/** The DMARC policy that the receiver found. */
export interface PublishedPolicy {
  /** The domain whose record it is, in lower case. */
  readonly domain: string;
  readonly policy?: DmarcPolicy;
  readonly subdomainPolicy?: DmarcPolicy;
  readonly nonexistentSubdomainPolicy?: DmarcPolicy;
  readonly dkimAlignment?: DmarcAlignment;
  readonly spfAlignment?: DmarcAlignment;
  /** `pct` of RFC 7489, 0 to 100. */
  readonly percent?: number;
  /** `t=y` of RFC 9989. */
  readonly testing?: boolean;
}

export interface AggregateReport {
  readonly kind: "dmarc";
  /** The receiver's name; else the domain of its address; empty if it has neither. */
  readonly reporter: string;
  /** Unique among the reports of a receiver about a domain; empty if it has none. */
  readonly id: string;
  readonly period: ReportPeriod;
  readonly policy: PublishedPolicy;
  readonly rows: readonly AggregateRow[];
  /** What could not be read, or is uncertain, as sentences. With `isPartial`, figures are less than what the receiver counted. */
  readonly doubts: readonly string[];
  /** Whether rows were left out because they cannot be read. */
  readonly isPartial: boolean;
}

/** Sessions with the receivers of a domain's mail by one policy (RFC 8460 §4.4). */
export interface TlsPolicyResult {
  /** `sts`, `tlsa` or `no-policy-found`. */
  readonly type: string;
  /** In lower case. */
  readonly domain: string;
  readonly successes: number;
  readonly failures: number;
  /** Failed sessions by result type, such as `certificate-expired`. */
  readonly causes: readonly { readonly type: string; readonly count: number; readonly host?: string }[];
}

export interface TlsReport {
  readonly kind: "tls";
  readonly reporter: string;
  readonly id: string;
  readonly period: ReportPeriod;
  readonly policies: readonly TlsPolicyResult[];
  readonly doubts: readonly string[];
  readonly isPartial: boolean;
}

export type MailReport = AggregateReport | TlsReport;
