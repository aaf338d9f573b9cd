// What a domain wants, after defaults: the input of domainRecords() and of the stacks, made by config/ and by nobody else.
// All names are full, lower-case, in ASCII (punycode) and without a trailing dot.

/** DMARC policy for mail that fails (RFC 9989 §4.7, tag `p`). */
export type DmarcPolicy = "none" | "quarantine" | "reject";

/** What SES does when the MX of the MAIL FROM domain is missing: send from amazonses.com, or refuse to send. */
export type MxFailureBehavior = "use-default" | "reject";

/** A Cloudflare zone. */
export interface Zone {
  readonly name: string;
  /** 32 hexadecimal digits. */
  readonly id: string;
}

/** The custom MAIL FROM domain, where bounces go. */
export interface MailFrom {
  /** A subdomain of the identity, used for nothing else. */
  readonly domain: string;
  readonly onMxFailure: MxFailureBehavior;
}

/** The DMARC record of the domain. */
export interface Dmarc {
  readonly policy: DmarcPolicy;
  /** Addresses for aggregate reports, as `mailto:` URIs. */
  readonly rua: readonly string[];
}

/** A website name in front of CloudFront. */
export interface Web {
  /** The full name. */
  readonly name: string;
  /** The distribution's domain name, such as `d111111abcdef8.cloudfront.net`. */
  readonly target: string;
}

/** One entry of domains.yaml. */
export interface Domain {
  /** The entry's key, unique in the file and part of every address in Terraform: a changed key makes everything anew. */
  readonly entry: string;
  readonly domain: string;
  readonly stack: string;
  readonly zone: Zone;
  /** The AWS region of the identity, such as `eu-west-1`. */
  readonly region: string;
  /**
   * The zone in which SES publishes the DKIM keys, such as `dkim.af-south-1.amazonses.com`.
   * @default - by region, see dkimHost()
   */
  readonly signingHostedZone?: string;
  /** @default - no custom MAIL FROM: SES sends from its own */
  readonly mailFrom?: MailFrom;
  /** @default - no DMARC record: somebody else owns `_dmarc` */
  readonly dmarc?: Dmarc;
  readonly web: readonly Web[];
  /** Seconds, 60 to 86400, or 1 for Cloudflare's automatic. */
  readonly ttl: number;
  /** The comment that Cloudflare shows beside each record. */
  readonly comment?: string;
  /** Whether Terraform refuses to destroy or replace the identity (`prevent_destroy`). */
  readonly protect: boolean;
}
