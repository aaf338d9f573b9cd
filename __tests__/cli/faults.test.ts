// Commands whose Terraform does not do what it should: another run has the lock, the account is another, one stack of several fails, a
// person interrupts more than once, the plan's file is gone. Terraform is played by the test.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import { type Call, FakeTerraform, failing, LOCKED } from "../helpers/fake-terraform";
import { runInProcess } from "../helpers/in-process";
import { domainsYaml, entryOf } from "../helpers/project";
import { plan, record, txt } from "../review/plans";

const dmarc = txt("_dmarc.example.com", "v=DMARC1; p=none;");
const CHANGE = plan([record("dmarc", dmarc, { ...dmarc, ttl: 300 })], { applyable: true, complete: true });
/** Each stack has a domain of its own. */
const harmless = (stack: string) => CHANGE.replaceAll("example.com", `${stack}.example`);
const HELD =
  'its state is locked since 2026-01-02 03:04:05 UTC by "runner@fv-az1", for an apply (Terraform 1.11.4, lock d4deefaf-036c-a5d7-4389-411656c6820b): wait for that run, by --lock-timeout, or if it is dead, mailzone unlock';

let cwd: string;
let terraform: FakeTerraform;
let clock: number;
let asked: string[];
let killed: string[];
let interrupts: Interrupts;
beforeEach(() => {
  cwd = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-faults-")));
  const entries = ["a", "b", "c"].map((stack) => entryOf(`${stack}.example`, "us-east-1", `stack: ${stack}`));
  fs.writeFileSync(path.join(cwd, "domains.yaml"), domainsYaml(...entries));
  terraform = new FakeTerraform(harmless, ["a", "b", "c"]);
  clock = 0;
  asked = [];
  killed = [];
  interrupts = new Interrupts({ kill: () => {}, ask: () => void asked.push("kill it?"), now: () => clock });
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

const mailzone = (...argv: string[]) =>
  runInProcess([...argv, "--no-preflight"], {
    cwd,
    env: { TERRAFORM_BINARY_NAME: "terraform", HOME: cwd },
    run: terraform.run,
    interrupts,
  });
const only = (command: string, stack: string, end: (call: Call) => ReturnType<FakeTerraform["instead"]>) => {
  terraform.instead = (call) => (call.command === command && call.stack === stack ? end(call) : undefined);
};
const planFile = (stack: string) => path.join(cwd, ".mailzone", "plans", stack, "plan.tfplan");

test("a lock that another run has: plan says whose it is, and the other stacks are planned", async () => {
  only("plan", "b", (call) => failing(call, LOCKED.summary, LOCKED.detail));
  const { code, stdout, stderr } = await mailzone("plan", "--parallel", "1");
  expect(code).toBe(2);
  expect(stdout).toContain("b: failed: nothing can be applied\n");
  expect(stderr).toContain(`stack "b": ${HELD} b\n`);
  expect(stderr).toContain(
    "1 of 3 stacks did not come to their end: fix what they reported and go on with mailzone plan b\n",
  );
  expect(["a", "b", "c"].map((stack) => fs.existsSync(planFile(stack)))).toEqual([true, false, true]);
  const refused = await mailzone("apply");
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('the last plan of stack "b" failed') });
  expect(terraform.applied).toEqual([]);
});

test("a lock that another run has: apply touches nothing of that stack, and its plan can be applied later", async () => {
  await mailzone("plan");
  only("apply", "b", (call) => failing(call, LOCKED.summary, LOCKED.detail));
  const { code, stdout, stderr } = await mailzone("apply", "--lock-timeout", "10m");
  expect(code).toBe(2);
  expect(stdout).toMatch(/^a: applied: .*\nb: failed: 0 imported, 0 added, 0 changed, 0 destroyed\nc: applied: /);
  expect(stderr).toContain(`stack "b": ${HELD} b\n`);
  terraform.instead = () => undefined;
  expect(await mailzone("apply")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^b: applied: /) });
  expect(terraform.applied).toHaveLength(3);
});

test("the wait for a lock is handed to Terraform, by plan and by apply", async () => {
  const waits: string[] = [];
  terraform.before = (command, { args }) => {
    const wait = args.find((arg) => arg.startsWith("-lock"));
    if (wait !== undefined) waits.push(`${command} ${wait}`);
  };
  await mailzone("plan", "a", "--lock-timeout", "10m");
  await mailzone("apply", "a", "--lock-timeout", "1m30s");
  await mailzone("plan", "a", "--no-lock");
  expect(waits).toEqual(["plan -lock-timeout=10m", "apply -lock-timeout=1m30s", "plan -lock=false"]);
});

test("credentials of another account: Terraform's words, with the stack, and nothing can be applied", async () => {
  const detail = "AWS account ID not allowed: 444455556666";
  only("plan", "a", (call) => failing(call, "Invalid account", detail));
  const { code, stderr } = await mailzone("plan", "a");
  expect(code).toBe(2);
  expect(stderr).toContain(`stack "a": Error: Invalid account\n  ${detail}\n`);
  expect(await mailzone("apply", "a")).toMatchObject({ code: 2, stdout: "" });
  expect(terraform.applied).toEqual([]);
});

