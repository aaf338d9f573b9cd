// The real terraform on stacks made by hand: plan, apply, what is refused, and what an interrupt does.

import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { type ApplyResult, applyStacks, type CheckedStack } from "../../lib/terraform/apply";
import { findTerraform, type TerraformBinary } from "../../lib/terraform/binary";
import type { TerraformContext, TerraformEvent } from "../../lib/terraform/command";
import { formatDiagnostic } from "../../lib/terraform/diagnostics";
import { readOutputs } from "../../lib/terraform/outputs";
import { type PlanOptions, planStacks } from "../../lib/terraform/plan";
import type { PlanResult } from "../../lib/terraform/plan-result";
import { type Interruptible, Interrupts } from "../../lib/terraform/process/interrupts";
import { type CheckOptions, checkSavedPlans } from "../../lib/terraform/saved-plans/checks";
import { SavedPlans } from "../../lib/terraform/saved-plans/store";
import { readManifest } from "../../lib/terraform/synth";
import { until } from "../helpers/event-loop";
import { StackFolders, type StackJson } from "../terraform/stack-folders";

let binary: TerraformBinary;
let folders: StackFolders;
let plans: SavedPlans;
let interrupts: Interrupts;
let events: TerraformEvent[];
let context: TerraformContext;

beforeAll(async () => {
  const found = new StackFolders();
  binary = await findTerraform({ env: found.env, cwd: found.root, interrupts: newInterrupts() });
  found.remove();
});

beforeEach(() => {
  folders = new StackFolders();
  plans = new SavedPlans(folders.plans);
  interrupts = newInterrupts();
  events = [];
  context = { binary, env: folders.env, interrupts, onEvent: (event) => events.push(event) };
});

afterEach(() => folders.remove());

function newInterrupts(): Interrupts {
  return new Interrupts({ kill: (pid, signal) => process.kill(pid, signal), sameWithin: 0 });
}

async function plan(options: Partial<PlanOptions> = {}): Promise<PlanResult[]> {
  return planStacks(context, await readManifest(folders.out), { plans, kind: "real", parallel: 2, ...options });
}

async function refusals(options: Partial<CheckOptions> = {}): Promise<string[]> {
  const stacks = await readManifest(folders.out);
  const checks = await checkSavedPlans(context, stacks, { plans, kind: "real", parallel: 2, ...options });
  return checks.flatMap(({ refusal }) => (refusal ? [refusal.message] : []));
}

async function apply(): Promise<ApplyResult[]> {
  return applyStacks(context, await judged(), { plans, parallel: 2 });
}

async function judged(saved = plans): Promise<CheckedStack[]> {
  const read = (await readManifest(folders.out)).map(async (stack) => ({ stack, info: await saved.read(stack.name) }));
  return (await Promise.all(read)).flatMap(({ stack, info }) =>
    info === undefined || info === "damaged" ? [] : [{ stack, info }],
  );
}

async function outputs(stack = "mail"): Promise<unknown> {
  const found = (await readManifest(folders.out)).find(({ name }) => name === stack);
  return readOutputs(context, found!);
}

const data = (resources: Record<string, object>): StackJson => ({ resource: { terraform_data: resources } });

const protectedBy = (key: string): StackJson => ({
  ...data({ kept: { input: "x", triggers_replace: key, lifecycle: { prevent_destroy: true } } }),
  output: { key: { value: key } },
});

const counts = { import: 0, add: 0, change: 0, destroy: 0, forget: 0 };

test("a plan that somebody speaks against is noted as failed, and nothing of it is kept", async () => {
  folders.write("mail", data({ one: {} }));
  const inspect: PlanOptions["inspect"] = ({ changes: [first] }) => [`no to ${first?.address}`];
  expect(await plan({ inspect })).toMatchObject([
    { status: "failed", errors: [], refusals: ["no to terraform_data.one"], counts: { add: 1 } },
  ]);
  expect(readdirSync(plans.folder("mail"))).toEqual(["plan-info.json"]);
  expect(await refusals()).toEqual([expect.stringContaining('the last plan of stack "mail" failed')]);
  await expect(apply()).rejects.toThrow("has no saved plan that can be applied");
  expect(await plan({ inspect: () => [] })).toMatchObject([{ status: "planned", refusals: [] }]);
  expect(await refusals()).toEqual([]);
});

