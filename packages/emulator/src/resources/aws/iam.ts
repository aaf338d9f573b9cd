// The IAM types of provider 6.25.0, as far as `mailzone permissions --format terraform` uses them. IAM is global, so none has a
// region. https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/iam

import { type Diagnostic, error } from "../../protocol/diagnostic";
import { overlaySchema, type SchemaOverlay } from "../../protocol/schema";
import type { ObjectValue, Value } from "../../protocol/value";
import oidcSchema from "../../schemas/aws-iam-openid-connect-provider.json";
import policySchema from "../../schemas/aws-iam-policy.json";
import roleSchema from "../../schemas/aws-iam-role.json";
import attachmentSchema from "../../schemas/aws-iam-role-policy-attachment.json";
import {
  attachPolicy,
  createEntity,
  deleteEntity,
  detachPolicy,
  getEntity,
  getRole,
  type NewEntity,
  updateEntity,
} from "../../services/aws/iam";
import { partitionOf } from "../../services/aws/partition";
import type { IamEntity } from "../../world/entities";
import type { FaultOperation } from "../../world/fault";
import { ApiError } from "../../world/faults";
import type { Context, ResourceType } from "../resource-type";
import { planSdk, type SdkRules } from "../sdk-plan";
import { accountOf } from "./account";
import { prefixOf, withName } from "./names";
import { planPolicy } from "./policy-json";
import { REQUEST_ID, regionOf, textOf } from "./region";
import { planTags } from "./tags";

interface IamType {
  readonly name: string;
  /** The provider's name for it in errors. */
  readonly title: string;
  /** What its calls are named by, such as `Role` of CreateRole. */
  readonly noun: string;
  readonly schema: unknown;
  readonly rules: SdkRules;
  /** The attribute with a policy, which the provider normalises. @default - none */
  readonly policy?: string;
  /** @default - the schema as it is derived */
  readonly overlay?: SchemaOverlay;
  /** Whether it has a name, which the provider makes where none is given. */
  readonly isNamed: boolean;
  toEntity(value: ObjectValue): NewEntity;
  toState(entity: IamEntity, context: Context): ObjectValue;
}

const ACTIONS = { create: "creating", read: "reading", update: "updating", delete: "deleting" } as const;
const VERBS = { create: "Create", read: "Get", update: "Update", delete: "Delete" } as const;

const ATTACHMENT_CALLS: Readonly<
  Record<FaultOperation, (value: ObjectValue) => readonly [what: string, call: string]>
> = {
  create: ({ role, policy_arn }) => [
    `attaching IAM Policy (${textOf(policy_arn)}) to IAM Role (${textOf(role)})`,
    "AttachRolePolicy",
  ],
  read: ({ role, policy_arn }) => [
    `reading IAM Role (${textOf(role)}) Policy Attachment (${textOf(policy_arn)})`,
    "ListAttachedRolePolicies",
  ],
  update: ({ role }) => [`updating IAM Role (${textOf(role)})`, "AttachRolePolicy"],
  delete: ({ role, policy_arn }) => [
    `detaching IAM Policy (${textOf(policy_arn)}) from IAM Role (${textOf(role)})`,
    "DetachRolePolicy",
  ],
};

export const awsIamRole = iamType({
  name: "aws_iam_role",
  title: "IAM Role",
  noun: "Role",
  schema: roleSchema,
  overlay: { inline_policy: { computed: true } },
  policy: "assume_role_policy",
  rules: {
    forceNew: ["name", "name_prefix", "path"],
    defaults: { force_detach_policies: false, max_session_duration: 3600, path: "/" },
  },
  isNamed: true,
  toEntity: ({ name, path, assume_role_policy }) => ({
    kind: "role",
    name: textOf(name),
    path: textOf(path),
    document: textOf(assume_role_policy),
    audiences: [],
  }),
  toState: ({ name, path, document, id, made, attached }, { world }) => ({
    id: name,
    name,
    path,
    assume_role_policy: document,
    unique_id: `AROA${id}`,
    create_date: world.timestamp(made),
    inline_policy: [],
    managed_policy_arns: [...attached],
  }),
});

export const awsIamPolicy = iamType({
  name: "aws_iam_policy",
  title: "IAM Policy",
  noun: "Policy",
  schema: policySchema,
  policy: "policy",
  rules: { forceNew: ["name", "name_prefix", "path", "description"], defaults: { path: "/" } },
  isNamed: true,
  toEntity: ({ name, path, policy }) => ({
    kind: "policy",
    name: textOf(name),
    path: textOf(path),
    document: textOf(policy),
    audiences: [],
  }),
  toState: ({ arn, name, path, document, id }, { world }) => ({
    id: arn,
    name,
    path,
    policy: document,
    policy_id: `ANPA${id}`,
    attachment_count: world.iam.values().filter(({ attached }) => attached.includes(arn)).length,
  }),
});

