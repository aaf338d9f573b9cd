// The SES identity of a domain and its MAIL FROM. Easy DKIM makes exactly three tokens, but the provider's list is itself a CDKTF token:
// in TypeScript an array of length one. So the elements are taken with Terraform's element().
import { DataAwsSesv2EmailIdentity } from "@cdktf/provider-aws/lib/data-aws-sesv2-email-identity";
import { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import { Sesv2EmailIdentityMailFromAttributes } from "@cdktf/provider-aws/lib/sesv2-email-identity-mail-from-attributes";
import { Fn, type TerraformProvider, Token } from "cdktf";
import { Construct } from "constructs";
import type { MailFrom } from "../dns/domain";
import { resourceName } from "../dns/resource-name";
import { claimAddress } from "./claimed-addresses";
import { escapeTemplates, escapeTokens, mapStrings, unescapeOnSynth } from "./escape";
import type { SendingIdentity } from "./grant-send";
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
  /** Another stack or team owns the identity: it is read, and nothing of it is made or changed. @default - it is made */
  readonly identity?: "existing";
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

/** The Amazon SES part of a domain: the identity with Easy DKIM and its custom MAIL FROM domain, or an identity that exists. */
export class SesIdentity extends Construct {
  /** The identity that somebody else owns. @default - it is made here */
  readonly existing?: DataAwsSesv2EmailIdentity;
  /** The custom MAIL FROM domain. @default - there is none, or the owner of the identity sets it */
  readonly mailFrom?: Sesv2EmailIdentityMailFromAttributes;
  /** The three Easy DKIM tokens. Terraform knows them after the apply, those of an identity that exists at the plan. */
  readonly dkimTokens: readonly [string, string, string];
  /** The identity's ARN, for IAM policies. */
  readonly arn: string;
  /** The resource that is made. @default - the identity exists */
  readonly made?: Sesv2EmailIdentity;

  constructor(scope: Construct, id: string, props: SesIdentityProps) {
    super(scope, id);
    unescapeOnSynth(this);
    for (const prop of ["entry", "domain", "region"] as const) requirePlainText(this, prop, props[prop]);
    claimAddress(this, `aws_sesv2_email_identity.${resourceName(props.entry)}`, `the identity of "${props.entry}"`);
    if (props.identity === "existing") {
      this.existing = this.read(props);
      this.dkimTokens = threeOf(this.existing.dkimSigningAttributes.get(0).tokens);
      this.arn = this.existing.arn;
    } else {
      this.made = this.make(props);
      this.mailFrom = this.makeMailFrom(this.made, props);
      this.dkimTokens = threeOf(this.made.dkimSigningAttributes.tokens);
      this.arn = this.made.arn;
    }
  }

  /**
   * The identity resource, for overrides and for attributes that have no property here.
   * @throws Error if the identity is not made here
   */
  get identity(): Sesv2EmailIdentity {
    if (this.made !== undefined) return this.made;
    throw new Error(`"${this.node.path}" makes no identity, it reads one that exists: take "existing" instead`);
  }

  /**
   * The ARNs that a policy must name so that somebody may send with it.
   * @param set the configuration set of the mail, if the identity is not made here; one that is made knows its own
   */
  sending(set: string | undefined): SendingIdentity {
    const { made, existing, arn } = this;
    return {
      arn,
      domain: made?.emailIdentity ?? existing?.emailIdentity ?? "",
      configurationSet: made === undefined ? set : made.configurationSetNameInput,
    };
  }

  /** The data source, by the name that the resource would have. */
  private read({ entry, domain, region, provider }: SesIdentityProps): DataAwsSesv2EmailIdentity {
    const data = new DataAwsSesv2EmailIdentity(this, "existing", {
      provider,
      emailIdentity: escapeTemplates(domain),
      region: escapeTemplates(region),
      // A key of one's own has one token, and element() would publish it three times.
      lifecycle: {
        postcondition: [
          {
            condition: "${try(length(self.dkim_signing_attributes[0].tokens), 0) == 3}",
            errorMessage: escapeTemplates(
              `SES has no three DKIM tokens for "${domain}" in ${region}: its owner has to sign it with Easy DKIM.`,
            ),
          },
        ],
      },
    });
    data.overrideLogicalId(escapeTokens(resourceName(entry)));
    return data;
  }

  private make(props: SesIdentityProps): Sesv2EmailIdentity {
    const { provider, dkimKeyLength, tags = {}, protect = true } = props;
    const identity = new Sesv2EmailIdentity(this, "identity", {
      provider,
      emailIdentity: escapeTemplates(props.domain),
      region: escapeTemplates(props.region),
      configurationSetName: props.configurationSet && escapeTemplates(props.configurationSet),
      dkimSigningAttributes: dkimKeyLength && { nextSigningKeyLength: `RSA_${dkimKeyLength}_BIT` },
      tags: Object.keys(tags).length === 0 ? undefined : mapStrings(tags, escapeTemplates),
      lifecycle: protect ? { preventDestroy: true } : undefined,
    });
    identity.overrideLogicalId(escapeTokens(resourceName(props.entry)));
    return identity;
  }

  private makeMailFrom(
    { emailIdentity }: Sesv2EmailIdentity,
    { entry, region, provider, mailFrom }: SesIdentityProps,
  ): Sesv2EmailIdentityMailFromAttributes | undefined {
    if (mailFrom === undefined) return undefined;
    const attributes = new Sesv2EmailIdentityMailFromAttributes(this, "mail-from", {
      provider,
      emailIdentity,
      region: escapeTemplates(region),
      mailFromDomain: escapeTemplates(mailFrom.domain),
      behaviorOnMxFailure: mailFrom.onMxFailure === "reject" ? "REJECT_MESSAGE" : "USE_DEFAULT_VALUE",
    });
    attributes.overrideLogicalId(escapeTokens(resourceName(entry)));
    return attributes;
  }
}

function threeOf(tokens: string[]): readonly [string, string, string] {
  const token = (index: number) => Token.asString(Fn.element(tokens, index));
  return [token(0), token(1), token(2)];
}
