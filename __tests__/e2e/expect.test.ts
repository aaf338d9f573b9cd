// What was reviewed is what is applied: by digest, without the plan files.
import fs from "node:fs";
import { ARTICLE_YAML, Project } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

/** Plans, and gives `STACK=DIGEST` of each stack as the review has it. */
async function reviewed(): Promise<string[]> {
  await project.run("plan", "--sandbox");
  const { stdout } = await project.run("review", "--sandbox", "--format", "json");
  const { stacks } = JSON.parse(stdout) as { stacks: { stack: string; digest: string }[] };
  return stacks.map(({ stack, digest }) => `${stack}=${digest}`);
}

const forgetPlans = () => fs.rmSync(project.path(".mailzone", "sandbox", "plans"), { recursive: true });

test("a reviewed change is applied by its digest, a changed one is shown and left alone", async () => {
  const [digest = ""] = await reviewed();
  forgetPlans();

  project.write("domains.yaml", ARTICLE_YAML.replace("web:", "dmarc: {policy: reject}, web:"));
  const stale = await project.run("apply", "--sandbox", "--expect", digest);
  expect(stale.code).toBe(1);
  expect(stale.stdout).toMatch(
    /^sandbox: mailzone: not what was reviewed: its digest is \S+, the reviewed one \S+; it would now do$/m,
  );
  expect(stale.stdout).toContain('  + TXT _dmarc.example.com "v=DMARC1; p=reject;"');
  expect(await project.world()).toEqual({ records: [], identities: [] });
  expect((await project.run("apply", "--sandbox")).stderr).toContain('stack "mailzone" has no saved plan');

  project.write("domains.yaml", ARTICLE_YAML);
  expect(await project.run("apply", "--sandbox", "--expect", digest)).toMatchObject({
    code: 0,
    stdout: "sandbox: mailzone: applied: 0 imported, 9 added, 0 changed, 0 destroyed\n",
  });
  expect((await project.run("apply", "--sandbox", "--expect", digest)).code).toBe(1);
});

test.each([
  [["--expect", "mailzone"], '"mailzone" is no expectation: write STACK=DIGEST, as in the review'],
  [["--expect", "mailzone=a", "--expect", "mailzone=b"], 'stack "mailzone" is expected with two digests: name one'],
  [["mailzone", "--expect", "mailzone=a"], "apply got stack names and expectations: --expect names the stacks already"],
  [["--expect", "nope=a"], 'stack "nope" is not in the configuration: the stacks are mailzone'],
  [["--expect-file", "nothing"], 'cannot read "nothing": ENOENT: name a file of STACK=DIGEST lines'],
])("apply %j is refused", async (args, message) => {
  expect(await project.run("apply", "--sandbox", ...args)).toMatchObject({ code: 2, stderr: `${message}\n` });
});
