// Saved plans of several stacks of which one is refused.
import { ARTICLE_ENTRY, ARTICLE_YAML, domainsYaml, entryOf, type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const refusal = async () => {
  const { code, stderr } = await project.run("apply", "--emulated");
  return `${code}: ${stderr.trimEnd()}`;
};

test("a stack that is refused leaves the other one as it was", async () => {
  const second = entryOf("example.org", "eu-west-1", "stack: other");
  project.write("domains.yaml", domainsYaml(ARTICLE_ENTRY, second));
  await project.run("plan", "--emulated", "mailzone");
  expect(await refusal()).toBe('2: stack "other" has no saved plan: run mailzone plan --emulated first');
  expect(await project.world()).toEqual({ records: [], identities: [] });
  expect((await project.run("plan", "--emulated", "nope")).stderr).toBe(
    'stack "nope" is not in the configuration: the stacks are mailzone, other\n',
  );
});

test("no plan, a changed configuration, one that is applied, and a state that has moved", async () => {
  expect(await refusal()).toBe('2: stack "mailzone" has no saved plan: run mailzone plan --emulated first');

  await project.run("plan", "--emulated");
  project.write("domains.yaml", ARTICLE_YAML.replace("web:", "ttl: 300, web:"));
  expect(await refusal()).toBe(
    '2: the configuration of stack "mailzone" has changed since its plan: run mailzone plan --emulated again',
  );
  project.write("domains.yaml", ARTICLE_YAML);

  expect((await project.run("apply", "--emulated")).code).toBe(0);
  expect(await refusal()).toBe(
    '2: the saved plan of stack "mailzone" has already been applied: run mailzone plan --emulated for what is new',
  );

  project.write("domains.yaml", ARTICLE_YAML.replace("web:", "ttl: 300, web:"));
  await project.run("plan", "--emulated");
  const chdir = "-chdir=.mailzone/sandbox/out/stacks/mailzone";
  await project.run("emulator", "--", "terraform", chdir, "apply", "-auto-approve");
  expect(await refusal()).toBe(
    '2: the saved plan of stack "mailzone" is stale, its state has changed since: run mailzone plan --emulated again',
  );
});