export const awsIamOpenidConnectProvider = iamType({
  name: "aws_iam_openid_connect_provider",
  title: "IAM OIDC Provider",
  noun: "OpenIDConnectProvider",
  schema: oidcSchema,
  rules: { forceNew: ["url"] },
  isNamed: false,
  toEntity: ({ url, client_id_list }) => ({
    kind: "oidc-provider",
    name: textOf(url).replace(/^https:\/\//, ""),
    path: "/",
    document: "",
    audiences: (client_id_list as readonly Value[]).map(textOf),
  }),
  // AWS finds the thumbprint itself.
  toState: ({ arn, name, audiences }) => ({
    id: arn,
    url: name,
    client_id_list: [...audiences],
    thumbprint_list: ["0".repeat(40)],
  }),
});

export const awsIamRolePolicyAttachment: ResourceType = {
  name: "aws_iam_role_policy_attachment",
  schema: overlaySchema(attachmentSchema),
  subject: ({ role, policy_arn }) => `${textOf(role)}/${textOf(policy_arn)}`,
  plan: (_context, request) => planSdk(request, { forceNew: ["role", "policy_arn"] }),
  create(context, planned) {
    const { role, policy_arn } = planned;
    attachPolicy(context.world, getRole(context.world, accountOf(context), textOf(role)), textOf(policy_arn));
    return { ...planned, id: `${textOf(role)}/${textOf(policy_arn)}` };
  },
  read(context, state) {
    try {
      const { attached } = getRole(context.world, accountOf(context), textOf(state.role));
      return { state: attached.includes(textOf(state.policy_arn)) ? state : null };
    } catch (caught) {
      return { state: nullIfMissing(caught) };
    }
  },
  update: (_context, _prior, planned) => planned,
  delete(context, { role, policy_arn }) {
    detachPolicy(context.world, getRole(context.world, accountOf(context), textOf(role)), textOf(policy_arn));
  },
  importState(_context, id) {
    const [role = "", ...arn] = id.split("/");
    return { id, role, policy_arn: arn.join("/") };
  },
  diagnose: (operation, value, failure) => diagnoseIam(...ATTACHMENT_CALLS[operation](value), failure),
};

function iamType({
  name,
  title,
  noun,
  schema,
  overlay,
  policy,
  rules,
  isNamed,
  toEntity,
  toState,
}: IamType): ResourceType {
  const stateOf = (context: Context, entity: IamEntity, value: ObjectValue): ObjectValue => ({
    ...value,
    ...(isNamed ? { name_prefix: prefixOf(entity.name) } : {}),
    ...toState(entity, context),
    arn: entity.arn,
  });
  const type: ResourceType = {
    name,
    schema: overlaySchema(schema, overlay),
    subject: ({ name: own, url, id }) => textOf(own) || textOf(url) || textOf(id),
    plan(context, request) {
      // The provider stores the address without its scheme, and sees no difference.
      const plan = planSdk(request, {
        ...rules,
        forceNew: rules.forceNew.filter((one) => !isSameUrl(one, request.prior, request.config)),
      });
      const url: ObjectValue = isSameUrl("url", request.prior, request.config) ? { url: request.prior!.url! } : {};
      const document: ObjectValue = policy === undefined ? {} : planPolicy(policy, request.prior, plan.planned);
      return planTags(context, { ...plan, planned: { ...plan.planned, ...url, ...document } }, request.prior);
    },
    create(context, planned) {
      const scope = { account: accountOf(context), partition: partitionOf(regionOf(context, {})) };
      const named = isNamed ? withName(context, planned) : planned;
      const { arn } = createEntity(context.world, scope, toEntity(named));
      return stateOf(context, getEntity(context.world, arn), named);
    },
    read(context, state) {
      try {
        return { state: stateOf(context, getEntity(context.world, textOf(state.arn)), state) };
      } catch (caught) {
        return { state: nullIfMissing(caught) };
      }
    },
    update(context, prior, planned) {
      const { document, audiences } = toEntity(planned);
      return stateOf(context, updateEntity(context.world, textOf(prior.arn), { document, audiences }), planned);
    },
    delete: ({ world }, prior) => deleteEntity(world, textOf(prior.arn)),
    importState: (context, id) => ({
      id,
      arn: id.startsWith("arn:") ? id : getRole(context.world, accountOf(context), id).arn,
    }),
    diagnose: (operation, value, failure) =>
      diagnoseIam(`${ACTIONS[operation]} ${title} (${type.subject(value)})`, `${VERBS[operation]}${noun}`, failure),
  };
  return type;
}

function isSameUrl(name: string, prior: ObjectValue | null, config: ObjectValue): boolean {
  const bare = (value: Value | undefined) => textOf(value).replace(/^https:\/\//, "");
  return name === "url" && prior !== null && bare(prior.url) === bare(config.url);
}

export function nullIfMissing(caught: unknown): null {
  if (caught instanceof ApiError && caught.code === "NoSuchEntity") return null;
  throw caught;
}

/** @param what such as `creating IAM Role (mail)` */
export function diagnoseIam(what: string, call: string, { status, code, message }: ApiError): Diagnostic {
  const answer = `https response error StatusCode: ${status}, RequestID: ${REQUEST_ID}, ${code}: ${message}`;
  return error(`${what}: operation error IAM: ${call}, ${answer} (emulated)`);
}
