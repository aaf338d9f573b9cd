// Saved plans of several stacks of which one is refused.
import { ARTICLE_ENTRY, domainsYaml, entryOf, Project } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());
afterAll(() => Project.clean());

const refusal = async () => {
  const { code, stderr } = await project.run("apply", "--sandbox");
  return `${code}: ${stderr.trimEnd()}`;
};

test("one stack of two that is refused leaves the other as it was", async () => {
  const second = entryOf("example.org", "eu-west-1", "stack: other");
  project.write("domains.yaml", domainsYaml(ARTICLE_ENTRY, second));
  await project.run("plan", "--sandbox", "mailzone");
  expect(await refusal()).toBe('2: stack "other" has no saved plan: run mailzone plan --sandbox first');
  expect(await project.world()).toEqual({ records: [], identities: [] });
  expect((await project.run("plan", "--sandbox", "nope")).stderr).toBe(
    'stack "nope" is not in the configuration: the stacks are mailzone, other\n',
  );
});
