// Plan and apply, disturbed at each of their steps: killed, run twice at once, with files swapped and links laid. `terraform` is
// a stand-in that stands still where the test wants it.
import fs from "node:fs";
import path from "node:path";
import { type Project, until, withProject } from "../helpers/project";
import { DANGEROUS, HARMLESS, StandIn, type Step } from "../helpers/stand-in-terraform";

jest.setTimeout(120_000);

let project: Project;
let terraform: StandIn;
withProject((fresh) => {
  project = fresh;
  terraform = new StandIn(project);
});

const saved = (...parts: string[]) => project.path(".mailzone", "plans", "mailzone", ...parts);
const note = () => JSON.parse(fs.readFileSync(saved("plan-info.json"), "utf8"));

/** Starts a command, and kills it where terraform stands in a step; terraform itself ends later, as an orphan does. */
async function killedAt(step: Step, ...command: string[]): Promise<void> {
  terraform.hold(step);
  const { child, ended } = project.start(...command);
  await terraform.reached(step);
  process.kill(child.pid ?? 0, "SIGKILL");
  await ended;
  terraform.release(step);
}

describe("SIGKILL", () => {
  test.each<Step>(["version", "init", "plan", "show", "state"])(
    "of a plan in terraform %s leaves no saved plan, and the next one takes over the lock at once",
    async (step) => {
      await killedAt(step, "plan");
      expect(await project.runHere("review")).toMatchObject({ code: 2 });
      const apply = await project.runHere("apply");
      expect(apply).toMatchObject({ code: 2, stderr: 'stack "mailzone" has no saved plan: run mailzone plan first\n' });
      expect(terraform.applied()).toBe("");
      const again = await project.runHere("plan");
      expect(again).toMatchObject({ code: 0 });
      expect(again.stderr).not.toContain("waiting");
      expect(fs.readdirSync(saved()).sort()).toEqual(["plan-info.json", "plan.json", "plan.tfplan", "preflight.json"]);
    },
  );

  test("of a plan over a saved plan leaves neither", async () => {
    expect(await project.runHere("plan")).toMatchObject({ code: 0 });
    await killedAt("init", "plan");
    expect(await project.runHere("apply")).toMatchObject({ code: 2 });
    expect(terraform.applied()).toBe("");
  });

  test("of an apply before terraform applies leaves the plan as good as before", async () => {
    await project.runHere("plan");
    await killedAt("state", "apply");
    expect(await project.runHere("apply")).toMatchObject({ code: 0 });
    expect(terraform.applied()).toBe(HARMLESS);
  });

  test("of an apply while terraform applies: its plan is never applied again", async () => {
    await project.runHere("plan");
    await killedAt("apply", "apply");
    const again = await project.runHere("apply");
    expect(again).toMatchObject({ code: 2 });
    expect(again.stderr).toContain('the last apply of stack "mailzone" did not end well: run mailzone plan');
    expect((await project.runHere("review")).stderr).toContain("did not end well");
    expect(await project.runHere("plan")).toMatchObject({ code: 0 });
    expect(fs.readdirSync(saved()).filter((name) => name.startsWith("applying-"))).toEqual([]);
  });
});

describe("two at once", () => {
  test.each([
    ["plan", "plan"],
    ["plan", "apply"],
    ["apply", "plan"],
  ])("%s, and %s meanwhile: the second waits and says for whom", async (first, second) => {
    if (first === "apply") await project.runHere("plan");
    terraform.hold("state");
    const one = project.start(first);
    await terraform.reached("state");
    const calls = terraform.calls("version");
    const two = project.start(second);
    await waitingOf(two);
    expect(terraform.calls("version")).toBe(calls);
    expect(two.stderr()).toContain(`is in use by process ${one.child.pid} (${first}): waiting`);
    terraform.release("state");
    expect(await one.ended).toMatchObject({ code: 0 });
    expect(await two.ended).toMatchObject({ code: 0 });
  });

  test("two applies of one plan: it is applied once", async () => {
    await project.runHere("plan");
    terraform.hold("apply");
    const one = project.start("apply");
    await terraform.reached("apply");
    const two = project.start("apply");
    await waitingOf(two);
    terraform.release("apply");
    expect(await one.ended).toMatchObject({ code: 0 });
    const { code, stderr } = await two.ended;
    expect(code).toBe(2);
    expect(stderr).toContain('the saved plan of stack "mailzone" has already been applied');
    expect(terraform.applied()).toBe(HARMLESS);
  });

  test("Ctrl-C ends the waiting", async () => {
    terraform.hold("plan");
    const one = project.start("plan");
    await terraform.reached("plan");
    const two = project.start("plan");
    await waitingOf(two);
    two.child.kill("SIGINT");
    expect(await two.ended).toMatchObject({ code: 130 });
    terraform.release("plan");
    expect(await one.ended).toMatchObject({ code: 0 });
  });
});

async function waitingOf({ stderr }: { readonly stderr: () => string }): Promise<void> {
  await until(() => stderr().includes("waiting"), "the second one's word");
}