test("credentials of another account that only the apply has: nothing is done, and the plan stays", async () => {
  await mailzone("plan", "a");
  only("apply", "a", (call) => failing(call, "AWS account ID not allowed: 444455556666"));
  expect(await mailzone("apply", "a")).toMatchObject({
    code: 2,
    stdout: "a: failed: 0 imported, 0 added, 0 changed, 0 destroyed\n",
    stderr: expect.stringContaining('stack "a": Error: AWS account ID not allowed: 444455556666'),
  });
  terraform.instead = () => undefined;
  expect(await mailzone("apply", "a")).toMatchObject({ code: 0 });
});

test("a stack that fails beside others: what it did is counted, the others are applied, and a new plan is needed", async () => {
  await mailzone("plan");
  only("apply", "b", (call) => {
    const hook = { resource: { addr: "cloudflare_dns_record.x" }, action: "update" };
    call.options.onStdoutLine?.(JSON.stringify({ type: "apply_start", hook }));
    return failing(call, "the zone does not answer");
  });
  const { code, stdout, stderr } = await mailzone("apply", "--parallel", "2");
  expect(code).toBe(2);
  expect(stdout).toMatch(/^a: applied: .*\nb: failed: .*\nc: applied: .*\n$/);
  expect(stderr).toContain("1 of 3 stacks did not come to their end");
  terraform.instead = () => undefined;
  expect(await mailzone("apply", "b")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the last apply of stack "b" did not end well: run mailzone plan for what is left'),
  });
  expect(terraform.applied).toHaveLength(2);
});

/** An apply that ends only when it is killed, and interrupts that come one after the other, a second apart. */
function hangUntilKilled(times: number): void {
  only("apply", "a", ({ options }) => {
    options.onStdoutLine?.(
      JSON.stringify({ type: "apply_start", hook: { resource: { addr: "x" }, action: "update" } }),
    );
    return new Promise((end) => {
      options.interrupts.add({
        interrupt: () => killed.push("told"),
        kill: () => {
          killed.push("killed");
          end({ code: null, signal: "SIGKILL", interrupted: true });
        },
      });
      for (let time = 0; time < times; time += 1) {
        clock += 1_000;
        options.interrupts.raise();
      }
    });
  });
}

test("the first Ctrl-C asks Terraform to end, the second asks the person, the third kills, and the plan is never applied again", async () => {
  await mailzone("plan", "a");
  hangUntilKilled(3);
  const { code, stdout } = await mailzone("apply", "a");
  expect({ code, asked, killed }).toEqual({ code: 130, asked: ["kill it?"], killed: ["told", "killed"] });
  expect(stdout).toBe("a: interrupted: 0 imported, 0 added, 0 changed, 0 destroyed\n");
  interrupts = new Interrupts({ kill: () => {} });
  terraform.instead = () => undefined;
  expect(await mailzone("apply", "a")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the last apply of stack "a" did not end well'),
  });
  expect(terraform.applied).toEqual([]);
});

test("an interrupt between two stacks: what was begun ends, the rest is not begun and can be applied later", async () => {
  await mailzone("plan");
  terraform.before = (command, { stack }) => {
    if (command === "apply" && stack === "b") interrupts.raise();
  };
  const { code, stdout } = await mailzone("apply", "--parallel", "1");
  expect(code).toBe(130);
  expect(stdout).toMatch(/^a: applied: .*\nb: skipped: .*\nc: skipped: .*\n$/);
  interrupts = new Interrupts({ kill: () => {} });
  terraform.before = () => {};
  expect(await mailzone("apply")).toMatchObject({ code: 0, stderr: expect.stringContaining("a: already applied") });
  expect(terraform.applied).toHaveLength(3);
});

test.each<[string, () => void, string]>([
  ["gone", () => fs.rmSync(planFile("b")), 'the saved plan of stack "b" is damaged'],
  ["another's", () => fs.writeFileSync(planFile("b"), "{}"), 'the saved plan of stack "b" is damaged'],
  ["of an older state", () => terraform.touch("b"), "is stale, its state has changed since: run mailzone plan again"],
  [
    "gone with its note",
    () => fs.rmSync(path.dirname(planFile("b")), { recursive: true }),
    'stack "b" has no saved plan: run mailzone plan first',
  ],
])("a plan whose file is %s: no stack is applied", async (_, spoil, why) => {
  await mailzone("plan");
  spoil();
  const { code, stderr } = await mailzone("apply");
  expect({ code, applied: terraform.applied }).toEqual({ code: 2, applied: [] });
  expect(stderr).toContain(why);
});

test("a plan whose file is a folder: no stack is applied", async () => {
  await mailzone("plan");
  fs.rmSync(planFile("b"));
  fs.mkdirSync(planFile("b"));
  expect(await mailzone("apply")).toMatchObject({ code: 2, stdout: "" });
  expect(terraform.applied).toEqual([]);
});

test("terraform is asked for its version once in a run, and not at all where nothing follows", async () => {
  const versions = () => terraform.calls.filter((command) => command === "version").length;
  await mailzone("plan");
  expect(versions()).toBe(1);
  await mailzone("apply");
  expect(versions()).toBe(2);
  // A destroy plans and applies.
  fs.writeFileSync(
    path.join(cwd, "domains.yaml"),
    domainsYaml(entryOf("a.example", "us-east-1", "stack: a, protect: false")),
  );
  terraform = new FakeTerraform(harmless, ["a"]);
  const destroyed = await runInProcess(["destroy", "a", "--yes"], {
    cwd,
    env: { TERRAFORM_BINARY_NAME: "terraform", HOME: cwd },
    run: terraform.run,
  });
  expect([destroyed.code, versions()]).toEqual([0, 1]);
});
