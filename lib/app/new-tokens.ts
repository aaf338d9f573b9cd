// SES has made new DKIM tokens, and the zone still has the old ones. Terraform learns the new ones only when it reads the identity again.
import { IDENTITY } from "../plan/attributes";
import { isEffective } from "../plan/change";
import type { Plan } from "../plan/plan";
import { stringOf } from "../plan/values";
import { commandLine } from "./command-line";
import type { ProjectData, Reporter } from "./context";

/** Says what to run now. @param subject with its label, such as `emulated: "example.com" in eu-west-1` */
export function sayNewTokens(
  context: Pick<Reporter, "say"> & Pick<ProjectData, "kind" | "config">,
  subject: string,
): void {
  const [plan, apply] = [commandLine("plan", context), commandLine("apply", context)];
  context.say(`${subject}: SES made new DKIM tokens: run ${plan} and ${apply} now`);
}

/** The identities whose DKIM key an apply has changed, as `"example.com" in eu-west-1`. */
export function changedKeys(plans: readonly Plan[], applied: ReadonlySet<string>): string[] {
  return plans
    .filter(({ stack }) => applied.has(stack))
    .flatMap(({ changes }) => changes)
    .filter((change) => change.type === IDENTITY && change.action === "update" && isEffective(change))
    .filter(({ differs }) => differs.includes("dkim_signing_attributes"))
    .map(({ after, address }) => `"${stringOf(after?.email_identity) ?? address}" in ${stringOf(after?.region) ?? ""}`);
}
