// The SES identity of a domain and its MAIL FROM. Easy DKIM makes exactly three tokens, but the provider's list is a token
// itself: in TypeScript an array of length one. Elements are therefore taken by Terraform's element().
import { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import { Sesv2EmailIdentityMailFromAttributes } from "@cdktf/provider-aws/lib/sesv2-email-identity-mail-from-attributes";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import type { MailFrom } from "../dns/domain";
import { resourceName } from "../dns/resource-name";

export interface SesIdentityProps {
  /** The entry's key: it names the resources in Terraform. */
  readonly entry: string;
  readonly domain: string;
  readonly region: string;
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

    const identity = new Sesv2EmailIdentity(this, "identity", {
      emailIdentity: props.domain,
      region: props.region,
      lifecycle: props.protect ? { preventDestroy: true } : undefined,
    });
    identity.overrideLogicalId(resourceName(props.entry));

    if (props.mailFrom !== undefined) {
      const mailFrom = new Sesv2EmailIdentityMailFromAttributes(this, "mail-from", {
        emailIdentity: identity.emailIdentity,
        region: props.region,
        mailFromDomain: props.mailFrom.domain,
        behaviorOnMxFailure: props.mailFrom.onMxFailure === "reject" ? "REJECT_MESSAGE" : "USE_DEFAULT_VALUE",
      });
      mailFrom.overrideLogicalId(resourceName(props.entry));
    }

    const { tokens } = identity.dkimSigningAttributes;
    const token = (index: number) => Token.asString(Fn.element(tokens, index));
    this.dkimTokens = [token(0), token(1), token(2)];
    this.arn = identity.arn;
  }
}
