// Applies exactly the saved plan files, several at the same time, after checkSavedPlans has accepted all of them.
//
// A plan is marked "unfinished" before its apply starts, and stays so unless the apply succeeds. Terraform refuses to apply a plan again
// if the state has changed. If it has not, resources may still have been created (a remote state is written only every 20 seconds):
// applied again, the old plan would create them twice, or fail half-way on "already exists", with an approval that was given for another
// situation. A new plan takes seconds and shows what is left. Only if Terraform ended by itself before it touched the first resource (the
// state was locked, credentials were missing) does the plan stay valid.
import { noCounts, type PlanCounts } from "../plan/summary";
import { type CommandResult, inPhase, runUi, suggested, type TerraformContext } from "./command";
import type { Diagnostic, UiLine } from "./diagnostics";
import { TerraformError } from "./errors";
import { type InitOptions, init, isInitialized, usesPluginCache } from "./init";
import { type Limit, limit, mapLimited } from "./process/limit";
import { type Refusal, staleRefusal } from "./saved-plans/checks";
import type { PlanInfo } from "./saved-plans/plan-info";
import type { SavedPlans } from "./saved-plans/store";
import { protectStateFiles, refuseLinkedState } from "./state-files";
import { type Locking, lockArgs } from "./state-lock";
import type { SynthesizedStack } from "./synth";
import { unwrittenState } from "./unwritten-state";

/** A stack and the PlanInfo of the plan that was checked: only that plan is applied. */
export interface CheckedStack {
  readonly stack: SynthesizedStack;
  readonly info: PlanInfo;
}

export interface ApplyOptions extends InitOptions, Pick<Locking, "lockTimeout"> {
  readonly plans: SavedPlans;
  /** How many stacks are applied at a time. */
  readonly parallel: number;
}

export interface ApplyResult {
  readonly stack: string;
  /** skipped: it was not started because of an interrupt; its saved plan stays valid. */
  readonly status: "applied" | "failed" | "interrupted" | "skipped";
  /**
   * What was done, by Terraform's summary; if there is none, the operations that were reported as complete (without imports and forgotten
   * resources, which Terraform does not report).
   */
  readonly counts: PlanCounts;
  /** Terraform's errors in full. At least one if it failed. */
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  /** Set if Terraform refused the plan as stale: the state changed after the check. @default - it did not */
  readonly refusal?: Refusal;
}

/**
 * Applies the saved plans of stacks that have passed checkSavedPlans. A stack that fails does not stop the others.
 * @returns one result per stack, in the order of `stacks`
 * @throws TerraformError if a stack's plan is not the one that was checked, before anything is applied; or if terraform cannot be
 *   started
 */
export async function applyStacks(
  context: TerraformContext,
  judged: readonly CheckedStack[],
  options: ApplyOptions,
): Promise<ApplyResult[]> {
  for (const { stack, info } of judged) {
    if (info.status === "planned" && info.stack === stack.name && info.synthesized === stack.hash) continue;
    throw new TerraformError(
      `stack "${stack.name}" has no saved plan that can be applied: run ${suggested(context, "plan")} first`,
    );
  }
  for (const { stack } of judged) await refuseLinkedState(stack);
  const copies: string[] = [];
  try {
    for (const { info } of judged) copies.push(await options.plans.copyForApply(info));
    const initTurn = limit(usesPluginCache(context.env) ? 1 : options.parallel);
    return await mapLimited(judged, options.parallel, (one, index) =>
      applyStack(context, one, copies[index]!, options, initTurn),
    );
  } finally {
    for (const copy of copies) await options.plans.removeCopy(copy);
  }
}