test("what is planned is applied, the next plan is empty, and a destroy plan takes it away", async () => {
  folders.write("mail", { ...data({ one: { input: "x" }, two: {} }), output: { word: { value: "x" } } });
  expect(await outputs()).toEqual({ stack: "mail", initialized: false });

  expect(await plan()).toEqual([
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
  expect(statSync(plans.folder("mail")).mode & 0o777).toBe(0o700);
  for (const file of [
    plans.planFile("mail"),
    plans.jsonFile("mail"),
    path.join(plans.folder("mail"), "plan-info.json"),
  ]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  expect(await outputs()).toEqual({ stack: "mail", initialized: true, outputs: {} });

  events = [];
  expect(await refusals()).toEqual([]);
  expect(await apply()).toEqual([
    { stack: "mail", status: "applied", counts: { ...counts, add: 2 }, errors: [], warnings: [] },
  ]);
  expect(events.map(({ phase, kind, done, total }) => [phase, kind, done, total])).toEqual([
    ["apply", "started", undefined, undefined],
    ["apply", "progress", 0, 2],
    ["apply", "progress", expect.any(Number), 2],
    ["apply", "progress", expect.any(Number), 2],
    ["apply", "progress", 2, 2],
    ["apply", "finished", undefined, undefined],
  ]);
  expect(await outputs()).toMatchObject({ outputs: { word: { value: "x", type: "string", sensitive: false } } });
  expect(await refusals()).toEqual([
    'the saved plan of stack "mail" has already been applied: run mailzone plan for what is new',
  ]);

  expect(await plan()).toMatchObject([{ status: "planned", counts, changed: false, outputsChanged: false }]);
  expect(await refusals()).toEqual([]);
  expect(await apply()).toMatchObject([{ status: "applied", counts }]);

  expect(await plan({ destroy: true })).toMatchObject([{ status: "planned", counts: { ...counts, destroy: 2 } }]);
  expect(await refusals()).toEqual([expect.stringContaining("destroys all of it")]);
  expect(await refusals({ destroy: true })).toEqual([]);
  events = [];
  expect(await apply()).toMatchObject([{ status: "applied", counts: { ...counts, destroy: 2 } }]);
  expect(events[0]).toMatchObject({ phase: "destroy", kind: "started" });
});

test("a plan takes three commands of Terraform, an apply of it two, and one that has nothing to do one", async () => {
  const log = path.join(folders.root, "commands");
  const file = path.join(folders.root, "logging-terraform");
  writeFileSync(file, `#!/bin/sh\necho "$1" >> "${log}"\nexec "${binary.file}" "$@"\n`, { mode: 0o755 });
  context = { ...context, binary: { ...binary, file } };
  const commands = async (job: () => Promise<unknown>) => {
    rmSync(log, { force: true });
    await job();
    return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
  };
  const whole = ["init", "plan", "show"];
  folders.write("mail", data({ one: {} }));
  expect(await commands(plan)).toEqual(whole);
  expect(await commands(refusals)).toEqual(["state"]);
  expect(await commands(apply)).toEqual(["apply"]);
  expect(await commands(plan)).toEqual(whole);
  expect(await commands(refusals)).toEqual(["state"]);
  expect(await commands(apply)).toEqual([]);

  // Emulated providers are not installed: what was set up once stays so.
  const emulated = () => commands(() => plan({ kind: "sandbox" }));
  const stack = path.join(folders.out, "stacks", "mail");
  expect([await emulated(), await emulated()]).toEqual([whole, ["plan", "show"]]);
  folders.write("mail", data({ two: {} }));
  expect([await emulated(), await emulated()]).toEqual([whole, ["plan", "show"]]);
  rmSync(path.join(stack, ".terraform"), { recursive: true });
  expect([await emulated(), await emulated()]).toEqual([whole, ["plan", "show"]]);
  context = { ...context, binary: { ...context.binary, version: "1.99.0" } };
  expect([await emulated(), await emulated()]).toEqual([whole, ["plan", "show"]]);
  writeFileSync(path.join(stack, ".terraform.lock.hcl"), "");
  expect(await emulated()).toEqual(whole);
});

test("state and backup are the user's alone, and after an apply only the note of its plan is left", async () => {
  const state = path.join(folders.root, "terraform.mail.tfstate");
  folders.write("mail", data({ one: { input: "x" } }));
  await plan();
  await apply();
  expect(statSync(state).mode & 0o777).toBe(0o600);
  expect(readdirSync(plans.folder("mail"))).toEqual(["plan-info.json"]);
  chmodSync(state, 0o644);
  folders.write("mail", data({ one: { input: "y" } }));
  await plan();
  expect(statSync(state).mode & 0o777).toBe(0o600);
  await apply();
  expect(statSync(`${state}.backup`).mode & 0o777).toBe(0o600);
});

test("a state file that is a link is not written through, by plan or by apply", async () => {
  const state = path.join(folders.root, "terraform.mail.tfstate");
  const elsewhere = path.join(folders.root, "elsewhere");
  folders.write("mail", data({ one: {} }));
  await plan();
  symlinkSync(elsewhere, state);
  await expect(apply()).rejects.toThrow(`"${state}" is a link`);
  await expect(plan()).rejects.toThrow(`"${state}" is a link`);
  expect(existsSync(elsewhere)).toBe(false);
});

test("a plan that was swapped after the check is not applied, of no stack", async () => {
  for (const name of ["a", "b"]) folders.write(name, data({ one: {} }));
  await plan();
  const checked = await judged();
  copyFileSync(plans.planFile("a"), plans.planFile("b"));
  await expect(applyStacks(context, checked, { plans, parallel: 2 })).rejects.toThrow(
    'the saved plan of stack "b" is not the one that was checked',
  );
  expect(existsSync(path.join(folders.root, "terraform.a.tfstate"))).toBe(false);
  expect(readdirSync(plans.folder("a")).sort()).toEqual(["plan-info.json", "plan.json", "plan.tfplan"]);
});

test("a configuration that is changed while it is planned is not kept as the plan of either", async () => {
  folders.write("mail", data({ one: {} }));
  const onEvent = ({ phase, kind }: TerraformEvent) => {
    if (phase === "plan" && kind === "started")
      writeFileSync(path.join(folders.out, "stacks", "mail", "more.tf"), 'resource "terraform_data" "two" {}');
  };
  context = { ...context, onEvent };
  expect(await plan()).toMatchObject([
    { status: "failed", refusals: [expect.stringContaining("was changed while it was planned")] },
  ]);
  expect(readdirSync(plans.folder("mail"))).toEqual(["plan-info.json"]);
});

test("an apply of which the note cannot be written says so, is reported all the same, and is not begun again", async () => {
  folders.write("mail", data({ one: {} }));
  await plan();
  const onEvent = ({ phase, kind }: TerraformEvent) => {
    if (phase === "apply" && kind === "finished") chmodSync(plans.folder("mail"), 0o500);
  };
  // Whoever is root may write anywhere: then the folder's place is taken by a link.
  const asRoot = process.getuid?.() === 0;
  const lead = ({ phase, kind }: TerraformEvent) => {
    if (phase !== "apply" || kind !== "finished") return;
    renameSync(plans.root, `${plans.root}.real`);
    symlinkSync(`${plans.root}.real`, plans.root);
  };
  const results = await applyStacks({ ...context, onEvent: asRoot ? lead : onEvent }, await judged(), {
    plans,
    parallel: 1,
  });
  expect(results).toMatchObject([{ status: "applied", counts: { add: 1 }, warnings: [{ severity: "warning" }] }]);
  const folder = asRoot ? path.join(`${plans.root}.real`, "mail") : plans.folder("mail");
  chmodSync(folder, 0o700);
  expect(JSON.parse(readFileSync(path.join(folder, "plan-info.json"), "utf8"))).toMatchObject({ status: "unfinished" });
});

test("a plan is refused when it is missing, of the other kind, or of another configuration", async () => {
  folders.write("mail", data({ one: {} }));
  expect(await refusals()).toEqual(['stack "mail" has no saved plan: run mailzone plan first']);
  await plan({ kind: "sandbox" });
  expect(await refusals()).toEqual([
    'the saved plan of stack "mail" was made in the emulator, this run is outside it: run mailzone plan first',
  ]);
  expect(await refusals({ kind: "sandbox" })).toEqual([]);
  folders.write("mail", data({ one: {}, two: {} }));
  expect(await refusals({ kind: "sandbox" })).toEqual([
    'the configuration of stack "mail" has changed since its plan: run mailzone plan --emulated again',
  ]);
  await expect(apply()).rejects.toThrow('stack "mail" has no saved plan that can be applied: run mailzone plan first');
});

test("a plan whose state has moved is stale, by our check before and by Terraform's own after it", async () => {
  folders.write("mail", data({ one: {} }));
  await plan();
  const other = new SavedPlans(path.join(folders.root, "others"));
  const stacks = await readManifest(folders.out);
  await planStacks(context, stacks, { plans: other, kind: "real", parallel: 1 });
  await applyStacks(context, await judged(other), { plans: other, parallel: 1 });

  const stale = 'the saved plan of stack "mail" is stale, its state has changed since: run mailzone plan again';
  expect(await refusals()).toEqual([stale]);
  const [result] = await apply();
  expect(result).toMatchObject({ status: "failed", counts, refusal: { reason: "stale", message: stale } });
  expect(formatDiagnostic("mail", result!.errors[0]!)).toMatch(
    /^stack "mail": Error: Saved plan is stale\n {2}The given plan/,
  );
  expect(await refusals()).toEqual([stale]);
});

test("a stack that fails does not stop the others, and its errored plan is kept", async () => {
  for (const name of ["a", "b", "c"]) folders.write(name, protectedBy("1"));
  await plan();
  await apply();
  folders.write("a", data({ other: {} }));
  folders.write("b", protectedBy("2"));
  const results = await plan({ parallel: 3 });
  expect(results.map(({ stack, status }) => [stack, status])).toEqual([
    ["a", "planned"],
    ["b", "failed"],
    ["c", "planned"],
  ]);
  expect(results[1]).toMatchObject({ counts: { ...counts, add: 1, destroy: 1 }, changed: true });
  expect(formatDiagnostic("b", results[1]!.errors[0]!)).toContain(
    "Resource terraform_data.kept has lifecycle.prevent_destroy set",
  );
  expect(JSON.parse(readFileSync(plans.jsonFile("b"), "utf8"))).toMatchObject({ errored: true });
  expect(await refusals()).toEqual([
    'the last plan of stack "b" failed: fix what it reported and run mailzone plan again',
  ]);
});

test("an init that fails is told in Terraform's words, and what was saved before is gone", async () => {
  folders.write("mail", data({ one: {} }));
  await plan();
  folders.write("mail", { ...data({ one: {} }), provider: { "not a provider": {} } });
  const [result] = await plan();
  expect(result).toMatchObject({ status: "failed", counts });
  expect(formatDiagnostic("mail", result!.errors[0]!)).toMatch(/^stack "mail": Error: \w+/);
  expect(existsSync(plans.planFile("mail"))).toBe(false);
  expect(await refusals()).toEqual([expect.stringContaining('the last plan of stack "mail" failed')]);
  expect(events.at(-1)).toMatchObject({ phase: "init", kind: "failed" });
});

test("a plan made in one job is applied in another, whose folders are not initialised", async () => {
  folders.write("mail", data({ one: {} }));
  await plan();
  rmSync(path.join(folders.out, "stacks", "mail", ".terraform"), { recursive: true });
  expect(await refusals()).toEqual([]);
  expect(await apply()).toMatchObject([{ status: "applied", counts: { ...counts, add: 1 } }]);
});

test("a plan file that is not the one that was saved is refused", async () => {
  folders.write("mail", data({ one: {} }));
  await plan();
  writeFileSync(plans.planFile("mail"), "something else");
  expect(await refusals()).toEqual([expect.stringContaining('plan of stack "mail" is damaged')]);
});

test("a state that cannot be read is an error, never an empty answer", async () => {
  folders.write("mail", data({ one: {} }));
  await plan();
  writeFileSync(path.join(folders.root, "terraform.mail.tfstate"), "{ broken");
  await expect(outputs()).rejects.toThrow(/^stack "mail": Error: .*state/);
  expect(await refusals()).toEqual([expect.stringContaining("its state cannot be read")]);
});

test("a resource that fails is named with its address, what was done is counted, and the plan is not applied again", async () => {
  const failing = { provisioner: { "local-exec": { command: "exit 3" } }, depends_on: ["terraform_data.one"] };
  folders.write("mail", data({ one: {}, bad: failing }));
  await plan();
  const [result] = await apply();
  expect(result).toMatchObject({
    status: "failed",
    counts: { ...counts, add: 1 },
    errors: [{ severity: "error", summary: "local-exec provisioner error", address: "terraform_data.bad" }],
  });
  expect(formatDiagnostic("mail", result!.errors[0]!)).toBe(
    [
      'stack "mail": Error: local-exec provisioner error',
      "  with terraform_data.bad",
      "  Error running command 'exit 3': exit status 3. Output: ",
    ]
      .join("\n")
      .trimEnd(),
  );
  expect(await refusals()).toEqual([
    'the last apply of stack "mail" did not end well: run mailzone plan for what is left',
  ]);
});

/** Interrupts that a Terraform which hangs does not hear; the kill it cannot but hear. */
class Unheard extends Interrupts {
  override add(child: Interruptible): () => void {
    return super.add({ kill: child.kill, interrupt: () => {} });
  }
}

describe("an apply that is interrupted", () => {
  const slow = () => ({
    one: {},
    // exec, so that what Terraform kills is the sleep and not a shell around it.
    slow: {
      provisioner: { "local-exec": { command: `touch '${path.join(folders.root, "slow")}'; exec sleep 30` } },
      depends_on: ["terraform_data.one"],
    },
    last: { depends_on: ["terraform_data.slow"] },
  });

  /** Applies, and calls `interrupt` when the slow resource's program runs. */
  async function applyUntilSlow(interrupt: () => void): Promise<ApplyResult[]> {
    const results = applyStacks(context, await judged(), { plans, parallel: 1 });
    await until(() => existsSync(path.join(folders.root, "slow")));
    interrupt();
    return results;
  }

  test("ends in good order: what was made is in the state, and the next plan has the rest", async () => {
    folders.write("mail", data(slow()));
    folders.write("other", data({ one: {} }));
    await plan();
    const results = await applyUntilSlow(() => interrupts.raise());
    expect(results).toMatchObject([
      { stack: "mail", status: "interrupted", counts: { ...counts, add: 1 } },
      { stack: "other", status: "skipped", counts },
    ]);
    expect(results[0]!.errors.filter(({ summary }) => summary === "execution halted")).toHaveLength(1);

    context = { ...context, interrupts: newInterrupts() };
    expect(await refusals()).toEqual([expect.stringContaining('the last apply of stack "mail" did not end well')]);
    // The provisioner's resource is tainted, so it is replaced.
    expect(await plan()).toMatchObject([
      { status: "planned", counts: { ...counts, add: 2, destroy: 1 } },
      { status: "planned", counts: { ...counts, add: 1 } },
    ]);
  });

  test("is killed by the third interrupt, and its plan is never applied again", async () => {
    folders.write("mail", data(slow()));
    await plan();
    interrupts = new Unheard({ kill: (pid, signal) => process.kill(pid, signal), sameWithin: 0 });
    context = { ...context, interrupts };
    const [result] = await applyUntilSlow(() => {
      for (let count = 0; count < 3; count += 1) interrupts.raise();
    });
    expect(result).toMatchObject({ status: "interrupted", errors: [{ summary: "terraform apply ended by SIGKILL" }] });
    context = { ...context, interrupts: newInterrupts() };
    expect(await refusals()).toEqual([expect.stringContaining('the last apply of stack "mail" did not end well')]);
  });
});

test("an interrupt during a plan leaves no saved plan, and stacks that have not begun are skipped", async () => {
  for (const name of ["a", "b"]) folders.write(name, data({ one: {} }));
  await plan();
  const onEvent = ({ phase }: TerraformEvent): void => {
    if (phase === "plan") interrupts.raise();
  };
  context = { ...context, onEvent };
  expect(await plan({ parallel: 1 })).toMatchObject([
    { stack: "a", status: "interrupted", errors: [] },
    { stack: "b", status: "skipped", errors: [] },
  ]);
  expect(existsSync(plans.folder("a"))).toBe(false);
  expect(existsSync(plans.folder("b"))).toBe(false);
});
