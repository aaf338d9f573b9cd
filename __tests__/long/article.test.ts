// The article's domain over time: drift, protection, an entry that is taken out.
import { ARTICLE_ENTRY, ARTICLE_YAML, domainsYaml, entryOf, type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);

test("a drift is seen and fixed, and the exit code says so", async () => {
  await project.startApplied();
  await project.runHere("emulator", "edit", "delete", "_dmarc.example.com", "TXT");
  const plan = await project.runHere("plan", "--emulated", "--fail-on-changes");
  expect(plan.code).toBe(1);
  expect(plan.stdout).toContain('emulated: mailzone: + TXT _dmarc.example.com "v=DMARC1; p=none;"');
  await project.runHere("apply", "--emulated");
  expect((await project.world()).records).toContain('TXT _dmarc.example.com "v=DMARC1; p=none;"');
});

test("a protected domain is not destroyed, a changed region does not replace it, an unprotected one goes", async () => {
  await project.startApplied();
  const refused = await project.runHere("destroy", "--all", "--yes", "--emulated");
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('"example.com" is protected') });

  project.write("domains.yaml", ARTICLE_YAML.replace("us-east-1", "eu-west-1"));
  const replace = await project.runHere("plan", "--emulated");
  expect(replace.code).toBe(2);
  expect(replace.stderr).toContain('stack "mailzone": Error: Instance cannot be destroyed');
  expect(lastLine(replace.stdout)).toBe("emulated: mailzone: failed: nothing can be applied");
  const apply = await project.runHere("apply", "--emulated");
  expect(apply).toMatchObject({ code: 2, stderr: expect.stringContaining('the last plan of stack "mailzone" failed') });

  project.write("domains.yaml", ARTICLE_YAML.replace("domain: example.com", "domain: example.com, protect: false"));
  const asked = await project.runHere("destroy", "--all", "--emulated");
  expect(asked).toMatchObject({
    code: 2,
    stderr: "destroy has no terminal on which to ask: say --yes if you are sure\n",
  });
  const destroy = await project.runHere("destroy", "mailzone", "--yes", "--emulated");
  expect(destroy).toMatchObject({
    code: 0,
    stdout: "emulated: mailzone: applied: 0 imported, 0 added, 0 changed, 9 destroyed\n",
  });
  expect(destroy.stderr).toContain('emulated: mailzone: mail of "example.com" (us-east-1) stops, 7 records go');
  expect(await project.world()).toEqual({ records: [], identities: [] });
});

test("an entry that is taken out is refused until its name is given", async () => {
  project.write("domains.yaml", domainsYaml(ARTICLE_ENTRY, entryOf("example.org", "eu-west-1")));
  await project.apply();
  expect((await project.world()).identities).toEqual([
    "example.com us-east-1 SUCCESS",
    "example.org eu-west-1 SUCCESS",
  ]);

  project.write("domains.yaml", ARTICLE_YAML);
  const plan = await project.runHere("plan", "--emulated");
  expect(plan.stdout.split("\n")).toContain("emulated: mailzone: 0 to import, 0 to add, 0 to change, 8 to destroy");
  const refused = await project.runHere("apply", "--emulated", "--allow-destroy", "example.com");
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      'the plan of stack "mailzone" deletes the identity "example.org", its mail stops: add --allow-destroy example.org if that is wanted',
    ),
  });
  expect((await project.world()).identities).toHaveLength(2);
  const apply = await project.runHere("apply", "--emulated", "--allow-destroy", "example.org");
  expect(apply.code).toBe(0);
  expect((await project.world()).identities).toEqual(["example.com us-east-1 SUCCESS"]);
});
