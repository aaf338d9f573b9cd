// mailzone ci setup and doctor as they are called: tokens come from the environment and appear nowhere.
import { ARTICLE_YAML, Project, until } from "../helpers/project";
import { GitHub, REPOSITORY, TOKEN } from "../pipelines/github";

jest.setTimeout(60_000);

let project: Project;
let github: GitHub;
beforeEach(async () => {
  project = new Project(
    ARTICLE_YAML.replace("region: us-east-1", 'region: us-east-1, allowedAccountIds: ["111122223333"]'),
  );
  github = new GitHub();
  project.env = { GITHUB_API_URL: await github.start(), GITHUB_TOKEN: TOKEN };
});
afterEach(async () => {
  await github.stop();
  project.remove();
});

const run = (...args: string[]) => project.runHere("ci", ...args, "--repository", REPOSITORY);

test("setup does what can be done and lists the rest; doctor then says which are missing", async () => {
  const dry = await run("setup", "--reviewer", "@maintainer", "--dry-run");
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining("would make   environment") });
  expect(github.posted).toEqual([]);

  const made = await project.runHere("ci", "setup", "--reviewer", "@maintainer", "--repository", REPOSITORY);
  expect(made.code).toBe(0);
  expect(made.stderr).toContain('GitHub: "example/mail", default branch "main"\n');
  expect(made.stdout).toContain(
    'made         environment "mailzone-apply": branch "main" only, with required reviewers\n',
  );
  expect(github.settings.variables).toEqual({
    MAILZONE_PLAN_ROLE: "arn:aws:iam::111122223333:role/mailzone-plan",
    MAILZONE_APPLY_ROLE: "arn:aws:iam::111122223333:role/mailzone-apply",
    MAILZONE_REGION: "us-east-1",
  });
  const left = made.stdout.slice(
    made.stdout.indexOf("Left to do; npx --no-install mailzone ci doctor tells what is done:"),
  );
  const numbers = left.match(/^\d+\./gm) ?? [];
  expect(numbers).toEqual(Array.from({ length: 8 }, (_, index) => `${index + 1}.`));

  const doctor = await run("doctor", "--json");
  expect(doctor.code).toBe(1);
  const steps = JSON.parse(doctor.stdout) as { title: string; state: string; how: string[] }[];
  expect(steps.filter(({ state }) => state !== "done")).toHaveLength(numbers.length);
  expect(steps.filter(({ how }) => how.length === 0)).toEqual([]);
  for (const { stdout, stderr } of [dry, made, doctor]) expect(stdout + stderr).not.toContain(TOKEN);
});

test.each([
  [{ GITHUB_TOKEN: "" }, "there is no token: set GITHUB_TOKEN or GH_TOKEN"],
  [{ GITHUB_TOKEN: "not-a real-token" }, "holds a blank or a letter that no token has"],
  [{ GITHUB_TOKEN: "another-secret-token" }, "GitHub does not know the token"],
  [{ GITHUB_API_URL: "http://github.example.com/api/v3" }, "GITHUB_API_URL is no https:// address"],
  [{ GITHUB_API_URL: "https://127.0.0.1:1" }, "cannot be reached"],
])("%j is refused in one line, and nothing is changed", async (env, message) => {
  project.env = { ...project.env, ...env };
  const { code, stdout, stderr } = await run("setup");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("another-secret-token");
  expect(github.posted).toEqual([]);
});

test("Ctrl-C ends it between two questions, and nothing further is asked", async () => {
  github.settings.silent.push("/environments/");
  const { child, ended } = project.start("ci", "setup", "--repository", REPOSITORY);
  await until(() => github.settings.held > 0, "a question that is not answered");
  process.kill(-(child.pid ?? 0), "SIGINT");
  expect((await ended).code).toBe(130);
  expect(github.posted.map(({ path }) => path)).toEqual(["actions/permissions/workflow"]);
});

test("a token on the command line, and an invalid repository or reviewer, are refused", async () => {
  const { stderr } = await run("setup", "--token", TOKEN);
  expect(stderr).toContain("unknown option '--token'");
  for (const name of ["mail", "example/..", "example/mail?x", "../../orgs/example"])
    expect(await project.runHere("ci", "doctor", "--repository", name)).toMatchObject({ code: 2, stdout: "" });
  expect(await run("setup", "--reviewer", "@a/../b")).toMatchObject({ code: 2, stdout: "" });
  expect(github.posted).toEqual([]);
});

test("ci setup looks for the folder's pipelines if none is named; Atlantis has a page instead", async () => {
  project.write("atlantis.yaml", "version: 3\n");
  expect(await run("doctor")).toMatchObject({ code: 2, stderr: expect.stringContaining("docs/pipelines-atlantis.md") });
  project.write(".gitlab-ci.yml", "");
  expect(await run("doctor")).toMatchObject({ code: 2, stderr: expect.stringContaining("set GITLAB_TOKEN") });
  expect(await run("doctor", "--provider", "github")).toMatchObject({ code: 1 });
});
