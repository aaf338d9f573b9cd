// What was reviewed is what is applied: by digest, without the plan files.
import fs from "node:fs";
import { ARTICLE_YAML, domainsYaml, entryOf, type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

/** Plans, and gives `STACK=DIGEST` of each stack as the review has it. */
async function reviewed(): Promise<string[]> {
  await project.runHere("plan", "--emulated");
  const { stdout } = await project.runHere("review", "--emulated", "--format", "json");
  const { stacks } = JSON.parse(stdout) as { stacks: { stack: string; digest: string }[] };
  return stacks.map(({ stack, digest }) => `${stack}=${digest}`);
}

const forgetPlans = () => fs.rmSync(project.path(".mailzone", "sandbox", "plans"), { recursive: true });

test("no stack is applied if one of them is not as reviewed; a file names them all", async () => {
  project.write(
    "domains.yaml",
    domainsYaml(entryOf("example.com", "us-east-1"), entryOf("example.org", "eu-west-1", "stack: other")),
  );
  const digests = await reviewed();
  project.write("digests", `# reviewed\n${digests[0]}\nother=v2-${"0".repeat(64)}\n`);
  expect(await project.runHere("apply", "--emulated", "--expect-file", "digests")).toMatchObject({ code: 1 });
  expect(await project.world()).toEqual({ records: [], identities: [] });
  project.write("digests", digests.join("\n"));
  expect(await project.runHere("apply", "--emulated", "--expect-file", "digests")).toMatchObject({ code: 0 });
  expect((await project.world()).identities).toHaveLength(2);
});

test("a reviewed change is applied by its digest, a changed one is shown and left alone", async () => {
  const [digest = ""] = await reviewed();
  forgetPlans();

  project.write("domains.yaml", ARTICLE_YAML.replace("web:", "dmarc: {policy: reject}, web:"));
  const stale = await project.runHere("apply", "--emulated", "--expect", digest);
  expect(stale.code).toBe(1);
  expect(stale.stdout).toMatch(
    /^emulated: mailzone: not what was reviewed: its digest is \S+, the reviewed one \S+; it would now do$/m,
  );
  expect(stale.stdout).toContain('  + TXT _dmarc.example.com "v=DMARC1; p=reject;"');
  expect(await project.world()).toEqual({ records: [], identities: [] });
  expect((await project.runHere("apply", "--emulated")).stderr).toContain('stack "mailzone" has no saved plan');

  project.write("domains.yaml", ARTICLE_YAML);
  expect(await project.runHere("apply", "--emulated", "--expect", digest)).toMatchObject({
    code: 0,
    stdout: "emulated: mailzone: applied: 0 imported, 9 added, 0 changed, 0 destroyed\n",
  });
  // Once more: nothing is left to do.
  expect(await project.runHere("apply", "--emulated", "--expect", digest)).toMatchObject({
    code: 0,
    stdout: "emulated: mailzone: nothing is left to do, it is applied already\n",
  });
});
