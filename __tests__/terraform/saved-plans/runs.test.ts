// What is ours when stacks are planned and applied: which plans are kept, refused and noted, and which commands of Terraform that
// takes. Terraform is played by the test; long/terraform-runner has the real one.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { applyStacks } from "../../../lib/terraform/apply";
import type { TerraformEvent } from "../../../lib/terraform/command";
import type { PlanOptions } from "../../../lib/terraform/plan";
import { FakeTerraform } from "../../helpers/fake-terraform";
import { change, plan } from "../../review/plans";
import { data, StackRuns } from "../stack-runs";

const planOf = (...changes: object[]) => plan(changes, { applyable: changes.length > 0, complete: true });
const ONE = planOf(change("terraform_data.one", null, { input: null }));

let terraform: FakeTerraform;
let runs: StackRuns;

beforeEach(() => {
  terraform = new FakeTerraform(ONE);
  const binary = { file: "terraform", product: "Terraform", version: "1.11.4" } as const;
  runs = new StackRuns({ binary, run: terraform.run });
});

afterEach(() => runs.remove());

test("a plan that is objected to is noted as failed and not kept", async () => {
  runs.folders.write("mail", data({ one: {} }));
  const inspect: PlanOptions["inspect"] = ({ changes: [first] }) => [`no to ${first?.address}`];
  expect(await runs.plan({ inspect })).toMatchObject([
    { status: "failed", errors: [], refusals: ["no to terraform_data.one"], counts: { add: 1 } },
  ]);
  expect(readdirSync(runs.plans.folder("mail"))).toEqual(["plan-info.json"]);
  expect(await runs.refusals()).toEqual([expect.stringContaining('the last plan of stack "mail" failed')]);
  await expect(runs.apply()).rejects.toThrow("has no saved plan that can be applied");
  expect(await runs.plan({ inspect: () => [] })).toMatchObject([{ status: "planned", refusals: [] }]);
  expect(await runs.refusals()).toEqual([]);
});

test("emulated providers are not installed: what was set up once stays so", async () => {
  const emulated = async () => {
    terraform.calls.length = 0;
    await runs.plan({ kind: "sandbox" });
    return [...terraform.calls];
  };
  // The plan's file has no version of the state here: it is asked for.
  const planned = ["plan", "show", "state"];
  const whole = ["init", ...planned];
  const stack = path.join(runs.folders.out, "stacks", "mail");
  runs.folders.write("mail", data({ one: {} }));
  expect([await emulated(), await emulated()]).toEqual([whole, planned]);
  runs.folders.write("mail", data({ two: {} }));
  expect([await emulated(), await emulated()]).toEqual([whole, planned]);
  rmSync(path.join(stack, ".terraform"), { recursive: true });
  expect([await emulated(), await emulated()]).toEqual([whole, planned]);
  runs.context = { ...runs.context, binary: { ...runs.context.binary, version: "1.99.0" } };
  expect([await emulated(), await emulated()]).toEqual([whole, planned]);
  writeFileSync(path.join(stack, ".terraform.lock.hcl"), "");
  expect(await emulated()).toEqual(whole);
});

test("a state file that is a link is not written through, by plan or by apply", async () => {
  const state = path.join(runs.folders.root, "terraform.mail.tfstate");
  const elsewhere = path.join(runs.folders.root, "elsewhere");
  runs.folders.write("mail", data({ one: {} }));
  await runs.plan();
  symlinkSync(elsewhere, state);
  await expect(runs.apply()).rejects.toThrow(`"${state}" is a link`);
  await expect(runs.plan()).rejects.toThrow(`"${state}" is a link`);
  expect(existsSync(elsewhere)).toBe(false);
});

test("a plan that was swapped after the check is not applied, of no stack", async () => {
  terraform.planOf = (stack) => planOf(change(`terraform_data.${stack}`, null, { input: null }));
  for (const name of ["a", "b"]) runs.folders.write(name, data({ one: {} }));
  await runs.plan();
  const checked = await runs.judged();
  copyFileSync(runs.plans.planFile("a"), runs.plans.planFile("b"));
  await expect(applyStacks(runs.context, checked, { plans: runs.plans, parallel: 2 })).rejects.toThrow(
    'the saved plan of stack "b" is not the one that was checked',
  );
  expect(terraform.applied).toEqual([]);
  expect(readdirSync(runs.plans.folder("a")).sort()).toEqual(["plan-info.json", "plan.json", "plan.tfplan"]);
});

