// What a MailDomain takes, but for its providers: written by `npm run schemas` from lib/config/schema/mail-domain.ts.
import type { RecordType } from "../dns/record-types";

/** The settings of one domain in code: flat, in the words of SES and Cloudflare, with the defaults of domains.yaml. */
export interface MailDomainSettings {
  /** The domain that sends mail, the SES identity, such as example.com. */
  readonly domain: string;
  /** The id of the Cloudflare zone: 32 hexadecimal digits, or a token, such as another resource's attribute. */
  readonly zoneId: string;
  /** The AWS region of the identity, such as eu-west-1. */
  readonly region: string;
  /**
   * The name of the Cloudflare zone, if the domain is a subdomain of it.
   * @default - the domain
   */
  readonly zoneName?: string;
  /**
   * Part of the Terraform addresses; another value recreates the resources. Set it for the second of two constructs with one domain.
   * @default - the domain
   */
  readonly entry?: string;
  /**
   * Tags of the identity.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * The length of the DKIM keys. A change makes new tokens; the DNS records change with the next plan and apply.
   * @default - that of SES, RSA_2048_BIT
   */
  readonly nextSigningKeyLength?: "RSA_1024_BIT" | "RSA_2048_BIT";
  /**
   * The zone in which SES publishes the keys, as SES reports it.
   * @default - by region
   */
  readonly signingHostedZone?: string;
  /**
   * The SES configuration set of the identity, one that exists.
   * @default - none
   */
  readonly configurationSetName?: string;
  /**
   * A configuration set that the construct makes; constructs of a stack with the same one share it.
   * @default - none
   */
  readonly configurationSet?: {
    /** Its name, here or in defaults. Entries with the same name, region and account share one set. */
    readonly name?: string;
    /**
     * Whether SES publishes bounce and complaint rates to CloudWatch.
     * @default - false
     */
    readonly reputationMetrics?: boolean;
    /**
     * Whether SES sends mail that uses the set.
     * @default - true
     */
    readonly sending?: boolean;
    /**
     * What puts an address on the suppression list; an empty list turns it off.
     * @default - bounce and complaint
     */
    readonly suppression?: readonly ("bounce" | "complaint")[];
    /**
     * require sends nothing to receivers without TLS.
     * @default - optional
     */
    readonly tls?: "optional" | "require";
    /**
     * The domain of tracked links: a name or a map.
     * @default - SES's own
     */
    readonly tracking?:
      | string
      | {
          /** A label such as click, or a full name within the domain. */
          readonly domain: string;
          /**
           * Whether tracked links use HTTPS, for which something with a certificate must stand in front.
           * @default - optional
           */
          readonly https?: "optional" | "require" | "require-open-only";
        };
    /**
     * Tags of the set and its topics.
     * @default - those of the identity
     */
    readonly tags?: Readonly<Record<string, string>>;
    /**
     * Where events go, by the name of the event destination; each with exactly one kind of target.
     * @default - nowhere
     */
    readonly events?: Readonly<
      Record<
        string,
        {
          /** The events that are published. */
          readonly types: readonly (
            | "send"
            | "reject"
            | "bounce"
            | "complaint"
            | "delivery"
            | "open"
            | "click"
            | "rendering-failure"
            | "delivery-delay"
            | "subscription"
          )[];
          /**
           * Whether SES publishes them.
           * @default - true
           */
          readonly enabled?: boolean;
          /** true or a map makes a topic to which SES alone may publish; or the ARN of one that exists. */
          readonly sns?:
            | true
            | string
            | {
                /**
                 * The name of the topic that is made.
                 * @default - <set>-<event>
                 */
                readonly topic?: string;
                /**
                 * https:// URLs and addresses. SNS asks each of them to confirm.
                 * @default - none
                 */
                readonly subscribers?: readonly string[];
              };
          /** The default event bus of the account and region. */
          readonly eventBridge?: true;
          /** The dimensions of the metrics, by name. */
          readonly cloudWatch?: Readonly<
            Record<
              string,
              {
                /** Where its value comes from. */
                readonly from: "message-tag" | "email-header" | "link-tag";
                /** Its value where a message has none. */
                readonly otherwise: string;
              }
            >
          >;
          /** A delivery stream that exists. */
          readonly firehose?: {
            /** The delivery stream's ARN. */
            readonly stream: string;
            /** The role with which SES writes to it. */
            readonly role: string;
          };
        }
      >
    >;
  };
  /**
   * The custom MAIL FROM domain, where bounces go: a label, a full name below the domain, or false for none.
   * @default - mail
   */
  readonly mailFromDomain?: false | string;
  /**
   * What SES does when the MX of the MAIL FROM domain is missing: send from amazonses.com, or refuse to send.
   * @default - USE_DEFAULT_VALUE
   */
  readonly behaviorOnMxFailure?: "USE_DEFAULT_VALUE" | "REJECT_MESSAGE";
  /**
   * The end of the MAIL FROM domain's SPF record: mail from other senders is marked, or refused.
   * @default - ~all
   */
  readonly mailFromSpf?: "~all" | "-all";
  /**
   * existing: another stack or team owns the SES identity; it is read, never changed, and only its records are published.
   * @default - managed
   */
  readonly identity?: "managed" | "existing";
  /**
   * Roles that may send as the domain, by a key that is part of their Terraform address; each the ARN of a role that exists, a map, or false for none of the defaults'. Each gets the least policy for it.
   * @default - none
   */
  readonly senders?:
    | false
    | Readonly<
        Record<
          string,
          | false
          | string
          | {
              /** The ARN of a role that exists, in the account of the identity. */
              readonly role: string;
              /**
               * The addresses that it may send from.
               * @default - all of the domain itself
               */
              readonly from?: string | readonly string[];
            }
        >
      >;
  /**
   * The DMARC record: a policy alone, the record's text (v=DMARC1; …), or a map. With false somebody else manages it: Terraform forgets the record and does not delete it.
   * @default - policy none
   */
  readonly dmarc?:
    | false
    | "none"
    | "quarantine"
    | "reject"
    | string
    | {
        /**
         * What receivers do with mail that fails: only report it, treat it as suspicious, or discard it.
         * @default - none
         */
        readonly policy?: "none" | "quarantine" | "reject";
        /**
         * The same for subdomains that exist (sp).
         * @default - as policy
         */
        readonly subdomainPolicy?: "none" | "quarantine" | "reject";
        /**
         * The same for subdomains that do not exist (np).
         * @default - as subdomainPolicy
         */
        readonly nonexistentSubdomainPolicy?: "none" | "quarantine" | "reject";
        /**
         * Receivers only report and do not apply the policy (t=y).
         * @default - false
         */
        readonly testing?: boolean;
        /** How the From domain must match the domain that passed DKIM or SPF. */
        readonly alignment?: {
          /**
           * adkim.
           * @default - relaxed
           */
          readonly dkim?: "relaxed" | "strict";
          /**
           * aspf; strict never passes with SES's MAIL FROM.
           * @default - relaxed
           */
          readonly spf?: "relaxed" | "strict";
        };
        /**
         * When failures are reported (fo), such as "1".
         * @default - 0
         */
        readonly failureOptions?: "0" | "1" | "d" | "s" | readonly ("0" | "1" | "d" | "s")[];
        /** Where aggregate reports go: an address or a list of them. */
        readonly rua?: string | readonly string[];
        /** Where failure reports go: an address or a list of them. */
        readonly ruf?: string | readonly string[];
        /** When the policy may become stricter: mailzone reports --next says whether the next step is earned. It changes no record. With true, the defaults. */
        readonly ladder?:
          | true
          | {
              /**
               * The steps that are taken, such as [none, quarantine, reject]; quarantine-test is p=quarantine with t=y.
               * @default - all
               */
              readonly steps?: readonly ("none" | "quarantine-test" | "quarantine" | "reject-test" | "reject")[];
              /**
               * The last so many days must be clean.
               * @default - 28
               */
              readonly days?: number;
              /**
               * The domain's own messages that reports must have counted in these days.
               * @default - 100
               */
              readonly messages?: number;
              /**
               * The share of the domain's own messages that may have failed, in percent.
               * @default - 0.1
               */
              readonly maxFailing?: number;
            };
        /** The record's text, instead of all else; it is checked and published as it is. */
        readonly raw?: string;
      };
  /**
   * The SPF record at the domain itself, for all its senders: its text (v=spf1 …) or a map; SES does not need it. With false somebody else manages it: Terraform forgets the record and does not delete it.
   * @default - none
   */
  readonly spf?:
    | false
    | string
    | {
        /**
         * Whether to include SES, which is only needed if SES uses the domain itself as MAIL FROM.
         * @default - false
         */
        readonly amazonses?: boolean;
        /** Other senders' records, such as _spf.example.net. */
        readonly include?: string | readonly string[];
        /** Addresses or networks, such as 192.0.2.0/24. */
        readonly ip4?: string | readonly string[];
        /** Addresses or networks, such as 2001:db8::/32. */
        readonly ip6?: string | readonly string[];
        /** Hosts whose addresses send; @ is the domain itself. */
        readonly a?: string | readonly string[];
        /** Domains whose MX hosts send; @ is the domain itself. */
        readonly mx?: string | readonly string[];
        /** Names that are looked up for each sender, with macros. */
        readonly exists?: string | readonly string[];
        /** The name whose record is used if nothing matches; instead of all. */
        readonly redirect?: string;
        /**
         * The result for all other senders.
         * @default - ~all
         */
        readonly all?: "~all" | "-all" | "?all" | "+all";
        /** The record's text, instead of all else; it is checked and published as it is. */
        readonly raw?: string;
      };
  /**
   * The TLS-RPT record: where other mail servers report deliveries to the domain that failed for want of TLS, by mail or to an https:// address. With false somebody else manages it.
   * @default - none
   */
  readonly tlsRpt?:
    | false
    | string
    | readonly string[]
    | {
        /** Where the reports go: an address or a list of them. */
        readonly rua?: string | readonly string[];
        /** The record's text, instead of all else; it is checked and published as it is. */
        readonly raw?: string;
      };
  /**
   * MTA-STS, by which other mail servers deliver to the domain with TLS only: a mode, a map, or the record's text where somebody else has the policy. Its id is made of the policy, which mailzone records --policy prints. With false somebody else manages it.
   * @default - none
   */
  readonly mtaSts?:
    | false
    | "testing"
    | "enforce"
    | "none"
    | string
    | {
        /**
         * What other mail servers do where the policy does not hold: only report it (by TLS-RPT), or not deliver. With none they forget the policy.
         * @default - testing
         */
        readonly mode?: "testing" | "enforce" | "none";
        /**
         * The mail servers of the domain, or *.example.net for those of one domain.
         * @default - the MX under records
         */
        readonly mx?: string | readonly string[];
        /**
         * How long other mail servers keep the policy, in seconds.
         * @default - 604800, a week
         */
        readonly maxAge?: number;
        /** The record's text, instead of all else; it is checked and published as it is. */
        readonly raw?: string;
      };
  /**
   * The BIMI record: the logo that mail programs show beside the domain's mail, if its DMARC policy is quarantine or reject. With false somebody else manages it.
   * @default - none
   */
  readonly bimi?:
    | false
    | string
    | {
        /** The https:// address of the logo, an SVG of the profile Tiny PS. */
        readonly logo?: string;
        /**
         * The https:// address of the certificate that proves that the logo is yours, which Gmail and Apple want.
         * @default - none
         */
        readonly certificate?: string;
        /** The record's text, instead of all else; it is checked and published as it is. */
        readonly raw?: string;
      };
  /**
   * Whether the zone says that it receives DMARC reports about the domains of this configuration that send them to it; without such records they are not sent.
   * @default - false
   */
  readonly reportConsent?: boolean;
  /** Website names in front of CloudFront: www, @ for the domain itself, or a full name; each xxxx.cloudfront.net, a distribution id, or a map. */
  readonly web?:
    | false
    | Readonly<
        Record<
          string,
          | string
          | {
              /** The distribution's domain name, xxxx.cloudfront.net. */
              readonly target?: string;
              /** The distribution's id, by which its domain name is looked up; instead of target. */
              readonly distribution?: string;
              /**
               * Through Cloudflare's proxy.
               * @default - false
               */
              readonly proxied?: boolean;
              /**
               * Seconds, or auto.
               * @default - the domain's
               */
              readonly ttl?: "auto" | number;
            }
        >
      >;
  /**
   * The certificate of ACM in us-east-1 for all names of web, with the records by which ACM issues and renews it: true, or a map. A CAA record for Amazon joins others in records. Its ARN is in the output certificates; put it into your distributions.
   * @default - none
   */
  readonly certificate?:
    | false
    | true
    | {
        /**
         * Whether the apply waits until ACM has issued it, for 75 minutes at most, or for another time such as 30m or 2h; what uses the certificate then waits too.
         * @default - false
         */
        readonly wait?: boolean | string;
      };
  /** Other records of the zone, by a key that is part of their Terraform address. The record id is record-<key>. */
  readonly records?: Readonly<
    Record<
      string,
      {
        /** The type, such as TXT. */
        readonly type: RecordType;
        /** @ for the domain itself, a label below it, or a full name. */
        readonly name: string;
        /** The value; of a TXT the text itself, without quotes. */
        readonly content?: string;
        /** Of MX and URI. */
        readonly priority?: number;
        /** The parts of CAA (flags, tag, value), SRV (priority, weight, port, target) and other types in parts, instead of content. */
        readonly data?: Readonly<Record<string, string | number>>;
        /**
         * Seconds, or auto.
         * @default - the domain's
         */
        readonly ttl?: "auto" | number;
        /**
         * Through Cloudflare's proxy.
         * @default - false
         */
        readonly proxied?: boolean;
        /** The key that this record had before: Terraform moves the record. A new key alone would recreate it. */
        readonly moved?: string;
      }
    >
  >;
  /** Different settings for single records, by record id, such as dkim-1 or mail-from-mx. */
  readonly overrides?: Readonly<
    Record<
      string,
      {
        /** Seconds, or auto. */
        readonly ttl?: "auto" | number;
        /** The comment that Cloudflare shows beside the record. */
        readonly comment?: string;
      }
    >
  >;
  /**
   * Seconds, 60 to 86400; auto, or 1, lets Cloudflare choose.
   * @default - auto
   */
  readonly ttl?: "auto" | number;
  /** The comment that Cloudflare shows beside each record (100 characters on its free plan). */
  readonly comment?: string;
  /**
   * Whether Terraform refuses to destroy or replace the identity.
   * @default - true
   */
  readonly protect?: boolean;
  /** Rules to ignore for the domain: rule id and the reason. */
  readonly ignore?: Readonly<Record<string, string>>;
  /**
   * Addresses that an account in SES's sandbox may send from and to, once their owners have opened the link in SES's mail; one or a list.
   * @default - none
   */
  readonly testAddresses?: string | readonly string[];
}
