// Plans several stacks at the same time and saves the outcomes, also of plans that failed. Saved plans of the stacks are deleted
// before anything runs, so that no old plan can be applied by mistake after an interrupt.
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ResourceChange } from "../plan/change";
import { ReviewError } from "../plan/error";
import { type Plan, readPlan } from "../plan/plan";
import { summarize, unknownActions } from "../plan/summary";
import { asFailed, type CommandResult, inPhase, pullState, runPlain, runUi, type TerraformContext } from "./command";
import type { UiLine } from "./diagnostics";
import { TerraformError } from "./errors";
import { fullDisk } from "./full-disk";
import { hashFile, sha256 } from "./hash";
import { type InitOptions, init, usesPluginCache } from "./init";
import { NOTHING_SAVED, newInfo, notPlanned, type PlanResult, resultOf } from "./plan-result";
import { readPlannedState } from "./planned-state";
import { type Limit, limit, mapLimited } from "./process/limit";
import type { PlanInfo, PlanKind, StateVersion } from "./saved-plans/plan-info";
import type { SavedPlans, UnsavedPlan } from "./saved-plans/store";
import { schemaUpgrades, upgradeWarning } from "./schema-upgrades";
import { protectStateFiles, refuseLinkedState } from "./state-files";
import { type Locking, lockArgs } from "./state-lock";
import { hashConfiguration, type SynthesizedStack } from "./synth";

export interface PlanOptions extends InitOptions, Locking {
  /** Where the plans are saved. */
  readonly plans: SavedPlans;
  readonly kind: PlanKind;
  /** How many stacks are planned at a time. */
  readonly parallel: number;
  /** Plans to destroy all that the stack has. @default false */
  readonly destroy?: boolean;
  /** Whether Terraform refreshes the state first. @default true */
  readonly refresh?: boolean;
  /**
   * Returns the reasons, one line each, why a complete plan must not be applied. It is then noted as failed and not kept.
   * @default - nothing does
   */
  readonly inspect?: (plan: Plan) => readonly string[];
  /** @default - the system's clock */
  readonly now?: () => Date;
}

/**
 * Runs init, plan and show for each stack, and saves the plans. A stack that fails does not stop the others.
 * @returns one result per stack, in the order of `stacks`
 * @throws TerraformError if terraform cannot be started, or the plans cannot be written
 */
export async function planStacks(
  context: TerraformContext,
  stacks: readonly SynthesizedStack[],
  options: PlanOptions,
): Promise<PlanResult[]> {
  for (const stack of stacks) await options.plans.discard(stack.name);
  const initTurn = limit(usesPluginCache(context.env) ? 1 : options.parallel);
  return mapLimited(stacks, options.parallel, (stack) => planStack(context, stack, options, initTurn));
}

async function planStack(
  context: TerraformContext,
  stack: SynthesizedStack,
  options: PlanOptions,
  initTurn: Limit,
): Promise<PlanResult> {
  const { plans } = options;
  if (context.interrupts.interrupted) return notPlanned(stack, "skipped");
  await refuseLinkedState(stack);
  const draft = await plans.draft(stack.name);
  try {
    const planned = await planDraft(context, stack, options, initTurn, draft);
    return planned.status === "failed" ? withFullDisk(planned, [path.dirname(draft.planFile), stack.folder]) : planned;
  } finally {
    await plans.removeDraft(draft);
  }
}

/** Terraform says "not a valid zip file" of a plan that the disk did not take. */
function withFullDisk(planned: PlanResult, folders: readonly string[]): PlanResult {
  const full = planned.refusals.length > 0 ? undefined : fullDisk([...folders, tmpdir()]);
  return full === undefined ? planned : { ...planned, errors: [...planned.errors, full] };
}

