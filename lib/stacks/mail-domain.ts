// One domain in the user's own stack: its SES identity and its DNS records in one construct. The stack has its own providers, backend
// and other resources.
import type { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { DataAwsSesv2EmailIdentity } from "@cdktf/provider-aws/lib/data-aws-sesv2-email-identity";
import type { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import type { Sesv2EmailIdentityMailFromAttributes } from "@cdktf/provider-aws/lib/sesv2-email-identity-mail-from-attributes";
import type { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { domainRecords, recordComment } from "../dns/domain-records";
import type { Finding } from "../dns/finding";
import { WebCertificate } from "./certificate";
import { configurationSetIn, type SesConfigurationSet } from "./configuration-set";
import { distributionNames } from "./distributions";
import { allowSending } from "./grant-send";
import { type MailDomainProps, readMailDomainProps } from "./mail-domain-props";
import { findingsOf, registerDomain } from "./published-domains";
import { Refactoring } from "./refactoring";
import { Senders } from "./senders";
import { SesIdentity } from "./ses-identity";
import { TestAddresses } from "./test-addresses";
import { ZoneRecords } from "./zone-records";

/**
 * The Amazon SES identity of a domain and all its DNS records in a Cloudflare zone: three DKIM CNAMEs, MX and SPF of the custom
 * MAIL FROM domain, DMARC, and what else the properties set. The rules of `mailzone check` are its validations; their warnings become
 * annotations.
 *
 * Resources are named by `entry` and record id, such as `example_com__dkim-1`, so the construct can be moved within its stack.
 * Removing the construct from the code destroys the identity, and the domain can no longer send mail, whatever `protect` was.
 *
 * @example new MailDomain(this, "mail", { domain: "example.com", zoneId: zone.zoneId, region: "eu-west-1" });
 */
export class MailDomain extends Construct {
  /** The SES identity that somebody else owns. @default - `identity` is not `existing` */
  readonly existing?: DataAwsSesv2EmailIdentity;
  /** The custom MAIL FROM domain. @default - `mailFromDomain` is false */
  readonly mailFrom?: Sesv2EmailIdentityMailFromAttributes;
  /** The configuration set, which constructs of a stack with the same one share. @default - none is made */
  readonly configurationSet?: SesConfigurationSet;
  /** The certificate for the names of `web`. @default - `certificate` is not set */
  readonly certificate?: WebCertificate;
  /** The identity's ARN. */
  readonly arn: string;
  /** The three Easy DKIM tokens. Terraform knows them after the apply. */
  readonly dkimTokens: readonly [string, string, string];
  /** The three DKIM records. */
  readonly dkimRecords: readonly DnsRecord[];
  /** All records, by their ids: `dkim-1`, `mail-from-mx`, `mail-from-spf`, `dmarc`, `spf`, `web-www`, `record-<key>`. */
  readonly records: Readonly<Record<string, DnsRecord>>;
  #warned = false;
  readonly #side: SesIdentity;
  /** The name of the configuration set, text or a token. */
  readonly #set: string | undefined;

  /** @throws ConfigurationError if a property is invalid, with its name and the construct's path */
  constructor(scope: Construct, id: string, props: MailDomainProps) {
    super(scope, id);
    const { domain, targets, zoneId, configurationSetName, awsProvider, cloudflareProvider } = readMailDomainProps(
      this,
      props,
    );

    const side = new SesIdentity(this, "identity", { ...domain, provider: awsProvider });
    const { madeSet, region } = domain;
    if (madeSet !== undefined)
      this.configurationSet = configurationSetIn(this, { set: madeSet, region, provider: awsProvider });
    // Set directly, because it is a token and SesIdentity takes text.
    const set = this.configurationSet?.set.configurationSetName ?? configurationSetName;
    if (set !== undefined && side.made !== undefined) side.made.configurationSetName = set;
    if (domain.senders !== undefined) {
      if (configurationSetName !== undefined) {
        const fix = "give it as text, or leave senders out and use grantSend()";
        throw new Error(`"${this.node.path}" has senders, and a token for configurationSetName: ${fix}`);
      }
      new Senders(this, "senders", { domain, provider: awsProvider });
    }
    if (domain.testAddresses !== undefined)
      new TestAddresses(this, "test-addresses", { domain, provider: awsProvider });
    const lookUp = distributionNames(this, domain, awsProvider);
    if (domain.certificate?.names[0] !== undefined)
      this.certificate = new WebCertificate(this, "certificate", { domain, provider: awsProvider });
    const published = domainRecords(domain, {
      dkimTokens: side.dkimTokens,
      distributionDomain: (distribution) => targets.get(distribution) ?? lookUp(distribution),
      validation: this.certificate?.validation,
    });
    const zone = new ZoneRecords(this, "records", {
      zoneId,
      records: published,
      commentOf: (record) => recordComment(domain, record.id),
      provider: cloudflareProvider,
    });
    this.certificate?.waitFor(zone.records);
    new Refactoring(this, "let-go", [domain]);

    this.#side = side;
    this.#set = set;
    this.existing = side.existing;
    this.mailFrom = side.mailFrom;
    this.arn = side.arn;
    this.dkimTokens = side.dkimTokens;
    this.records = zone.records;
    this.dkimRecords = Object.entries(zone.records).flatMap(([id, record]) => (/^dkim-\d$/.test(id) ? [record] : []));

    registerDomain(this, this.node.path, domain, zoneId);
    this.node.addValidation({ validate: () => this.check() });
  }

  /**
   * The SES identity, for overrides and for attributes that have no property here.
   * @throws Error if `identity` is `existing`
   */
  get identity(): Sesv2EmailIdentity {
    return this.#side.identity;
  }

  /**
   * Allows sending mail from this domain: adds a statement to `policy` with `ses:SendEmail` and `ses:SendRawEmail` on the identity and
   * on its configuration set, if it has one, which SES requires too. A policy that is attached to a user or role needs no principals;
   * an identity policy of SES does, and the caller has to add them.
   * @returns the policy, for chaining
   * @throws Error if the policy's statements are a token, so that nothing can be added
   */
  grantSend(policy: DataAwsIamPolicyDocument): DataAwsIamPolicyDocument {
    return allowSending(this, this.#side.sending(this.#set), policy);
  }

  /** Returns errors, which stop the synthesis; warnings become annotations, once. */
  private check(): string[] {
    const findings = findingsOf(this, this.node.path);
    const messagesOf = (severity: Finding["severity"]) =>
      findings.filter((one) => one.severity === severity).map(({ message, rule }) => `${message} (${rule})`);
    if (!this.#warned) for (const warning of messagesOf("warning")) Annotations.of(this).addWarning(warning);
    this.#warned = true;
    return messagesOf("error");
  }
}
