// The real terraform on stacks made by hand: plan, apply, and what is refused. What fails and what is interrupted is in long/terraform-faults;
// what is no matter of Terraform is tested without it (terraform/saved-plans/runs).

import { statSync } from "node:fs";
import path from "node:path";
import { applyStacks } from "../../lib/terraform/apply";
import { formatDiagnostic } from "../../lib/terraform/diagnostics";
import { planStacks } from "../../lib/terraform/plan";
import { SavedPlans } from "../../lib/terraform/saved-plans/store";
import { readManifest } from "../../lib/terraform/synth";
import { data, type StackRuns, withRealTerraform } from "../terraform/stack-runs";

const terraform = withRealTerraform();
let runs: StackRuns;
beforeEach(() => {
  runs = terraform.runs();
});

const counts = { import: 0, add: 0, change: 0, destroy: 0, forget: 0 };

test("what is planned is applied, the next plan is empty, and a destroy plan takes it away", async () => {
  runs.folders.write("mail", { ...data({ one: { input: "x" }, two: {} }), output: { word: { value: "x" } } });
  expect(await runs.outputs()).toEqual({ stack: "mail", initialized: false });

  expect(await runs.plan()).toEqual([
    {
      stack: "mail",
      status: "planned",
      counts: { ...counts, add: 2 },
      changed: true,
      outputsChanged: true,
      errors: [],
      warnings: [],
      refusals: [],
      saved: { info: expect.objectContaining({ stack: "mail" }), plan: expect.objectContaining({ failed: false }) },
    },
  ]);
  expect(statSync(runs.plans.folder("mail")).mode & 0o777).toBe(0o700);
  for (const file of [
    runs.plans.planFile("mail"),
    runs.plans.jsonFile("mail"),
    path.join(runs.plans.folder("mail"), "plan-info.json"),
  ]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  expect(await runs.outputs()).toEqual({ stack: "mail", initialized: true, outputs: {} });

  runs.events = [];
  expect(await runs.refusals()).toEqual([]);
  expect(await runs.apply()).toEqual([
    { stack: "mail", status: "applied", counts: { ...counts, add: 2 }, errors: [], warnings: [] },
  ]);
  expect(runs.events.map(({ phase, kind, done, total }) => [phase, kind, done, total])).toEqual([
    ["apply", "started", undefined, undefined],
    ["apply", "progress", 0, 2],
    ["apply", "progress", expect.any(Number), 2],
    ["apply", "progress", expect.any(Number), 2],
    ["apply", "progress", 2, 2],
    ["apply", "finished", undefined, undefined],
  ]);
  expect(await runs.outputs()).toMatchObject({ outputs: { word: { value: "x", type: "string", sensitive: false } } });
  expect(await runs.refusals()).toEqual([
    'the saved plan of stack "mail" has already been applied: run mailzone plan for what is new',
  ]);

  expect(await runs.plan()).toMatchObject([{ status: "planned", counts, changed: false, outputsChanged: false }]);
  expect(await runs.refusals()).toEqual([]);
  expect(await runs.apply()).toMatchObject([{ status: "applied", counts }]);

  expect(await runs.plan({ destroy: true })).toMatchObject([{ status: "planned", counts: { ...counts, destroy: 2 } }]);
  expect(await runs.refusals()).toEqual([expect.stringContaining("destroys all of it")]);
  expect(await runs.refusals({ destroy: true })).toEqual([]);
  runs.events = [];
  expect(await runs.apply()).toMatchObject([{ status: "applied", counts: { ...counts, destroy: 2 } }]);
  expect(runs.events[0]).toMatchObject({ phase: "destroy", kind: "started" });
});

test("a plan whose state has moved is stale, by our check before and by Terraform's own after it", async () => {
  runs.folders.write("mail", data({ one: {} }));
  await runs.plan();
  const other = new SavedPlans(path.join(runs.folders.root, "others"));
  const stacks = await readManifest(runs.folders.out);
  await planStacks(runs.context, stacks, { plans: other, kind: "real", parallel: 1 });
  await applyStacks(runs.context, await runs.judged(other), { plans: other, parallel: 1 });

  const stale = 'the saved plan of stack "mail" is stale, its state has changed since: run mailzone plan again';
  expect(await runs.refusals()).toEqual([stale]);
  const [result] = await runs.apply();
  expect(result).toMatchObject({ status: "failed", counts, refusal: { reason: "stale", message: stale } });
  expect(formatDiagnostic("mail", result!.errors[0]!)).toMatch(
    /^stack "mail": Error: Saved plan is stale\n {2}The given plan/,
  );
  expect(await runs.refusals()).toEqual([stale]);
});
