// The README's samples are what the commands really print and accept.
import fs from "node:fs";
import { Project } from "../helpers/project";

jest.setTimeout(60_000);

const readme = fs.readFileSync("README.md", "utf8");
const sample = (start: string, end: string) =>
  readme.slice(readme.indexOf(start) + start.length, readme.indexOf(end, readme.indexOf(start) + start.length)).trim();

let project: Project;
beforeEach(() => {
  project = new Project(fs.readFileSync("domains.yaml", "utf8"));
});
afterEach(() => project.remove());

test("the table is the output of the command that is named above it", async () => {
  const [, command = ""] = /<!-- sample: (.*) -->/.exec(readme) ?? [];
  expect(await project.run(...command.split(" "))).toMatchObject({
    code: 0,
    stdout: `${sample(`<!-- sample: ${command} -->`, "<!-- end -->")}\n`,
  });
});

test("the minimal domains.yaml is the shipped one, and right", async () => {
  const shipped = (await project.runHere("records", "--placeholders", "--json")).stdout;
  project.write("domains.yaml", sample("```yaml", "```"));
  expect(await project.runHere("check")).toMatchObject({ code: 0 });
  expect((await project.runHere("records", "--placeholders", "--json")).stdout).toBe(shipped);
});

test("every command of the list is in the help, and its first words are true", async () => {
  const { stdout } = await project.run("--help");
  const list = sample("## Commands\n\n```", "```");
  const commands = [...list.matchAll(/^mailzone (\w+)(?: \| (\w+))?/gm)].flatMap(([, first, second]) => [
    first,
    ...(second ? [second] : []),
  ]);
  expect(commands).toEqual([
    "init",
    "check",
    "records",
    "plan",
    "apply",
    "destroy",
    "review",
    "verify",
    "adopt",
    "stacks",
    "permissions",
    "unlock",
    "ci",
    "lock",
    "emulator",
  ]);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
});

test("the review is a golden one, made by the real terraform", () => {
  const [marker = "", scenario] = /<!-- review: (\S+) -->/.exec(readme) ?? [];
  expect(sample(marker, "<!-- end -->")).toBe(
    fs.readFileSync(`__tests__/review/goldens/${scenario}/review.md`, "utf8").trim(),
  );
});

test("the demo tells the whole story, and leaves the person's emulator alone", async () => {
  await project.run("emulator", "edit", "add", "zone", "example.net");
  const { code, stdout } = await project.run("emulator", "demo");
  expect(code).toBe(0);
  for (const line of [
    "domains.yaml: 1 domain, no errors, 1 warning",
    "emulated: mailzone: 0 to import, 9 to add, 0 to change, 0 to destroy",
    "emulated: mailzone: applied: 0 imported, 9 added, 0 changed, 0 destroyed",
    "emulated: mailzone: no changes",
    "not live: 6 of 7 records are live; 1 error",
    "live: 7 of 7 records are live",
    "example.com in us-east-1: verified, DKIM SUCCESS, MAIL FROM SUCCESS",
    'emulated: message from "example.com": authenticated: DMARC passes, and every record does its part',
  ]) {
    expect(stdout).toContain(`${line}\n`);
  }
  // Two screens, each line of which is there to be read, and then what to type for one's own domain.
  const lines = stdout.trim().split("\n");
  expect(lines.length).toBeLessThanOrEqual(60);
  expect(lines.slice(-3)).toEqual([
    "  npx --no-install mailzone plan",
    "  npx --no-install mailzone apply",
    "  npx --no-install mailzone verify --wait 30m",
  ]);
  expect(lines.filter((line) => lines.indexOf(line) !== lines.lastIndexOf(line) && line !== "")).toEqual([]);
  expect((await project.run("emulator", "status")).stdout).toContain("example.net");
});

test("where there is no terraform, the demo says so before it prints or resets anything", async () => {
  project.env = { PATH: project.folder, MAILZONE_FETCH: "no", TERRAFORM_BINARY_NAME: "" };
  expect(await project.run("emulator", "demo")).toEqual({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(
      /^no terraform or tofu was found, and MAILZONE_FETCH=no forbids to fetch it: install it [^\n]+\n$/,
    ),
  });
  expect(fs.existsSync(project.path(".mailzone"))).toBe(false);
});
