import type { PlanInfo } from "../../../lib/terraform/saved-plans/plan-info";

/** A saved plan of stack "mail" that nothing is wrong with, except what is given. */
export function planInfo(rest: Partial<PlanInfo> = {}): PlanInfo {
  return {
    format: 2,
    stack: "mail",
    kind: "real",
    status: "planned",
    destroy: false,
    createdAt: "2026-11-24T12:00:00.000Z",
    terraform: { product: "Terraform", version: "1.11.4" },
    synthesized: "aa",
    plan: "bb",
    json: "cc",
    preflight: null,
    state: { lineage: "l", serial: 3 },
    counts: { import: 0, add: 1, change: 0, destroy: 0, forget: 0 },
    changed: true,
    outputsChanged: false,
    applyable: true,
    errored: false,
    ...rest,
  };
}
