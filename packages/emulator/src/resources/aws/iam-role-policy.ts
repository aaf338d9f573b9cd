// aws_iam_role_policy of provider 6.25.0, the policy that a role has of its own. Create and update are one call, which replaces a
// policy of the same name. https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/iam/role_policy.go
// How a policy is written and compared: https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/verify/json.go

import { error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import type { ObjectValue } from "../../protocol/value";
import schema from "../../schemas/aws-iam-role-policy.json";
import { deleteRolePolicy, findRole, getRolePolicy, putRolePolicy } from "../../services/aws/iam";
import type { IamEntity } from "../../world/entities";
import type { FaultOperation } from "../../world/fault";
import type { Context, ResourceType } from "../resource-type";
import { planSdk } from "../sdk-plan";
import { accountOf } from "./account";
import { diagnoseIam, nullIfMissing } from "./iam";
import { prefixOf, withName } from "./names";
import { isSamePolicy, versionFirst } from "./policy-json";
import { textOf } from "./region";

const CALLS: Readonly<Record<FaultOperation, (role: string, name: string) => readonly [what: string, call: string]>> = {
  create: (role, name) => [`putting IAM Role (${role}) Policy (${name})`, "PutRolePolicy"],
  read: (role, name) => [`reading IAM Role Policy (${role}:${name})`, "GetRolePolicy"],
  update: (role, name) => [`putting IAM Role (${role}) Policy (${name})`, "PutRolePolicy"],
  delete: (role, name) => [`deleting IAM Role Policy (${role}:${name})`, "DeleteRolePolicy"],
};

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
    const [before, after] = [textOf(request.prior?.policy), versionFirst(policy)];
    return { ...plan, planned: { ...plan.planned, policy: isSamePolicy(before, after) ? before : after } };
  },
  create(context, planned) {
    const named = withName(context, planned);
    const name = textOf(named.name);
    putRolePolicy(context.world, ownerOf(context, named), name, textOf(named.policy));
    return rolePolicyState(context, { ...named, id: `${textOf(named.role)}:${name}` });
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
    diagnoseIam(...CALLS[operation](textOf(value.role), textOf(value.name)), failure),
};

function ownerOf(context: Context, { role }: ObjectValue): IamEntity {
  return findRole(context.world, accountOf(context), textOf(role));
}

function rolePolicyState(context: Context, state: ObjectValue): ObjectValue {
  const seen = versionFirst(getRolePolicy(context.world, ownerOf(context, state), textOf(state.name)));
  const kept = textOf(state.policy);
  return { ...state, name_prefix: prefixOf(textOf(state.name)), policy: isSamePolicy(kept, seen) ? kept : seen };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
