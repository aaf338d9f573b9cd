// What the GitHub workflows may do, read from the files: the promises of docs/pipelines-github.md.
import fs from "node:fs";
import path from "node:path";
import { REVIEW_CHECK } from "../../lib/setup/github/context";
import { RELEASE } from "../../lib/terraform/release/release";
import { evaluate } from "./expressions";
import { FOLDER, readWorkflow } from "./workflow";

const FILES = fs.readdirSync(FOLDER).filter((name) => name.endsWith(".yml"));
const jobs = FILES.flatMap((file) =>
  Object.entries(readWorkflow(file).jobs).map(([name, job]) => ({ file, name, job })),
);
const steps = jobs.flatMap(({ file, name, job }) => job.steps.map((step) => ({ file, name, step })));

test("there are six, and nothing else", () => {
  expect(FILES).toEqual(["apply.yml", "drift.yml", "merge-group.yml", "pull-request.yml", "reports.yml", "review.yml"]);
  expect(fs.readdirSync(FOLDER).sort()).toEqual(FILES);
});

test("each job has just the permissions and the environment that it needs", () => {
  expect(FILES.map((file) => readWorkflow(file).permissions)).toEqual(FILES.map(() => ({})));
  const all = jobs.map(({ file, name, job: { permissions = {}, environment = "" } }) => {
    const words = Object.entries(permissions).map(([key, value]) => `${key} ${value}`);
    return `${file} ${name} (${environment}): ${words.join(", ")}`;
  });
  expect(all).toEqual([
    "apply.yml find (mailzone-review): checks read, contents read, pull-requests read",
    "apply.yml apply (mailzone-apply): contents read, id-token write",
    "apply.yml applied (mailzone-review): checks write, contents read",
    "drift.yml drift (mailzone-plan): contents read, id-token write, issues write",
    "merge-group.yml check (): contents read",
    "pull-request.yml check (): contents read",
    "pull-request.yml plan (mailzone-plan): contents read, id-token write, pull-requests read",
    "reports.yml propose (): contents write, id-token write, pull-requests write",
    "review.yml publish (mailzone-review): actions read, checks write, contents read, pull-requests write",
  ]);
});

test("actions are pinned by commit, with the release beside it", () => {
  for (const file of FILES) {
    const uses = fs.readFileSync(path.join(FOLDER, file), "utf8").match(/uses:.*/g) ?? [];
    for (const line of uses) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test("the same action has the same pin everywhere", () => {
  const pins = new Set(steps.flatMap(({ step }) => step.uses ?? []));
  expect(new Set([...pins].map((pin) => pin.split("@")[0])).size).toBe(pins.size);
});

test("no shell text contains foreign text", () => {
  for (const { step } of steps) expect(step.run ?? "").not.toContain("${{");
});

test("no checkout leaves its token behind, and the trusted ones take no code of a pull request", () => {
  for (const { file, step } of steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"))) {
    expect(step.with).toMatchObject({ "persist-credentials": false });
    expect([file, step.with]).toEqual([file, expect.not.objectContaining({ ref: expect.anything() })]);
  }
});

test("only the job that proposes may write contents, it runs on no pull request, and where nothing is to be read it does not run", () => {
  const writers = jobs.filter(({ job }) => job.permissions?.contents === "write");
  expect(writers.map(({ file }) => file)).toEqual(["reports.yml"]);
  expect(Object.keys(readWorkflow("reports.yml").on)).toEqual(["schedule", "workflow_dispatch"]);
  const condition = String(writers[0]?.job.if);
  expect([{}, { MAILZONE_REPORTS: "s3://a" }].map((vars) => evaluate(condition, { vars }))).toEqual([false, true]);
});

test("only the review of a plan leaves the job", () => {
  const uploads = steps.filter(({ step }) => step.uses?.startsWith("actions/upload-artifact@"));
  expect(uploads.map(({ step }) => step.with?.path)).toEqual(["mailzone-review/review.json"]);
});

test("the key that signs is where no code of a pull request runs", () => {
  const holders = steps.filter(({ step }) => JSON.stringify(step.env ?? {}).includes("MAILZONE_REVIEW_KEY"));
  expect(holders.map(({ file, name }) => `${file} ${name}`)).toEqual([
    "apply.yml find",
    "apply.yml applied",
    "review.yml publish",
  ]);
  expect(Object.keys(readWorkflow("review.yml").on)).toEqual(["workflow_run"]);
});

test("review.yml waits for the workflow that pull-request.yml is", () => {
  expect(readWorkflow("review.yml").on).toEqual({
    workflow_run: { workflows: [readWorkflow("pull-request.yml").name], types: ["completed"] },
  });
});

test("an apply is never cancelled, a plan is by its successor and by no label of others", () => {
  expect(readWorkflow("apply.yml").concurrency).toEqual({ group: "mailzone-apply", "cancel-in-progress": false });
  const [, expression = ""] = /\}\}-\$\{\{(.*)\}\}$/s.exec(readWorkflow("pull-request.yml").concurrency.group) ?? [];
  const group = (event: object) => evaluate(expression, { github: { event, run_id: 5 } });
  expect(group({ action: "synchronize" })).toBe("plan");
  expect(group({ action: "labeled", label: { name: "bug" } })).toBe(5);
  expect(group({ action: "unlabeled", label: { name: "accept:spf-open" } })).toBe("plan");
});

test("a shell text is one line, and what it runs of mailzone is installed and ours", () => {
  for (const { step } of steps) {
    if (step.run === undefined) continue;
    expect(step.run.trim()).not.toContain("\n");
    if (/mailzone (?!providers)/.test(step.run)) expect(step.run).toMatch(/^npx --no-install mailzone /);
  }
});

test("no package's script runs at its installation", () => {
  const installs = steps.flatMap(({ step: { run = "" } }) => (run.includes("npm ") ? [run] : []));
  expect(installs.length).toBeGreaterThan(5);
  expect(new Set(installs)).toEqual(new Set(["npm ci --ignore-scripts"]));
});

test("Terraform is the release that mailzone itself fetches, in every job that plans or applies", () => {
  const setups = steps.filter(({ step }) => step.uses?.startsWith("hashicorp/setup-terraform@"));
  expect(setups.map(({ file, name }) => `${file} ${name}`)).toEqual([
    "apply.yml apply",
    "drift.yml drift",
    "pull-request.yml plan",
  ]);
  for (const { step } of setups) expect(step.with).toMatchObject({ terraform_version: RELEASE.version });
});

test("providers are kept under the checksums of the lock file, and nothing else is", () => {
  const caches = steps.filter(({ step }) => step.uses?.startsWith("actions/cache@"));
  expect(caches).toHaveLength(3);
  for (const { step } of caches) {
    expect(step.with).toEqual({
      path: "~/.cache/mailzone-providers",
      key: "mailzone-providers-${{ runner.os }}-${{ hashFiles('.terraform.lock.hcl') }}",
    });
  }
});

test("the merge queue's job alone has the name of the check that a pull request needs, where no pull request runs it", () => {
  const named = jobs.filter(({ job, name }) => (job.name ?? name) === REVIEW_CHECK);
  expect(named.map(({ file }) => file)).toEqual(["merge-group.yml"]);
  expect(Object.keys(readWorkflow("merge-group.yml").on)).toEqual(["merge_group"]);
});
