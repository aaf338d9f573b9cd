// How much a plan changes, counted as Terraform counts, and whether the plan is complete.

import { isPlanned, type ResourceChange } from "./change";
import type { Plan } from "./plan";

/** How many resources a plan changes. Like Terraform, a replacement counts as one added and one destroyed. */
export interface PlanCounts {
  readonly import: number;
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  /** Resources that leave the state and still exist. */
  readonly forget: number;
}

export interface PlanSummary {
  readonly counts: PlanCounts;
  /** Whether an apply would do anything: to resources, outputs, actions, or only to addresses in the state. */
  readonly changed: boolean;
  readonly outputsChanged: boolean;
  /** Whether Terraform itself has something to apply; null if it does not say (OpenTofu, older versions). */
  readonly applyable: boolean | null;
  /** Planning ended with an error: the plan contains what was known until then. */
  readonly errored: boolean;
}

export const noCounts: PlanCounts = { import: 0, add: 0, change: 0, destroy: 0, forget: 0 };

export function summarize(plan: Plan): PlanSummary {
  const { changes, invocations, outputs, applyable = null, failed } = plan;
  const having = (action: string) => changes.filter(({ actions }) => actions.includes(action)).length;
  const counts: PlanCounts = {
    import: changes.filter(({ importId }) => importId !== undefined).length,
    add: having("create"),
    change: having("update"),
    destroy: having("delete"),
    forget: having("forget"),
  };
  return {
    counts,
    changed: outputs.length > 0 || invocations.length > 0 || changes.some(isPlanned),
    outputsChanged: outputs.length > 0,
    applyable,
    errored: failed,
  };
}

/** Changes with actions that are not known here, or values that do not fit the action. Such a plan is not applied. */
export function unknownActions({ changes, deferred }: Plan): ResourceChange[] {
  return [...changes, ...deferred.map(({ change }) => change)].filter(({ action }) => action === "unknown");
}