async function planDraft(
  context: TerraformContext,
  stack: SynthesizedStack,
  options: PlanOptions,
  initTurn: Limit,
  draft: UnsavedPlan,
): Promise<PlanResult> {
  const { plans, kind } = options;
  const initialized = await initTurn(() => init(context, stack, { ...options, reuse: kind === "sandbox" }));
  if (!initialized.ok)
    return initialized.interrupted ? interrupted(stack, plans) : failed(context, stack, options, initialized);
  await protectStateFiles(stack);

  const args = [
    "plan",
    "-json",
    "-input=false",
    ...(options.destroy ? ["-destroy"] : []),
    ...(options.refresh === false ? ["-refresh=false"] : []),
    ...lockArgs(options),
    `-out=${draft.planFile}`,
  ];
  const planned = await inPhase(context, stack, "plan", () =>
    runUi(context, stack, args, refreshProgress(context, stack)),
  );
  // After an interrupt Terraform writes an `errored` plan of what it had so far. It is not worth keeping.
  if (planned.interrupted) return interrupted(stack, plans);

  const hash = await hashFile(draft.planFile);
  if (hash === null) return failed(context, stack, options, planned);

  const show = ["show", "-json", "-no-color", draft.planFile];
  const [printed, pulled] = await Promise.all([
    inPhase(context, stack, "show", () => runPlain(context, stack, show, { stdoutFile: draft.jsonFile })),
    stateOf(context, stack, draft.planFile),
  ]);
  if (printed.interrupted || pulled.result.interrupted) return interrupted(stack, plans);
  const { shown, plan, json } = await readShown(printed, draft);
  const whole = planned.ok && pulled.result.ok && plan !== undefined && !plan.failed;
  const refusals = whole ? await findRefusals(plan, stack, options) : [];
  const isGood = whole && refusals.length === 0;
  const info: PlanInfo = {
    ...newInfo(context, stack, options),
    ...(plan && summarize(plan)),
    status: isGood ? "planned" : "failed",
    // Terraform itself would apply it. A review may show what was known of a plan that failed.
    plan: isGood ? hash : null,
    json: refusals.length === 0 && plan !== undefined ? sha256(json) : null,
    state: pulled.state,
  };
  const pull = async () => (await runPlain(context, stack, ["state", "pull"])).stdout;
  const writes = isGood && info.changed;
  const upgrade = upgradeWarning(stack.name, writes ? await schemaUpgrades(draft.planFile, pull) : []);
  await plans.keep(draft, info);
  const errors = [...planned.errors, ...shown.errors, ...pulled.result.errors];
  const warnings = [...initialized.warnings, ...planned.warnings, ...(upgrade === undefined ? [] : [upgrade])];
  const done = { ...resultOf(info, errors, warnings), refusals };
  return isGood ? { ...done, saved: { info, plan } } : done;
}

/** The state that a plan is of; Terraform is asked only where the plan's file does not tell. */
async function stateOf(
  context: TerraformContext,
  stack: SynthesizedStack,
  planFile: string,
): Promise<{
  readonly result: Pick<CommandResult, "ok" | "interrupted" | "errors">;
  readonly state: StateVersion | null;
}> {
  const state = await readPlannedState(planFile);
  return state === undefined
    ? pullState(context, stack)
    : { result: { ok: true, interrupted: false, errors: [] }, state };
}

/** Why a complete plan is not kept. */
async function findRefusals(plan: Plan, stack: SynthesizedStack, options: PlanOptions): Promise<readonly string[]> {
  const isSame = (await hashConfiguration(stack.folder)) === stack.hash;
  const changed = `the configuration of stack "${stack.name}" was changed while it was planned, in "${stack.folder}": nothing is kept, plan it again`;
  return [...(isSame ? [] : [changed]), ...unknownActions(plan).map(unknownAction), ...(options.inspect?.(plan) ?? [])];
}

async function readShown(
  shown: CommandResult,
  { stack, jsonFile }: UnsavedPlan,
): Promise<{ readonly shown: CommandResult; readonly plan?: Plan; readonly json: Uint8Array }> {
  const NO_CHANGES = new Uint8Array();
  if (!shown.ok) return { shown, json: NO_CHANGES };
  const json = await readFile(jsonFile);
  try {
    return { shown, plan: readPlan(json, stack), json };
  } catch (error) {
    if (!(error instanceof ReviewError)) throw error;
    return { shown: asFailed(shown, new TerraformError(error.message, { cause: error })), json: NO_CHANGES };
  }
}

function unknownAction({ address, actions }: ResourceChange): string {
  const row = actions.map((action) => JSON.stringify(action)).join(", ") || "no action";
  return `"${address}" is planned with ${row}, which its values do not bear out or this version does not know: nothing is kept, update mailzone or use the Terraform that its documentation names`;
}

function refreshProgress(context: TerraformContext, stack: SynthesizedStack): (line: UiLine) => void {
  let done = 0;
  return ({ type, message, address }) => {
    if (type !== "refresh_complete") return;
    done += 1;
    context.onEvent?.({
      stack: stack.name,
      phase: "plan",
      kind: "progress",
      message,
      done,
      address: address || undefined,
    });
  };
}

/** Init or plan failed and left no plan file: that is saved too, so that apply can tell it from "never planned". */
async function failed(
  context: TerraformContext,
  stack: SynthesizedStack,
  options: PlanOptions,
  command: CommandResult,
): Promise<PlanResult> {
  const info: PlanInfo = { ...newInfo(context, stack, options), status: "failed", ...NOTHING_SAVED };
  await options.plans.write(info);
  return resultOf(info, command.errors, command.warnings);
}

async function interrupted(stack: SynthesizedStack, plans: SavedPlans): Promise<PlanResult> {
  await plans.discard(stack.name);
  return notPlanned(stack, "interrupted");
}
