// Applies exactly the saved plans, or none of them; or fresh plans that do exactly what was reviewed. The guards are asked
// first: would an identity be lost, is something in the zones in the way, is something dangerous?
import { stateRoles } from "../../config/backend";
import type { Configuration } from "../../config/configuration";
import { RECORD } from "../../plan/attributes";
import { planDigest } from "../../plan/digest";
import { type Plan, readPlan } from "../../plan/plan";
import { explainConflicts } from "../../review/conflicts";
import { changedKeys } from "../../review/key-follow";
import { type ApplyResult, applyStacks } from "../../terraform/apply";
import type { TerraformContext } from "../../terraform/command";
import { formatDiagnostic } from "../../terraform/diagnostics";
import type { SavedPlan } from "../../terraform/plan-result";
import { checkSavedPlans, type PlanCheck, type Refusal } from "../../terraform/saved-plans/checks";
import type { Locking } from "../../terraform/state-lock";
import type { SynthesizedStack } from "../../terraform/synth";
import { commandLine } from "../command-line";
import type { Workspace } from "../context";
import { withGateway } from "../gateway";
import type { DangerOptions } from "../guards/dangers";
import { refuseLocalState } from "../guards/local-state";
import { refuseUnsafe } from "../guards/unsafe";
import { refuseFailedPlans, sayDiagnostics } from "../plan/faults";
import { zonesOf } from "../plan/plan";
import { Refused } from "../refused";
import { synthStacks, withPlansLocked, withTerraform } from "../terraform";
import { listerOf } from "../zones";
import { type ChangedSinceReview, comparePlans, type Expectations, planExpected, plansAsReviewed } from "./expected";
import { followKeys } from "./follow-keys";

/** Which plans are applied, and what is accepted in them. */
export interface ApplyRequest extends Pick<Locking, "lockTimeout">, Omit<DangerOptions, "isReviewed"> {
  /** Names of stacks whose saved plans are applied. @default - all, or those of `expect` */
  readonly stacks?: readonly string[];
  /** How many stacks are applied at a time. */
  readonly parallel: number;
  /** The reviewed digests. The stacks are planned again, and applied if each plan has its digest. @default - saved plans */
  readonly expect?: Expectations | undefined;
  /** Whether new records are compared with those in the zones. This needs the permission DNS Read. @default true */
  readonly preflight?: boolean;
  /** In CI: the machine keeps its disk, including a state that is a local file. @default false */
  readonly localState?: boolean;
  /** Is told about each stack in which nothing is left to do. @default - nobody */
  readonly onDone?: (stack: string) => void;
}

/** How an apply ended. */
export type Applied =
  /**
   * How each stack ended; empty if nothing was left to do. A stack whose DKIM records followed a new key is there twice. `isFollowed` is false
   * if such records could not follow, which is reported.
   */
  | { readonly kind: "ended"; readonly results: readonly ApplyResult[]; readonly isFollowed?: boolean }
  /** Nothing was applied, because these stacks would do something else than what was reviewed. */
  | { readonly kind: "changed"; readonly changed: readonly ChangedSinceReview[] }
  /** Nothing was applied, because of an interrupt. */
  | { readonly kind: "interrupted" };

/**
 * Applies what was planned or reviewed. Failures during the apply are in the results, and are reported.
 * @throws Refused if a guard refuses, or a saved plan is no longer valid: then nothing is applied; UserError if it cannot
 * begin; InterruptedError
 */
export async function apply(
  workspace: Workspace,
  config: Pick<Configuration, "domains" | "imports" | "backend">,
  request: ApplyRequest,
): Promise<Applied> {
  const { domains, imports } = config;
  const { expect, parallel, lockTimeout, preflight = true } = request;
  refuseLocalState(workspace, config, {
    emulated: workspace.kind === "sandbox",
    localState: request.localState ?? false,
  });
  return withPlansLocked(workspace, "apply", async () => {
    const stacks = await synthStacks(workspace, expect === undefined ? (request.stacks ?? []) : [...expect.keys()]);
    const judgeAndApply = async (terraform: TerraformContext, expectRequests: () => void): Promise<Applied> => {
      const saved = expect === undefined ? await readyPlans(workspace, terraform, stacks, parallel) : undefined;
      // Otherwise Terraform would apply a saved plan with the role that may only read the state.
      const isReusable = saved !== undefined && stateRoles(workspace.backend) === undefined;
      const expected = expect ?? new Map(saved?.map(({ info, plan }) => [info.stack, planDigest(plan)]));
      const judged = isReusable
        ? saved
        : await planAsReviewed(workspace, terraform, stacks, expected, { ...request, imports });
      if (!isPlans(judged)) return judged;
      if (judged.length === 0) return { kind: "ended", results: [] };
      const plans = judged.map(({ plan }) => plan);
      const { accept, allowDestroy, unattended } = request;
      const lister = preflight ? listerOf(workspace, domains) : undefined;
      const guards = { accept, allowDestroy, unattended, isReviewed: expect !== undefined, lister };
      await refuseUnsafe(workspace, plans, guards);
      if (workspace.interrupts.interrupted) return { kind: "interrupted" };
      const results = await applyJudged(workspace, terraform, stacks, judged, { parallel, lockTimeout });
      if (haveAppliedRecords(plans, results)) expectRequests();
      const applied = new Set(results.flatMap(({ stack, status }) => (status === "applied" ? [stack] : [])));
      const applyPlans = (more: readonly SavedPlan[]) =>
        applyJudged(workspace, terraform, stacks, more, { parallel, lockTimeout });
      const followed = await followKeys(workspace, terraform, stacks, changedKeys(plans, applied), {
        parallel,
        lockTimeout,
        imports,
        guards,
        applyPlans,
      });
      for (const fault of followed.faults) workspace.say(`${workspace.label}${fault}`);
      return { kind: "ended", results: [...results, ...followed.results], isFollowed: followed.faults.length === 0 };
    };
    return withGateway(workspace, zonesOf(domains, stacks), (inside, expectRequests) =>
      withTerraform(inside, stacks, (terraform) => judgeAndApply(terraform, expectRequests), "apply"),
    );
  });
}

