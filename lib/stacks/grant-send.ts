// Permission to send mail: a statement in an IAM policy document.
import type {
  DataAwsIamPolicyDocument,
  DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import { unescapeOnSynth } from "./escape";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html */
const ACTIONS = ["ses:SendEmail", "ses:SendRawEmail"];

interface Sender extends Construct {
  readonly identity: Sesv2EmailIdentity;
  readonly arn: string;
}

/** Adds a statement to `policy` that allows sending with an identity. */
export function allowSending(
  { identity, arn, node }: Sender,
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
  const { configurationSetNameInput: set } = identity;
  const resources = set === undefined ? [arn] : [arn, configurationSetArn(arn, identity.emailIdentity, set)];
  const statement = { effect: "Allow", actions: ACTIONS, resources };
  policy.putStatement([...(before as DataAwsIamPolicyDocumentStatement[]), statement]);
  return policy;
}

/** The two ARNs have the same partition, region and account and only differ at the end. */
function configurationSetArn(arn: string, domain: string, name: string): string {
  return Token.asString(Fn.replace(arn, `identity/${domain}`, `configuration-set/${name}`));
}
