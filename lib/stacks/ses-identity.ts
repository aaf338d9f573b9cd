// The SES identity of a domain and its MAIL FROM. Easy DKIM makes exactly three tokens, but the provider's list is itself a CDKTF token:
// in TypeScript an array of length one. So the elements are taken with Terraform's element().
import { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import { Sesv2EmailIdentityMailFromAttributes } from "@cdktf/provider-aws/lib/sesv2-email-identity-mail-from-attributes";
import { Fn, type TerraformProvider, Token } from "cdktf";
import { Construct } from "constructs";
import type { MailFrom } from "../dns/domain";
import { resourceName } from "../dns/resource-name";
import { claimAddress } from "./claimed-addresses";
import { escapeTemplates, escapeTokens, mapStrings, unescapeOnSynth } from "./escape";
import { requirePlainText } from "./prop-text";

/** The properties of a SesIdentity. A Domain has them all. */
export interface SesIdentityProps {
  /** The entry's key. It is part of the resources' names in Terraform; do not change it. */
  readonly entry: string;
  /** The domain that sends mail, such as `example.com`; text, no token. */
  readonly domain: string;
  /** The AWS region of the identity, such as `eu-west-1`; text, no token. */
  readonly region: string;
  /** The provider of the AWS account. @default - the stack's provider without an alias */
  readonly provider?: TerraformProvider;
  /** The length of the next DKIM key, in bits; a changed length makes new tokens. @default - the default of SES, 2048; the block is left out */
  readonly dkimKeyLength?: 1024 | 2048;
  /** The name of an SES configuration set. @default - none */
  readonly configurationSet?: string;
  /** Tags of the identity. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** The custom MAIL FROM domain, where bounces go. @default - none */
  readonly mailFrom?: MailFrom;
  /** Terraform refuses to destroy or replace the identity while its block is in the configuration. @default true */
  readonly protect?: boolean;
}

/** The Amazon SES part of a domain: the identity with Easy DKIM and its custom MAIL FROM domain, if it has one. */
export class SesIdentity extends Construct {
  /** The identity resource, for overrides and for attributes that have no property here. */
  readonly identity: Sesv2EmailIdentity;
  /** The custom MAIL FROM domain. @default - there is none */
  readonly mailFrom?: Sesv2EmailIdentityMailFromAttributes;
  /** The three Easy DKIM tokens. Terraform knows them after the apply. */
  readonly dkimTokens: readonly [string, string, string];
  /** The identity's ARN, for IAM policies. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: SesIdentityProps) {
    super(scope, id);
    unescapeOnSynth(this);
    const { provider, dkimKeyLength, mailFrom, tags = {}, protect = true } = props;
    for (const prop of ["entry", "domain", "region"] as const) requirePlainText(this, prop, props[prop]);
    claimAddress(this, `aws_sesv2_email_identity.${resourceName(props.entry)}`, `the identity of "${props.entry}"`);
    const region = escapeTemplates(props.region);
    const logicalId = escapeTokens(resourceName(props.entry));

    const identity = new Sesv2EmailIdentity(this, "identity", {
      provider,
      emailIdentity: escapeTemplates(props.domain),
      region,
      configurationSetName: props.configurationSet && escapeTemplates(props.configurationSet),
      dkimSigningAttributes: dkimKeyLength && { nextSigningKeyLength: `RSA_${dkimKeyLength}_BIT` },
      tags: Object.keys(tags).length === 0 ? undefined : mapStrings(tags, escapeTemplates),
      lifecycle: protect ? { preventDestroy: true } : undefined,
    });
    identity.overrideLogicalId(logicalId);
    this.identity = identity;

    if (mailFrom !== undefined) {
      const attributes = new Sesv2EmailIdentityMailFromAttributes(this, "mail-from", {
        provider,
        emailIdentity: identity.emailIdentity,
        region,
        mailFromDomain: escapeTemplates(mailFrom.domain),
        behaviorOnMxFailure: mailFrom.onMxFailure === "reject" ? "REJECT_MESSAGE" : "USE_DEFAULT_VALUE",
      });
      attributes.overrideLogicalId(logicalId);
      this.mailFrom = attributes;
    }

    const { tokens } = identity.dkimSigningAttributes;
    const token = (index: number) => Token.asString(Fn.element(tokens, index));
    this.dkimTokens = [token(0), token(1), token(2)];
    this.arn = identity.arn;
  }
}
