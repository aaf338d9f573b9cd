// The sandbox over time, and for two commands at once.
import { Project } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());
afterAll(() => Project.clean());

test("a second command in the sandbox waits for the first, and says so", async () => {
  const first = project.start("sandbox", "--", "sleep", "1.5");
  await new Promise((resolve) => setTimeout(resolve, 700));
  const second = await project.run("sandbox", "advance", "73h");
  expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining("sandbox: its clock shows ") });
  expect(second.stderr).toMatch(/^sandbox ".*" is in use by process \d+ \(a command in the sandbox\): waiting\n$/);
  expect((await first.ended).code).toBe(0);
});

test("SES gives up after 72 hours without the records", async () => {
  await project.run("plan", "--sandbox");
  await project.run("sandbox", "fault", "error", "--status", "403", "--type", "cloudflare_dns_record", "--times", "0");
  const apply = await project.run("apply", "--sandbox", "--no-preflight");
  expect(apply).toMatchObject({ code: 2, stderr: expect.stringContaining("Creation errored") });
  expect((await project.world()).identities).toEqual(["example.com us-east-1 PENDING"]);
  await project.run("sandbox", "advance", "73h");
  expect((await project.world()).identities).toEqual(["example.com us-east-1 FAILED"]);
});
