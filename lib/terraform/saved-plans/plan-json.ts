// A narrow reading of `terraform show -json`: how much a plan changes, and whether it is a whole plan. Values are not
// looked at; they may be secrets.
import { TerraformError } from "../errors";

/** How many resources a plan touches. A replacement counts as one added and one destroyed, as Terraform counts. */
export interface PlanCounts {
  readonly import: number;
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  /** Resources that leave the state and stay in the world. */
  readonly forget: number;
}

export interface PlanSummary {
  readonly counts: PlanCounts;
  /** Whether an apply would do anything: resources, outputs, or only new addresses in the state. */
  readonly changed: boolean;
  readonly outputsChanged: boolean;
  /** Whether Terraform itself sees something to apply; null where it does not say (OpenTofu, older versions). */
  readonly applyable: boolean | null;
  /** Planning ended with an error: the plan holds what was known until then. */
  readonly errored: boolean;
}

export const noCounts: PlanCounts = { import: 0, add: 0, change: 0, destroy: 0, forget: 0 };

/**
 * Sums up a plan.
 * @param text what `terraform show -json` prints for a plan file
 * @throws TerraformError if that is not a plan's JSON
 */
export function summarizePlanJson(text: string): PlanSummary {
  let plan: RawPlan | null;
  try {
    plan = JSON.parse(text);
  } catch {
    plan = null;
  }
  if (typeof plan !== "object" || plan === null || plan.format_version === undefined) {
    throw new TerraformError("terraform show -json printed no plan");
  }
  const managed = (plan.resource_changes ?? []).filter((change) => change.mode !== "data");
  const having = (action: string): number =>
    managed.filter(({ change }) => change?.actions?.includes(action) ?? false).length;
  const counts: PlanCounts = {
    import: managed.filter(({ change }) => change?.importing).length,
    add: having("create"),
    change: having("update"),
    destroy: having("delete"),
    forget: having("forget"),
  };
  const outputsChanged = Object.values(plan.output_changes ?? {}).some(
    ({ actions }) => actions !== undefined && !actions.includes("no-op"),
  );
  const moved = managed.some((change) => change.previous_address !== undefined);
  return {
    counts,
    changed: outputsChanged || moved || Object.values(counts).some((count) => count > 0),
    outputsChanged,
    applyable: plan.applyable ?? null,
    errored: plan.errored ?? false,
  };
}

interface RawPlan {
  readonly format_version?: string;
  readonly resource_changes?: readonly {
    readonly mode?: string;
    readonly previous_address?: string;
    readonly change?: { readonly actions?: readonly string[]; readonly importing?: object };
  }[];
  readonly output_changes?: Readonly<Record<string, { readonly actions?: readonly string[] }>>;
  readonly applyable?: boolean;
  readonly errored?: boolean;
}
