// Terraform's prevent_destroy disappears with the entry that had it. So the deletion of an entry is caught here.
import type { ResourceChange } from "../../plan/change";
import { lostIdentities, type Plan } from "../../plan/plan";
import type { Reporter } from "../context";
import { Refused } from "../refused";

/**
 * If a plan deletes or replaces an identity, its mail stops. So the identity must be named.
 * @param allowed the entries whose identity may be deleted
 * @throws Refused with a line for each other identity
 */
export function refuseLostIdentities(
  { say }: Pick<Reporter, "say">,
  plans: readonly Plan[],
  allowed: readonly string[],
): void {
  const lost = plans.flatMap((plan) => lostIdentities(plan).map((change) => ({ stack: plan.stack, change })));
  const refused = lost.filter(({ change }) => !allowed.includes(nameOf(change)));
  if (refused.length > 0) throw new Refused(refused.map(({ stack, change }) => sentence(stack, change)).join("\n"));
  for (const name of allowed) {
    if (lost.every(({ change }) => nameOf(change) !== name))
      say(`warning: --allow-destroy "${name}" names no identity that these plans delete or replace`);
  }
}

function sentence(stack: string, change: ResourceChange): string {
  const name = nameOf(change);
  const [verb, effect] =
    change.action === "delete"
      ? ["deletes", "its mail stops"]
      : ["replaces", "its DKIM tokens change, mail is unsigned until DNS follows"];
  return `the plan of stack "${stack}" ${verb} the identity "${name}", ${effect}: add --allow-destroy ${name} if that is wanted`;
}

function nameOf({ entry, address }: ResourceChange): string {
  return entry ?? address;
}
