// What apply refuses, before anything is applied.
import fs from "node:fs";
import { ARTICLE_ENTRY, ARTICLE_YAML, domainsYaml, entryOf, Project } from "../helpers/project";

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

test("no plan, a changed configuration, one that is applied, and a state that has moved", async () => {
  expect(await refusal()).toBe('2: stack "mailzone" has no saved plan: run mailzone plan --sandbox first');

  await project.run("plan", "--sandbox");
  project.write("domains.yaml", ARTICLE_YAML.replace("web:", "ttl: 300, web:"));
  expect(await refusal()).toBe(
    '2: the configuration of stack "mailzone" has changed since its plan: run mailzone plan --sandbox again',
  );
  project.write("domains.yaml", ARTICLE_YAML);

  expect((await project.run("apply", "--sandbox")).code).toBe(0);
  expect(await refusal()).toBe(
    '2: the saved plan of stack "mailzone" has already been applied: run mailzone plan --sandbox for what is new',
  );

  project.write("domains.yaml", ARTICLE_YAML.replace("web:", "ttl: 300, web:"));
  await project.run("plan", "--sandbox");
  const chdir = "-chdir=.mailzone/sandbox/out/stacks/mailzone";
  await project.run("sandbox", "--", "terraform", chdir, "apply", "-auto-approve");
  expect(await refusal()).toBe(
    '2: the saved plan of stack "mailzone" is stale, its state has changed since: run mailzone plan --sandbox again',
  );
});

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

test("the sandbox leaves no trace outside its folder, and a plan of it is none for real", async () => {
  await project.startApplied();
  expect(fs.readdirSync(project.folder).sort()).toEqual([".mailzone", "cdktf.json", "domains.yaml"]);
  expect(fs.readdirSync(project.path(".mailzone"))).toEqual(["sandbox"]);
  fs.cpSync(project.path(".mailzone", "sandbox", "plans"), project.path(".mailzone", "plans"), { recursive: true });
  const real = await project.run("apply");
  expect(real).toMatchObject({
    code: 2,
    stderr:
      'the saved plan of stack "mailzone" was made in the sandbox, this run is outside it: run mailzone plan first\n',
  });
});

test("secrets of the environment get neither into the sandbox nor into anything it writes", async () => {
  const shown = await project.run("sandbox", "--", "sh", "-c", "env");
  expect(shown.stdout).not.toMatch(/not-a-real|AWS_|CLOUDFLARE_/);
  await project.startApplied();
  const files = (fs.readdirSync(project.folder, { recursive: true }) as string[]).map((file) => project.path(file));
  for (const file of files.filter((name) => fs.statSync(name).isFile())) {
    expect(fs.readFileSync(file, "latin1")).not.toContain("not-a-real");
  }
  expect(fs.statSync(project.path(".mailzone", "sandbox", "plans", "mailzone")).mode & 0o777).toBe(0o700);
});