async function applyStack(
  context: TerraformContext,
  { stack, info }: CheckedStack,
  copy: string,
  options: ApplyOptions,
  initTurn: Limit,
): Promise<ApplyResult> {
  const { plans } = options;
  if (context.interrupts.interrupted) return result(stack, "skipped", noCounts);
  // Terraform says that there is nothing to apply: true for most of hundreds of stacks, most of the time.
  if (info.applyable === false && !info.changed) {
    await plans.markUsed({ ...info, status: "applied" });
    return result(stack, "applied", noCounts);
  }
  if (!isInitialized(context, stack)) {
    const initialized = await initTurn(() => init(context, stack, options));
    if (initialized.interrupted) return result(stack, "skipped", noCounts);
    if (!initialized.ok) return result(stack, "failed", noCounts, initialized);
  }

  await plans.write({ ...info, status: "unfinished" });
  const watch = new ApplyWatch(context, stack, info);
  const args = ["apply", "-json", "-input=false", ...lockArgs({ lockTimeout: options.lockTimeout }), copy];
  const applied = await inPhase(context, stack, watch.phase, () =>
    runUi(context, stack, args, (line) => watch.take(line)),
  );
  await protectStateFiles(stack);
  if (applied.ok) {
    const warnings = await withWarnings(() => plans.markUsed({ ...info, status: "applied" }));
    return result(stack, "applied", watch.counts(), { ...applied, warnings: [...applied.warnings, ...warnings] });
  }
  // After an interrupt between two of our steps nothing is started, and there are no errors either.
  const untouched = !watch.started && !applied.killed;
  const warnings = await withWarnings(() =>
    untouched ? plans.write(info) : plans.markUsed({ ...info, status: "unfinished" }),
  );
  const unwritten = (await unwrittenState(stack, watch.state)) ?? [];
  const failure = {
    ...applied,
    errors: [...applied.errors, ...[unwritten].flat()],
    warnings: [...applied.warnings, ...warnings],
  };
  if (applied.interrupted) {
    const started = applied.errors.length > 0;
    return result(stack, started ? "interrupted" : "skipped", watch.counts(), failure);
  }
  const stale = applied.errors.some(({ summary }) => STALE_SUMMARIES.includes(summary));
  return {
    ...result(stack, "failed", watch.counts(), failure),
    refusal: stale ? staleRefusal(context, stack.name) : undefined,
  };
}

/** The result is returned even if plan-info.json cannot be written any more; its status then stays "unfinished". */
async function withWarnings(work: () => Promise<void>): Promise<Diagnostic[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof TerraformError)) throw error;
    return [{ severity: "warning", summary: error.message, detail: "" }];
  }
}

const STALE_SUMMARIES = ["Saved plan is stale", "Saved plan does not match the given state"];

/** Follows an apply: counts what is done, and reports progress. */
class ApplyWatch {
  readonly phase: "apply" | "destroy";
  /** Whether a resource has been touched. */
  started = false;
  /** The state, if Terraform could not save it anywhere. */
  state: string | undefined;
  private done = 0;
  private readonly total: number;
  private readonly seen = { add: 0, change: 0, destroy: 0 };
  private sum: UiLine["changes"];

  constructor(
    private readonly context: TerraformContext,
    private readonly stack: SynthesizedStack,
    private readonly info: PlanInfo,
  ) {
    this.phase = info.destroy ? "destroy" : "apply";
    this.total = info.counts.add + info.counts.change + info.counts.destroy;
  }

  take(line: UiLine): void {
    if (line.state !== undefined) this.state = line.state;
    switch (line.type) {
      case "change_summary":
        if (line.changes?.operation !== "plan") this.sum = line.changes;
        return;
      case "apply_start":
        this.started = true;
        break;
      case "apply_complete":
        this.complete(line.action);
        break;
      case "apply_progress":
      case "apply_errored":
        break;
      // A provisioner's output (provision_progress) may contain secrets, and other lines do not matter.
      default:
        return;
    }
    this.context.onEvent?.({
      stack: this.stack.name,
      phase: this.phase,
      kind: "progress",
      message: line.message,
      done: this.done,
      total: this.total,
      address: line.address || undefined,
    });
  }

  counts(): PlanCounts {
    if (!this.sum) return { ...noCounts, ...this.seen };
    const { add, change, remove, import: imported } = this.sum;
    return { import: imported, add, change, destroy: remove, forget: this.info.counts.forget };
  }

  private complete(action: string | undefined): void {
    // A data source that is read during the apply is no change.
    if (action !== "create" && action !== "update" && action !== "delete") return;
    this.done += 1;
    this.seen[action === "create" ? "add" : action === "update" ? "change" : "destroy"] += 1;
  }
}

function result(
  stack: SynthesizedStack,
  status: ApplyResult["status"],
  counts: PlanCounts,
  command?: CommandResult,
): ApplyResult {
  return { stack: stack.name, status, counts, errors: command?.errors ?? [], warnings: command?.warnings ?? [] };
}
