// After an apply that has changed a DKIM key: plans the stack again and lets its DKIM records follow the new tokens, which Terraform learns
// only when it reads the identity again. Mail may be unsigned until they have followed, so this does not wait for another command.
import { isPlanned } from "../../plan/change";
import { renderChange } from "../../plan/line";
import { type ChangedKey, strangeChanges } from "../../review/key-follow";
import type { ApplyResult } from "../../terraform/apply";
import type { TerraformContext } from "../../terraform/command";
import type { SavedPlan } from "../../terraform/plan-result";
import type { SynthesizedStack } from "../../terraform/synth";
import { commandLine } from "../command-line";
import type { Workspace } from "../context";
import { refuseUnsafe, type UnsafeOptions } from "../guards/unsafe";
import { sayPlanFaults } from "../plan/faults";
import { Refused } from "../refused";
import { type ExpectOptions, planExpected } from "./expected";

export interface FollowOptions extends ExpectOptions {
  /** As they were for the apply that has changed the keys. */
  readonly guards: UnsafeOptions;
  /** Applies what is judged. */
  readonly applyPlans: (judged: readonly SavedPlan[]) => Promise<readonly ApplyResult[]>;
}

export interface Followed {
  /** How the second applies ended. */
  readonly results: readonly ApplyResult[];
  /** Why records could not follow, with what to do: then mail may be unsigned. */
  readonly faults: readonly string[];
}

/** Nothing that is not the records of these keys is applied: such a plan is deleted, because nobody has seen it. */
export async function followKeys(
  workspace: Workspace,
  terraform: TerraformContext,
  all: readonly SynthesizedStack[],
  keys: readonly ChangedKey[],
  { guards, applyPlans, ...how }: FollowOptions,
): Promise<Followed> {
  const { label, say, plans, interrupts } = workspace;
  const stacks = all.filter(({ name }) => keys.some(({ stack }) => stack === name));
  if (stacks.length === 0) return { results: [], faults: [] };
  const ofStack = (stack: string) => keys.filter((key) => key.stack === stack);
  const subjects = (own: readonly ChangedKey[]) => own.map(({ subject }) => subject).join(", ");
  say(`${label}${subjects(keys)}: SES made new DKIM tokens, planning again for the records that follow them`);
  const [plan, apply] = [commandLine("plan", workspace), commandLine("apply", workspace)];
  const fault = (stack: string, why: string) =>
    `${subjects(ofStack(stack))}: the DKIM records have not followed, ${why}: mail may be unsigned until they do, run ${plan}, read it, and ${apply} now`;
  const planned = await planExpected(workspace, terraform, stacks, how);
  const faults: string[] = [];
  const judged: SavedPlan[] = [];
  for (const result of planned) {
    const { stack, saved, changed } = result;
    sayPlanFaults(workspace, result, how.imports);
    if (saved === undefined) faults.push(fault(stack, "because the plan for them failed"));
    else if (!changed) await plans.discard(stack);
    else {
      for (const change of saved.plan.changes.filter(isPlanned)) say(`${label}${stack}: ${renderChange(change)}`);
      const strange = strangeChanges(saved.plan, ofStack(stack));
      if (strange.length === 0) judged.push(saved);
      else {
        await plans.discard(stack);
        const [first, ...others] = strange.map(renderChange);
        const more = others.length === 0 ? "" : ` and ${others.length} more`;
        faults.push(fault(stack, `because the plan does something else as well (${first}${more})`));
      }
    }
  }
  const refused = await refusal(workspace, judged, guards);
  if (refused !== undefined || interrupts.interrupted) {
    for (const { info } of judged) {
      await plans.discard(info.stack);
      faults.push(fault(info.stack, refused === undefined ? "because of the interrupt" : "see above"));
    }
    if (refused !== undefined) say(refused);
    return { results: [], faults };
  }
  const results = judged.length === 0 ? [] : await applyPlans(judged);
  for (const { stack, status } of results)
    if (status !== "applied") faults.push(fault(stack, "because their apply did not come to its end"));
  return { results, faults };
}

/** The guards are asked as for any apply: why they refuse. */
async function refusal(
  workspace: Workspace,
  judged: readonly SavedPlan[],
  guards: UnsafeOptions,
): Promise<string | undefined> {
  try {
    await refuseUnsafe(
      workspace,
      judged.map(({ plan }) => plan),
      guards,
    );
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
