// Roles, policies, their attachments and OpenID Connect providers, as resources of Terraform.
import { completeValue } from "../../src/protocol/schema";
import type { ObjectValue } from "../../src/protocol/value";
import {
  awsIamOpenidConnectProvider,
  awsIamPolicy,
  awsIamRole,
  awsIamRolePolicyAttachment,
} from "../../src/resources/aws/iam";
import type { Context, ResourceType } from "../../src/resources/resource-type";
import { ApiError } from "../../src/world/faults";
import { withFreshWorld } from "../fresh-world";

const POLICY_ARN = "arn:aws:iam::000000000000:policy/mail";
const policy = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

let context: Context;
withFreshWorld((world) => {
  context = { world, provider: { region: "eu-west-1" } };
});

/** The planned values of a new resource with these arguments. */
function plan(type: ResourceType, config: ObjectValue, prior: ObjectValue | null = null) {
  const whole = completeValue(type.schema.block, config);
  return type.plan(context, { schema: type.schema, prior, proposed: { ...prior, ...config }, config: whole });
}
function create(type: ResourceType, config: ObjectValue): ObjectValue {
  const whole = completeValue(type.schema.block, config);
  const { planned } = type.plan(context, { schema: type.schema, prior: null, proposed: whole, config: whole });
  return type.create(context, planned);
}

const ROLE = {
  name: "plan",
  assume_role_policy: policy({
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: "ec2.amazonaws.com" },
  }),
};
const POLICY = { name: "mail", policy: policy({ Effect: "Allow", Action: "ses:*", Resource: "*" }) };
const OIDC = { url: "https://token.example.com", client_id_list: ["sts.amazonaws.com"] };
const ATTACHMENT = { role: "plan", policy_arn: POLICY_ARN };

test("a role, a policy and a provider have an ARN and the provider's defaults, and are read back the same", () => {
  const role = create(awsIamRole, ROLE);
  expect(role).toMatchObject({
    id: "plan",
    arn: "arn:aws:iam::000000000000:role/plan",
    path: "/",
    max_session_duration: 3600,
    unique_id: expect.stringMatching(/^AROA/),
  });
  const sending = create(awsIamPolicy, POLICY);
  expect(sending).toMatchObject({ id: POLICY_ARN, arn: POLICY_ARN, attachment_count: 0 });
  const oidc = create(awsIamOpenidConnectProvider, OIDC);
  expect(oidc).toMatchObject({
    arn: "arn:aws:iam::000000000000:oidc-provider/token.example.com",
    url: "token.example.com",
    client_id_list: ["sts.amazonaws.com"],
  });
  for (const [type, made] of [
    [awsIamRole, role],
    [awsIamPolicy, sending],
    [awsIamOpenidConnectProvider, oidc],
  ] as const)
    expect(type.read(context, made).state).toEqual(made);
});

test("a provider's address with or without its scheme is the same, another one makes a new provider", () => {
  const made = create(awsIamOpenidConnectProvider, OIDC);
  expect(plan(awsIamOpenidConnectProvider, OIDC, made).requiresReplace).toEqual([]);
  const other = { ...OIDC, url: "https://other.example.com" };
  expect(plan(awsIamOpenidConnectProvider, other, made).requiresReplace).toEqual([["url"]]);
});

test("an attachment is counted at the policy and listed at the role, is imported by both names, and goes", () => {
  create(awsIamRole, ROLE);
  const sending = create(awsIamPolicy, POLICY);
  const made = create(awsIamRolePolicyAttachment, ATTACHMENT);
  expect(made).toMatchObject({ id: `plan/${POLICY_ARN}`, ...ATTACHMENT });
  expect(awsIamPolicy.read(context, sending).state).toMatchObject({ attachment_count: 1 });
  const role = awsIamRole.importState(context, "plan");
  expect(awsIamRole.read(context, role).state).toMatchObject({ managed_policy_arns: [POLICY_ARN] });
  expect(awsIamRolePolicyAttachment.importState(context, `plan/${POLICY_ARN}`)).toEqual({
    id: `plan/${POLICY_ARN}`,
    ...ATTACHMENT,
  });
  expect(awsIamRolePolicyAttachment.read(context, made).state).toEqual(made);
  awsIamRolePolicyAttachment.delete(context, made);
  expect(awsIamRolePolicyAttachment.read(context, made).state).toBeNull();
});

test("what somebody deleted is gone when it is read, and so is an attachment to a role that is gone", () => {
  const role = create(awsIamRole, ROLE);
  expect(awsIamRolePolicyAttachment.read(context, { ...ATTACHMENT, role: "none" }).state).toBeNull();
  awsIamRole.delete(context, role);
  expect(awsIamRole.read(context, role).state).toBeNull();
});

test("a policy that a role still has is not deleted, and the provider's words name the call", () => {
  create(awsIamRole, ROLE);
  const sending = create(awsIamPolicy, POLICY);
  create(awsIamRolePolicyAttachment, ATTACHMENT);
  let failure: unknown;
  try {
    awsIamPolicy.delete(context, sending);
  } catch (caught) {
    failure = caught;
  }
  expect(failure).toBeInstanceOf(ApiError);
  const told = awsIamPolicy.diagnose("delete", sending, failure as ApiError);
  expect(told.summary).toContain("deleting IAM Policy (mail): operation error IAM: DeletePolicy");
  expect(told.summary).toContain("DeleteConflict");
});
