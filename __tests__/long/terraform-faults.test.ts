// The real terraform on stacks made by hand: how often it is run, whose its files are, what fails, and what an interrupt does.

import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type ApplyResult, applyStacks } from "../../lib/terraform/apply";
import type { TerraformBinary } from "../../lib/terraform/binary";
import { formatDiagnostic } from "../../lib/terraform/diagnostics";
import { type Interruptible, Interrupts } from "../../lib/terraform/process/interrupts";
import { until } from "../helpers/event-loop";
import type { StackJson } from "../terraform/stack-folders";
import { data, newInterrupts, type StackRuns, withRealTerraform } from "../terraform/stack-runs";

const terraform = withRealTerraform();
let runs: StackRuns;
let binary: TerraformBinary;
beforeEach(() => {
  runs = terraform.runs();
  binary = terraform.binary();
});

const protectedBy = (key: string): StackJson => ({
  ...data({ kept: { input: "x", triggers_replace: key, lifecycle: { prevent_destroy: true } } }),
  output: { key: { value: key } },
});

const counts = { import: 0, add: 0, change: 0, destroy: 0, forget: 0 };

test("a plan takes three commands of Terraform, an apply of it two, and one that has nothing to do one", async () => {
  const log = path.join(runs.folders.root, "commands");
  const file = path.join(runs.folders.root, "logging-terraform");
  writeFileSync(file, `#!/bin/sh\necho "$1" >> "${log}"\nexec "${binary.file}" "$@"\n`, { mode: 0o755 });
  runs.context = { ...runs.context, binary: { ...binary, file } };
  const commands = async (job: () => Promise<unknown>) => {
    rmSync(log, { force: true });
    await job();
    return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
  };
  const whole = ["init", "plan", "show"];
  runs.folders.write("mail", data({ one: {} }));
  expect(await commands(runs.plan)).toEqual(whole);
  expect(await commands(runs.refusals)).toEqual(["state"]);
  expect(await commands(runs.apply)).toEqual(["apply"]);
  expect(await commands(runs.plan)).toEqual(whole);
  expect(await commands(runs.refusals)).toEqual(["state"]);
  expect(await commands(runs.apply)).toEqual([]);
});

test("state and backup are the user's alone, and after an apply only the note of its plan is left", async () => {
  const state = path.join(runs.folders.root, "terraform.mail.tfstate");
  runs.folders.write("mail", data({ one: { input: "x" } }));
  await runs.plan();
  await runs.apply();
  expect(statSync(state).mode & 0o777).toBe(0o600);
  expect(readdirSync(runs.plans.folder("mail"))).toEqual(["plan-info.json"]);
  chmodSync(state, 0o644);
  runs.folders.write("mail", data({ one: { input: "y" } }));
  await runs.plan();
  expect(statSync(state).mode & 0o777).toBe(0o600);
  await runs.apply();
  expect(statSync(`${state}.backup`).mode & 0o777).toBe(0o600);
});

test("a stack that fails does not stop the others, and its errored plan is kept", async () => {
  for (const name of ["a", "b", "c"]) runs.folders.write(name, protectedBy("1"));
  await runs.plan();
  await runs.apply();
  runs.folders.write("a", data({ other: {} }));
  runs.folders.write("b", protectedBy("2"));
  const results = await runs.plan({ parallel: 3 });
  expect(results.map(({ stack, status }) => [stack, status])).toEqual([
    ["a", "planned"],
    ["b", "failed"],
    ["c", "planned"],
  ]);
  expect(results[1]).toMatchObject({ counts: { ...counts, add: 1, destroy: 1 }, changed: true });
  expect(formatDiagnostic("b", results[1]!.errors[0]!)).toContain(
    "Resource terraform_data.kept has lifecycle.prevent_destroy set",
  );
  expect(JSON.parse(readFileSync(runs.plans.jsonFile("b"), "utf8"))).toMatchObject({ errored: true });
  expect(await runs.refusals()).toEqual([
    'the last plan of stack "b" failed: fix what it reported and run mailzone plan again',
  ]);
});