test("a configuration that is changed while it is planned is not kept as the plan of either", async () => {
  runs.folders.write("mail", data({ one: {} }));
  const onEvent = ({ phase, kind }: TerraformEvent) => {
    if (phase === "plan" && kind === "started")
      writeFileSync(path.join(runs.folders.out, "stacks", "mail", "more.tf"), 'resource "terraform_data" "two" {}');
  };
  runs.context = { ...runs.context, onEvent };
  expect(await runs.plan()).toMatchObject([
    { status: "failed", refusals: [expect.stringContaining("was changed while it was planned")] },
  ]);
  expect(readdirSync(runs.plans.folder("mail"))).toEqual(["plan-info.json"]);
});

test("an apply of which the note cannot be written says so, is reported all the same, and is not begun again", async () => {
  runs.folders.write("mail", data({ one: {} }));
  await runs.plan();
  const onEvent = ({ phase, kind }: TerraformEvent) => {
    if (phase === "apply" && kind === "finished") chmodSync(runs.plans.folder("mail"), 0o500);
  };
  // Whoever is root may write anywhere: then the folder's place is taken by a link.
  const asRoot = process.getuid?.() === 0;
  const lead = ({ phase, kind }: TerraformEvent) => {
    if (phase !== "apply" || kind !== "finished") return;
    renameSync(runs.plans.root, `${runs.plans.root}.real`);
    symlinkSync(`${runs.plans.root}.real`, runs.plans.root);
  };
  const results = await applyStacks({ ...runs.context, onEvent: asRoot ? lead : onEvent }, await runs.judged(), {
    plans: runs.plans,
    parallel: 1,
  });
  expect(results).toMatchObject([{ status: "applied", counts: { change: 1 }, warnings: [{ severity: "warning" }] }]);
  const folder = asRoot ? path.join(`${runs.plans.root}.real`, "mail") : runs.plans.folder("mail");
  chmodSync(folder, 0o700);
  expect(JSON.parse(readFileSync(path.join(folder, "plan-info.json"), "utf8"))).toMatchObject({ status: "unfinished" });
});

test("a plan is refused when it is missing, of the other kind, or of another configuration", async () => {
  runs.folders.write("mail", data({ one: {} }));
  expect(await runs.refusals()).toEqual(['stack "mail" has no saved plan: run mailzone plan first']);
  await runs.plan({ kind: "sandbox" });
  expect(await runs.refusals()).toEqual([
    'the saved plan of stack "mail" was made in the emulator, this run is outside it: run mailzone plan first',
  ]);
  expect(await runs.refusals({ kind: "sandbox" })).toEqual([]);
  runs.folders.write("mail", data({ one: {}, two: {} }));
  expect(await runs.refusals({ kind: "sandbox" })).toEqual([
    'the configuration of stack "mail" has changed since its plan: run mailzone plan again',
  ]);
  await expect(runs.apply()).rejects.toThrow(
    'stack "mail" has no saved plan that can be applied: run mailzone plan first',
  );
});

test("a plan file that is not the one that was saved is refused", async () => {
  runs.folders.write("mail", data({ one: {} }));
  await runs.plan();
  writeFileSync(runs.plans.planFile("mail"), "something else");
  expect(await runs.refusals()).toEqual([expect.stringContaining('plan of stack "mail" is damaged')]);
});

test("an interrupt during a plan leaves no saved plan, and stacks that have not begun are skipped", async () => {
  for (const name of ["a", "b"]) runs.folders.write(name, data({ one: {} }));
  await runs.plan();
  const onEvent = ({ phase }: TerraformEvent): void => {
    if (phase === "plan") runs.interrupts.raise();
  };
  runs.context = { ...runs.context, onEvent };
  expect(await runs.plan({ parallel: 1 })).toMatchObject([
    { stack: "a", status: "interrupted", errors: [] },
    { stack: "b", status: "skipped", errors: [] },
  ]);
  expect(existsSync(runs.plans.folder("a"))).toBe(false);
  expect(existsSync(runs.plans.folder("b"))).toBe(false);
});