/** Whether records at Cloudflare were created, changed or deleted. */
export function haveAppliedRecords(plans: readonly Plan[], results: readonly ApplyResult[]): boolean {
  const applied = new Set(results.flatMap(({ stack, status }) => (status === "applied" ? [stack] : [])));
  return plans.some(
    ({ stack, changes }) =>
      applied.has(stack) &&
      changes.some(({ type, action }) => type === RECORD && ["create", "update", "replace", "delete"].includes(action)),
  );
}

function isPlans(judged: readonly SavedPlan[] | Applied): judged is readonly SavedPlan[] {
  return Array.isArray(judged);
}

/** Plans the stacks and compares them all. Gives the plans if all may be applied, or the reason why none is. */
async function planAsReviewed(
  workspace: Workspace,
  terraform: TerraformContext,
  stacks: readonly SynthesizedStack[],
  expected: Expectations,
  options: Parameters<typeof planExpected>[3] & Pick<ApplyRequest, "onDone">,
): Promise<readonly SavedPlan[] | Applied> {
  const { plans, label, interrupts, say } = workspace;
  const results = await planExpected(workspace, terraform, stacks, options);
  refuseFailedPlans(workspace, results, "nothing is applied", options.imports);
  if (interrupts.interrupted) return { kind: "interrupted" };
  const comparisons = comparePlans(results, expected);
  const changed = comparisons.filter((one) => one.kind === "changed");
  if (changed.length > 0) {
    // Nobody has seen these plans, so a later apply must not find them.
    for (const { name } of stacks) await plans.discard(name);
    say(`${label}nothing is applied: review what is above, and apply it with its own digest`);
    return { kind: "changed", changed };
  }
  return plansAsReviewed(workspace, comparisons, options.onDone);
}

/**
 * The saved plans that may be applied.
 * @throws Refused if one may not be applied
 */
async function readyPlans(
  workspace: Workspace,
  terraform: TerraformContext,
  stacks: readonly SynthesizedStack[],
  parallel: number,
): Promise<readonly SavedPlan[]> {
  const { plans, kind, say } = workspace;
  const checks = await checkSavedPlans(terraform, stacks, { plans, kind, parallel });
  const refusals = withoutDone(workspace, checks);
  for (const { stack, errors } of refusals) for (const error of errors) say(formatDiagnostic(stack, error));
  if (refusals.length > 0) throw new Refused(refusals.map(({ message }) => message).join("\n"));
  const ready = checks.flatMap(({ info, refusal }) => (info === undefined || refusal !== undefined ? [] : [info]));
  const read = ready.map(async (info) => ({
    info,
    plan: readPlan(await plans.readVerified(info, "json"), info.stack),
  }));
  return Promise.all(read);
}

/** The refusals that count. After an interrupted run, what is done already is skipped, unless nothing else is left. */
function withoutDone({ label, say }: Workspace, checks: readonly PlanCheck[]): Refusal[] {
  const refusals = checks.flatMap(({ refusal }) => refusal ?? []);
  const done = refusals.filter(({ reason }) => reason === "applied");
  if (done.length === checks.length) return refusals;
  for (const { stack } of done) say(`${label}${stack}: already applied`);
  return refusals.filter(({ reason }) => reason !== "applied");
}

/** Applies what was judged and nothing else, and reports what Terraform said. */
export async function applyJudged(
  workspace: Workspace,
  terraform: TerraformContext,
  stacks: readonly SynthesizedStack[],
  judged: readonly SavedPlan[],
  { parallel, lockTimeout }: Pick<ApplyRequest, "parallel" | "lockTimeout">,
): Promise<readonly ApplyResult[]> {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const ready = judged.flatMap(({ info }) => {
    const stack = byName.get(info.stack);
    return stack === undefined ? [] : [{ stack, info }];
  });
  const results = await applyStacks(terraform, ready, { plans: workspace.plans, parallel, lockTimeout });
  const plans = judged.map(({ plan }) => plan);
  for (const result of results) sayApplyFaults(workspace, result, plans);
  return results;
}

function sayApplyFaults(workspace: Workspace, result: ApplyResult, plans: readonly Plan[]): void {
  sayDiagnostics(workspace, result);
  const changes = plans.find(({ stack }) => stack === result.stack)?.changes ?? [];
  for (const line of explainConflicts(result.errors, changes, commandLine("adopt", workspace))) workspace.say(line);
  if (result.refusal) workspace.say(result.refusal.message);
}
