// The SES identity of a domain and its MAIL FROM. Easy DKIM makes exactly three tokens, but the provider's list is a token
// itself: in TypeScript an array of length one. Elements are therefore taken by Terraform's element().
import { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import { Sesv2EmailIdentityMailFromAttributes } from "@cdktf/provider-aws/lib/sesv2-email-identity-mail-from-attributes";
import { Fn, type TerraformProvider, Token } from "cdktf";
import { Construct } from "constructs";
import type { MailFrom } from "../dns/domain";
import { resourceName } from "../dns/resource-name";
import { everyText, hidden, literal, showTexts } from "./literal";

export interface SesIdentityProps {
  /** The entry's key: it names the resources in Terraform. */
  readonly entry: string;
  readonly domain: string;
  readonly region: string;
  /** The AWS account. @default - the stack's own provider */
  readonly provider?: TerraformProvider;
  /** @default - SES's own, 2048 bits: the block is not written, since a changed one makes new tokens */
  readonly dkimKeyLength?: 1024 | 2048;
  /** @default - none */
  readonly configurationSet?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** @default - no custom MAIL FROM */
  readonly mailFrom?: MailFrom;
  /** Terraform refuses to destroy or replace the identity while its block is there. */
  readonly protect: boolean;
}

export class SesIdentity extends Construct {
  readonly dkimTokens: readonly [string, string, string];
  readonly arn: string;

  constructor(scope: Construct, id: string, props: SesIdentityProps) {
    super(scope, id);
    showTexts(this);
    const { provider, dkimKeyLength, mailFrom } = props;
    const region = literal(props.region);
    const logicalId = hidden(resourceName(props.entry));

    const identity = new Sesv2EmailIdentity(this, "identity", {
      provider,
      emailIdentity: literal(props.domain),
      region,
      configurationSetName: props.configurationSet && literal(props.configurationSet),
      dkimSigningAttributes: dkimKeyLength && { nextSigningKeyLength: `RSA_${dkimKeyLength}_BIT` },
      tags: Object.keys(props.tags).length === 0 ? undefined : everyText(props.tags, literal),
      lifecycle: props.protect ? { preventDestroy: true } : undefined,
    });
    identity.overrideLogicalId(logicalId);

    if (mailFrom !== undefined) {
      const attributes = new Sesv2EmailIdentityMailFromAttributes(this, "mail-from", {
        provider,
        emailIdentity: identity.emailIdentity,
        region,
        mailFromDomain: literal(mailFrom.domain),
        behaviorOnMxFailure: mailFrom.onMxFailure === "reject" ? "REJECT_MESSAGE" : "USE_DEFAULT_VALUE",
      });
      attributes.overrideLogicalId(logicalId);
    }

    const { tokens } = identity.dkimSigningAttributes;
    const token = (index: number) => Token.asString(Fn.element(tokens, index));
    this.dkimTokens = [token(0), token(1), token(2)];
    this.arn = identity.arn;
  }
}
