// aws_iam_role_policy of provider 6.25.0, the policy that a role has of its own. Create and update are one call, which replaces a
// policy of the same name. https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/iam/role_policy.go
// How a policy is written and compared: https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/verify/json.go

import { error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import type { ObjectValue } from "../../protocol/value";
import schema from "../../schemas/aws-iam-role-policy.json";
import { deleteRolePolicy, findRole, getRolePolicy, putRolePolicy } from "../../services/aws/iam";
import type { IamEntity } from "../../world/entities";
import type { Context, ResourceType } from "../resource-type";
import { planSdk } from "../sdk-plan";
import { accountOf } from "./account";
import { diagnoseIam, nullIfMissing } from "./iam";
import { textOf } from "./region";

export const awsIamRolePolicy: ResourceType = {
  name: "aws_iam_role_policy",
  schema: overlaySchema(schema),
  subject: ({ role, name }) => `${textOf(role)}:${textOf(name)}`,
  validate({ policy }) {
    if (typeof policy !== "string" || isJsonObject(policy)) return [];
    return [error('"policy" contains an invalid JSON policy: not a JSON object', "", ["policy"])];
  },
  plan(_context, request) {
    const plan = planSdk(request, { forceNew: ["name", "name_prefix", "role"] });
    const { policy } = plan.planned;
    if (typeof policy !== "string") return plan;
    const [before, after] = [textOf(request.prior?.policy), normalPolicy(policy)];
    return { ...plan, planned: { ...plan.planned, policy: isSamePolicy(before, after) ? before : after } };
  },
  create(context, planned) {
    const name = textOf(planned.name) || textOf(planned.name_prefix);
    putRolePolicy(context.world, ownerOf(context, planned), name, textOf(planned.policy));
    return rolePolicyState(context, { ...planned, name, id: `${textOf(planned.role)}:${name}` });
  },
  read(context, state) {
    try {
      const [role = "", ...name] = textOf(state.id).split(":");
      return { state: rolePolicyState(context, { ...state, role, name: name.join(":") }) };
    } catch (caught) {
      return { state: nullIfMissing(caught) };
    }
  },
  update(context, _prior, planned) {
    putRolePolicy(context.world, ownerOf(context, planned), textOf(planned.name), textOf(planned.policy));
    return rolePolicyState(context, planned);
  },
  delete(context, prior) {
    try {
      deleteRolePolicy(context.world, ownerOf(context, prior), textOf(prior.name));
    } catch (caught) {
      nullIfMissing(caught);
    }
  },
  importState: (_context, id) => ({ id }),
  diagnose: (operation, value, failure) =>
    diagnoseIam(operation, "IAM Role Policy", awsIamRolePolicy.subject(value), failure),
};

function ownerOf(context: Context, { role }: ObjectValue): IamEntity {
  return findRole(context.world, accountOf(context), textOf(role));
}

function rolePolicyState(context: Context, state: ObjectValue): ObjectValue {
  const seen = normalPolicy(getRolePolicy(context.world, ownerOf(context, state), textOf(state.name)));
  const kept = textOf(state.policy);
  return { ...state, name_prefix: "", policy: isSamePolicy(kept, seen) ? kept : seen };
}

/** The provider's form of a policy: sorted keys, no white space, the version first. */
function normalPolicy(policy: string): string {
  if (!isJsonObject(policy)) return policy;
  const { Version, ...rest } = sorted(JSON.parse(policy)) as Record<string, unknown>;
  return JSON.stringify(Version === "2012-10-17" ? { Version, ...rest } : sorted({ Version, ...rest }));
}

/** Lists of texts have no order in a policy, and a list of one is the same as its element. */
function isSamePolicy(one: string, other: string): boolean {
  const comparable = (policy: string) =>
    isJsonObject(policy) &&
    JSON.stringify(sorted(JSON.parse(policy)), (_key, value) => {
      if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return value;
      return value.length === 1 ? value[0] : [...value].sort();
    });
  return comparable(one) !== false && comparable(one) === comparable(other);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
