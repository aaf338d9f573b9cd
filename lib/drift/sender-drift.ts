// The policy of a role that may send, as it was applied and as IAM has it.
import { isSamePolicy } from "../dns/policy-text";
import { type Attributes, stringOf } from "../plan/values";
import type { RolePolicyState } from "../ses/set";

/** The attributes of a role's policy now; null if it is not there any more. The same object if nothing differs. */
export function rolePolicyNow(before: Attributes, live: RolePolicyState): Attributes | null {
  if (live.kind !== "policy") return null;
  return isSamePolicy(stringOf(before.policy) ?? "", live.document) ? before : { ...before, policy: live.document };
}
