// The outcome of a stack's plan: as a result, and as the note that is saved with the plan.
import type { Plan } from "../plan/plan";
import { noCounts, type PlanCounts, type PlanSummary } from "../plan/summary";
import type { TerraformContext } from "./command";
import type { Diagnostic } from "./diagnostics";
import type { PlanInfo, PlanKind } from "./saved-plans/plan-info";
import type { SynthesizedStack } from "./synth";

/** A saved plan that may be applied: the note, and what it does. */
export interface SavedPlan {
  readonly info: PlanInfo;
  /** Read from the very bytes that `info` has the hash of. */
  readonly plan: Plan;
}

export interface PlanResult {
  readonly stack: string;
  /** interrupted: it was stopped. skipped: an interrupt came before it started. Neither leaves a saved plan. */
  readonly status: "planned" | "failed" | "interrupted" | "skipped";
  /** Of a plan that failed: what was known until then. */
  readonly counts: PlanCounts;
  /** Whether an apply would do anything. */
  readonly changed: boolean;
  readonly outputsChanged: boolean;
  /** At least one where it failed, unless there are refusals. */
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  /** Why it is not kept although Terraform would apply it: the reasons of PlanOptions.inspect, and unknown actions. */
  readonly refusals: readonly string[];
  /** What was saved. @default - nothing that could be applied */
  readonly saved?: SavedPlan;
}

interface InfoOptions {
  readonly kind: PlanKind;
  readonly destroy?: boolean;
  readonly now?: () => Date;
}

/** The note of a plan, without what came out. */
export function newInfo(
  { binary: { product, version }, initEnv }: Pick<TerraformContext, "binary" | "initEnv">,
  stack: SynthesizedStack,
  { kind, destroy = false, now = () => new Date() }: InfoOptions,
): Omit<PlanInfo, "status" | "plan" | "json" | "state"> {
  return {
    format: 2,
    stack: stack.name,
    kind,
    destroy,
    realProviders: initEnv === undefined ? undefined : true,
    createdAt: now().toISOString(),
    terraform: { product, version },
    synthesized: stack.hash,
    preflight: null,
    ...NO_CHANGES,
  };
}

export const NOTHING_SAVED = { plan: null, json: null, state: null } as const;

const NO_CHANGES = {
  counts: noCounts,
  changed: false,
  outputsChanged: false,
  applyable: null,
  errored: false,
} satisfies Partial<PlanSummary>;

/** The result that a note describes. */
export function resultOf(info: PlanInfo, errors: readonly Diagnostic[], warnings: readonly Diagnostic[]): PlanResult {
  const { stack, counts, changed, outputsChanged } = info;
  const status = info.status === "planned" ? "planned" : "failed";
  return { stack, status, counts, changed, outputsChanged, errors, warnings, refusals: [] };
}

/** The result of a stack of which no plan was kept. */
export function notPlanned(stack: SynthesizedStack, status: "interrupted" | "skipped"): PlanResult {
  const { counts, changed, outputsChanged } = NO_CHANGES;
  return { stack: stack.name, status, counts, changed, outputsChanged, errors: [], warnings: [], refusals: [] };
}