test("an init that fails is reported in Terraform's words, and what was saved before is gone", async () => {
  runs.folders.write("mail", data({ one: {} }));
  await runs.plan();
  runs.folders.write("mail", { ...data({ one: {} }), provider: { "not a provider": {} } });
  const [result] = await runs.plan();
  expect(result).toMatchObject({ status: "failed", counts });
  expect(formatDiagnostic("mail", result!.errors[0]!)).toMatch(/^stack "mail": Error: \w+/);
  expect(existsSync(runs.plans.planFile("mail"))).toBe(false);
  expect(await runs.refusals()).toEqual([expect.stringContaining('the last plan of stack "mail" failed')]);
  expect(runs.events.at(-1)).toMatchObject({ phase: "init", kind: "failed" });
});

test("a plan made in one job is applied in another, whose folders are not initialised", async () => {
  runs.folders.write("mail", data({ one: {} }));
  await runs.plan();
  rmSync(path.join(runs.folders.out, "stacks", "mail", ".terraform"), { recursive: true });
  expect(await runs.refusals()).toEqual([]);
  expect(await runs.apply()).toMatchObject([{ status: "applied", counts: { ...counts, add: 1 } }]);
});

test("a state that cannot be read is an error, never an empty answer", async () => {
  runs.folders.write("mail", data({ one: {} }));
  await runs.plan();
  writeFileSync(path.join(runs.folders.root, "terraform.mail.tfstate"), "{ broken");
  await expect(runs.outputs()).rejects.toThrow(/^stack "mail": Error: .*state/);
  expect(await runs.refusals()).toEqual([expect.stringContaining("its state cannot be read")]);
});

test("a resource that fails is named with its address, what was done is counted, and the plan is not applied again", async () => {
  const failing = { provisioner: { "local-exec": { command: "exit 3" } }, depends_on: ["terraform_data.one"] };
  runs.folders.write("mail", data({ one: {}, bad: failing }));
  await runs.plan();
  const [result] = await runs.apply();
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
  expect(await runs.refusals()).toEqual([
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
      provisioner: { "local-exec": { command: `touch '${path.join(runs.folders.root, "slow")}'; exec sleep 30` } },
      depends_on: ["terraform_data.one"],
    },
    last: { depends_on: ["terraform_data.slow"] },
  });

  /** Applies, and calls `interrupt` when the slow resource's program runs. */
  async function applyUntilSlow(interrupt: () => void): Promise<ApplyResult[]> {
    const results = applyStacks(runs.context, await runs.judged(), { plans: runs.plans, parallel: 1 });
    await until(() => existsSync(path.join(runs.folders.root, "slow")));
    interrupt();
    return results;
  }

  test("ends in good order: what was made is in the state, and the next plan has the rest", async () => {
    runs.folders.write("mail", data(slow()));
    runs.folders.write("other", data({ one: {} }));
    await runs.plan();
    const results = await applyUntilSlow(() => runs.interrupts.raise());
    expect(results).toMatchObject([
      { stack: "mail", status: "interrupted", counts: { ...counts, add: 1 } },
      { stack: "other", status: "skipped", counts },
    ]);
    expect(results[0]!.errors.filter(({ summary }) => summary === "execution halted")).toHaveLength(1);

    runs.context = { ...runs.context, interrupts: newInterrupts() };
    expect(await runs.refusals()).toEqual([expect.stringContaining('the last apply of stack "mail" did not end well')]);
    // The provisioner's resource is tainted, so it is replaced.
    expect(await runs.plan()).toMatchObject([
      { status: "planned", counts: { ...counts, add: 2, destroy: 1 } },
      { status: "planned", counts: { ...counts, add: 1 } },
    ]);
  });

  test("is killed by the third interrupt, and its plan is never applied again", async () => {
    runs.folders.write("mail", data(slow()));
    await runs.plan();
    runs.interrupts = new Unheard({ kill: (pid, signal) => process.kill(pid, signal), sameWithin: 0 });
    runs.context = { ...runs.context, interrupts: runs.interrupts };
    const [result] = await applyUntilSlow(() => {
      for (let count = 0; count < 3; count += 1) runs.interrupts.raise();
    });
    expect(result).toMatchObject({ status: "interrupted", errors: [{ summary: "terraform apply ended by SIGKILL" }] });
    runs.context = { ...runs.context, interrupts: newInterrupts() };
    expect(await runs.refusals()).toEqual([expect.stringContaining('the last apply of stack "mail" did not end well')]);
  });
});