describe("files that are swapped", () => {
  test("a harmless plan's JSON beside a dangerous plan is neither reviewed nor applied", async () => {
    await project.runHere("plan");
    fs.copyFileSync(saved("plan.json"), project.path("harmless.json"));
    terraform.plans(DANGEROUS);
    await project.runHere("plan");
    fs.copyFileSync(project.path("harmless.json"), saved("plan.json"));
    for (const command of ["review", "apply"]) {
      const { code, stderr, stdout } = await project.runHere(command);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain('the saved plan of stack "mailzone" is damaged');
    }
    expect(terraform.applied()).toBe("");
  });

  test("a plan that is put there while apply looks at the state is not applied", async () => {
    await project.runHere("plan");
    terraform.hold("state");
    const { ended } = project.start("apply");
    await terraform.reached("state");
    fs.writeFileSync(saved("plan.tfplan"), DANGEROUS);
    terraform.release("state");
    const { code, stderr } = await ended;
    expect(code).toBe(2);
    expect(stderr).toContain("is not the one that was checked");
    expect(terraform.applied()).toBe("");
  });

  test("a plan that is put there while terraform applies is not what is applied", async () => {
    await project.runHere("plan");
    terraform.hold("apply");
    const { ended } = project.start("apply");
    await terraform.reached("apply");
    fs.writeFileSync(saved("plan.tfplan"), DANGEROUS);
    terraform.release("apply");
    expect(await ended).toMatchObject({ code: 0 });
    expect(terraform.applied()).toBe(HARMLESS);
  });

  test("a configuration that another synth writes while terraform plans is not kept as planned", async () => {
    terraform.hold("plan");
    const { ended } = project.start("plan");
    await terraform.reached("plan");
    fs.appendFileSync(project.path("cdktf.out", "stacks", "mailzone", "cdk.tf.json"), "\n");
    terraform.release("plan");
    const { code, stderr } = await ended;
    expect(code).toBe(2);
    expect(stderr).toContain('the configuration of stack "mailzone" was changed while it was planned');
    expect((await project.runHere("review")).stderr).toContain("left nothing to review");
  });

  test("a configuration that has changed since its plan is neither reviewed, once it is synthesised, nor applied", async () => {
    await project.runHere("plan");
    project.write("domains.yaml", project.read("domains.yaml").replace("web:", "mailFrom: bounce, web:"));
    const apply = await project.runHere("apply");
    expect(apply.stderr).toContain('the configuration of stack "mailzone" has changed since its plan');
    const review = await project.runHere("review");
    expect(review).toMatchObject({ code: 2, stdout: "" });
    expect(review.stderr).toContain('the configuration of stack "mailzone" was synthesised again since its plan');
  });

  test.each([
    ["torn", (text: string) => text.slice(0, text.length / 2)],
    ["of another version", (text: string) => text.replace('"format": 2', '"format": 9')],
    ["with another stack's name", (text: string) => text.replace('"stack": "mailzone"', '"stack": "other"')],
  ])("a note that is %s is no saved plan", async (_, tear) => {
    await project.runHere("plan");
    fs.writeFileSync(saved("plan-info.json"), tear(fs.readFileSync(saved("plan-info.json"), "utf8")));
    expect((await project.runHere("apply")).stderr).toContain("is damaged or was saved by another version");
    expect((await project.runHere("review")).stderr).toContain("is damaged");
    expect(await project.runHere("plan")).toMatchObject({ code: 0 });
  });
});

describe("links", () => {
  test.each([
    [".mailzone"],
    [".mailzone/plans"],
    [".mailzone/plans/mailzone"],
    [".mailzone/plans/mailzone/plan.tfplan"],
    [".mailzone/plans/mailzone/plan.json"],
    [".mailzone/plans/mailzone/plan-info.json"],
    [".mailzone/plans/mailzone/preflight.json"],
    ["cdktf.out"],
  ])("%s is a link: nothing is read, written or emptied through it", async (name) => {
    await project.runHere("plan");
    const real = project.path("elsewhere");
    fs.renameSync(project.path(name), real);
    fs.symlinkSync(real, project.path(name));
    const contents = () =>
      fs.statSync(real).isFile()
        ? fs.readFileSync(real, "utf8")
        : (fs.readdirSync(real, { recursive: true }) as string[]).filter((file) => !file.includes("lock")).sort();
    const before = contents();
    const apply = await project.runHere("apply");
    expect(apply).toMatchObject({ code: 2 });
    expect(apply.stderr).toMatch(/is a link, and mailzone follows none/);
    expect(terraform.applied()).toBe("");
    const plan = await project.runHere("plan");
    expect(contents()).toEqual(before);
    // A link in the place of a file goes with the old plan; where a folder should be it is refused.
    expect(plan.code).toBe(name.includes("mailzone/plans/mailzone/") ? 0 : 2);
  });
});

test("what a plan cannot be written to is one line, and nothing is applied", async () => {
  project.write(".mailzone", "a file");
  for (const command of ["plan", "apply"]) {
    const { code, stderr } = await project.runHere(command);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^".*\.mailzone\/lock" cannot be written: a part of its path is not a folder \(ENOTDIR\): move that file away and run it again\n$/,
    );
  }
});

