// Permission to send mail: a statement in an IAM policy document.
import type {
  DataAwsIamPolicyDocument,
  DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import { SEND_ACTIONS } from "../dns/sending";
import { unescapeOnSynth } from "./escape";

/** An identity by its ARN, and the name of its configuration set. Both may be tokens. */
export interface SendingIdentity {
  readonly arn: string;
  readonly domain: string;
  readonly configurationSet: string | undefined;
}

/** Adds a statement to `policy` that allows sending with an identity. */
export function allowSending(
  { node }: Construct,
  identity: SendingIdentity,
  policy: DataAwsIamPolicyDocument,
): DataAwsIamPolicyDocument {
  const before: unknown = policy.statementInput ?? [];
  if (!Array.isArray(before) || Token.isUnresolved(before)) {
    const fix = "give it a list of statements, or let another policy document hold this one";
    throw new Error(
      `"${policy.node.path}" has a token for its statements, and "${node.path}" cannot add to it: ${fix}`,
    );
  }
  unescapeOnSynth(policy);
  const statement = { effect: "Allow", actions: [...SEND_ACTIONS], resources: arnsOf(identity) };
  policy.putStatement([...(before as DataAwsIamPolicyDocumentStatement[]), statement]);
  return policy;
}

/** The ARNs that a sender needs, by Terraform's expressions. They have the same partition, region and account and only differ at the end. */
function arnsOf({ arn, domain, configurationSet: set }: SendingIdentity): string[] {
  if (set === undefined) return [arn];
  return [arn, Token.asString(Fn.replace(arn, `identity/${domain}`, `configuration-set/${set}`))];
}
