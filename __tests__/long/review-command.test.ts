// The review through the command line, on plans that the real terraform made in the emulator.
import fs from "node:fs";
import path from "node:path";
import { ARTICLE_YAML, type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const golden = (name: string) => path.resolve("__tests__", "review", "goldens", name, "plan.json");

test("plan, review, accept: the verdict, the exit codes and who accepted", async () => {
  await project.startApplied();
  project.write("domains.yaml", ARTICLE_YAML.replace("web:", "dmarc: {policy: reject}, web:"));
  await project.runHere("plan", "--emulated");
  const plain = await project.runHere("review", "--emulated");
  expect(plain).toMatchObject({ code: 0, stderr: "emulated: these are plans of the emulator\n" });
  expect(plain.stdout).toContain(
    'danger: receivers discard mail from "example.com" that fails DMARC (before: "none") (dmarc-rejects)',
  );
  expect(plain.stdout).toMatch(/\nmailzone: digest v2-[0-9a-f]{64}\n$/);

  const failing = await project.runHere("review", "--emulated", "--fail-on", "danger", "--format", "markdown");
  expect(failing.code).toBe(1);
  expect(failing.stdout).toContain("## mailzone review: danger: 1 danger");
  const accepting = ["--accept", "dmarc-rejects@example.com", "--accepted-by", "alice", "--fail-on", "caution"];
  const accepted = await project.runHere("review", "--emulated", "--json", ...accepting);
  expect(accepted.code).toBe(0);
  expect(JSON.parse(accepted.stdout)).toMatchObject({
    verdict: "safe",
    counts: { danger: 0, accepted: 1 },
    acceptedBy: "alice",
  });
});

test("files by name, and stdin", async () => {
  fs.copyFileSync(golden("no-changes"), project.path("no.json"));
  const two = await project.runHere("review", `shop=${golden("dkim-removed")}`, "no.json", "--json");
  expect(JSON.parse(two.stdout)).toMatchObject({
    verdict: "danger",
    stacks: [{ stack: "shop" }, { stack: "no", changes: 0 }],
  });
  const twice = await project.runHere("review", "no.json", "no.json");
  expect(twice).toMatchObject({ code: 2, stderr: 'two plans are called "no": name them with NAME=FILE\n' });
});

test.each([
  [[], "there is no saved plan in .mailzone/plans: run mailzone plan, or name the files"],
  [["absent.json"], 'cannot read "absent.json": it is not there (ENOENT): write it with terraform show -json PLANFILE'],
  [["broken.json"], 'the plan of stack "broken" ends too early: write it again with terraform show -json PLANFILE'],
  [["--accept", "nothing", "broken.json"], '--accept "nothing" names no rule: docs/review-rules.md lists their ids'],
  [
    ["--accept", "plan-failed", "broken.json"],
    '--accept "plan-failed" cannot be: what "plan-failed" finds is not known well enough to be accepted',
  ],
])("review %j is refused in one line", async (args, message) => {
  project.write("broken.json", '{"format_version": "1.2", "res');
  expect(await project.runHere("review", ...args)).toEqual({ code: 2, stdout: "", stderr: `${message}\n` });
});

test("a failed plan fails every --fail-on", async () => {
  for (const risk of ["caution", "danger"]) {
    const run = await project.runHere("review", golden("plan-failed"), "--fail-on", risk);
    expect(run).toMatchObject({ code: 1, stdout: expect.stringContaining("plan-failed") });
  }
});