test("a plan that refuses leaves nothing that review or apply takes, and its secrets go", async () => {
  terraform.plans(HARMLESS.replace('"update"', '"vanish"'));
  const plan = await project.runHere("plan");
  expect(plan).toMatchObject({ code: 2 });
  expect(plan.stderr).toContain('is planned with "vanish"');
  expect(fs.readdirSync(saved())).toEqual(["plan-info.json"]);
  expect((await project.runHere("review")).stderr).toContain("left nothing to review");
  expect((await project.runHere("apply")).stderr).toContain('the last plan of stack "mailzone" failed');
});

test("after an apply only the note is left, and what follows says so", async () => {
  await project.runHere("plan");
  expect(await project.runHere("apply")).toMatchObject({ code: 0 });
  expect(fs.readdirSync(saved())).toEqual(["plan-info.json"]);
  expect(note()).toMatchObject({ status: "applied", plan: null, json: null, preflight: null });
  expect((await project.runHere("apply")).stderr).toContain("has already been applied");
  expect((await project.runHere("review")).stderr).toContain("all saved plans have been applied already");
  expect(terraform.applied()).toBe(HARMLESS);
});

test("a stack that has gone leaves no plan that a review would take for one of today", async () => {
  await project.runHere("plan");
  fs.cpSync(saved(), path.join(path.dirname(saved()), "gone"), { recursive: true });
  await project.runHere("plan");
  expect(fs.readdirSync(path.dirname(saved()))).toEqual(["mailzone"]);
});

test("a danger is named by plan, refused by apply without a terminal, and applied where it is accepted or reviewed", async () => {
  terraform.plans(DANGEROUS);
  const plan = await project.runHere("plan");
  expect(plan.code).toBe(0);
  expect(plan.stdout).toMatch(/^review: danger: /m);
  expect(plan.stdout).toMatch(/^danger: .*\(dmarc-removed@example\.com\)$/m);
  const json = JSON.parse((await project.runHere("plan", "--json")).stdout);
  expect(json).toMatchObject([{ verdict: "danger", dangers: [{ rule: "dmarc-removed", domain: "example.com" }] }]);

  const refused = await project.runHere("apply");
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toContain("--accept dmarc-removed@example.com");
  expect(await project.runHere("apply", "--accept", "nonsense")).toMatchObject({ code: 2 });
  expect(terraform.applied()).toBe("");
  expect(await project.runHere("apply", "--accept", "dmarc-removed@example.com")).toMatchObject({ code: 0 });
  expect(terraform.applied()).toBe(DANGEROUS);

  await project.runHere("plan");
  const { stacks } = JSON.parse((await project.runHere("review", "--json")).stdout);
  expect(await project.runHere("apply", "--expect", `mailzone=${stacks[0].digest}`)).toMatchObject({ code: 0 });
});

test("plan says in one line that Cloudflare cannot be asked and exits 0, and review shows it", async () => {
  const made = JSON.parse(HARMLESS);
  const { change } = made.resource_changes[0];
  Object.assign(change, { actions: ["create"], before: null });
  terraform.plans(JSON.stringify(made));
  const plan = await project.runHere("plan");
  expect(plan.code).toBe(0);
  expect(plan.stderr).toMatch(/the new records were not compared with those in the zones, apply does that: /);
  expect((await project.runHere("review")).stdout).toMatch(/mailzone was not compared with its zones: /);
  const apply = await project.runHere("apply");
  expect(apply).toMatchObject({ code: 2 });
  expect(apply.stderr).toMatch(/^nothing is applied, .*; or say --no-preflight$/m);
  expect(await project.runHere("apply", "--no-preflight")).toMatchObject({ code: 0 });
});

test.each([["plan"], ["apply"], ["destroy", "mailzone", "--yes"]])(
  "%s goes nowhere while a state lies in a stack's folder, also one that is gone, and leaves it there",
  async (...command) => {
    project.write(
      "domains.yaml",
      project.read("domains.yaml").replace("domain: example.com,", "domain: example.com, protect: false,"),
    );
    await project.runHere("plan");
    const calls = terraform.calls("init");
    for (const stack of ["mailzone", "gone"]) {
      const folder = project.path("cdktf.out", "stacks", stack);
      fs.mkdirSync(folder, { recursive: true });
      const file = path.join(folder, "errored.tfstate");
      fs.writeFileSync(file, '{"version":4,"serial":1,"lineage":"l"}');
      const { code, stderr } = await project.runHere(
        ...command.filter((word) => stack === "mailzone" || word !== "mailzone"),
        ...(stack === "gone" && command[0] === "destroy" ? ["--all"] : []),
      );
      expect([code, stderr.trim().split("\n").at(-1)]).toEqual([
        2,
        `stack "${stack}" has a state in "${file}" that was not written to where it belongs, what was made is known from it alone: run terraform -chdir=${folder} state push ${file} && rm ${file}`,
      ]);
      expect([terraform.calls("init"), terraform.applied(), fs.existsSync(file)]).toEqual([calls, "", true]);
      fs.rmSync(file);
    }
  },
);
