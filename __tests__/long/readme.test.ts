// The README's samples are what the commands really print and accept.
import fs from "node:fs";
import path from "node:path";
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

const readme = fs.readFileSync("README.md", "utf8");
const sample = (start: string, end: string, page = readme) =>
  page.slice(page.indexOf(start) + start.length, page.indexOf(end, page.indexOf(start) + start.length)).trim();

let project: Project;
withProject(
  (fresh) => {
    project = fresh;
  },
  fs.readFileSync("domains.yaml", "utf8"),
);

/** The lines of a console block, by command; `…` stands for lines that are left out. */
function consoleOf(text: string): readonly { readonly args: string[]; readonly lines: string[] }[] {
  return text
    .split(/^\$ npx --no-install mailzone /m)
    .slice(1)
    .map((part) => {
      const [command = "", ...lines] = part.trimEnd().split("\n");
      return { args: command.split(" "), lines };
    });
}

/** Whether the lines are all of the text, but for those that `…` stands for. */
function shows(lines: readonly string[], text: string): boolean {
  const quoted = lines.map((line) => (line === "…" ? "(?:.*\\n)*?" : `${line.replace(/[^\w\s]/g, "\\$&")}\\n`));
  return new RegExp(`^${quoted.join("")}$`).test(text);
}

test("plan, apply and verify print what is shown, but that the emulator says that it is one", async () => {
  const shown = consoleOf(sample("```console\n", "```"));
  expect(shown.map(({ args }) => args[0])).toEqual(["plan", "apply", "verify"]);
  for (const { args, lines } of shown) {
    const { code, stdout } = await project.runHere(...args, "--emulated");
    const real = stdout.replace(/^emulated: (?:DNS, SES .*\n\n)?/gm, "");
    expect([args, code, shows(lines, real) ? lines : real]).toEqual([args, 0, lines]);
  }
  expect(shows(["a", "…", "c"], "a\nb\nd\n")).toBe(false);
});

test("the code of the first message sends one", async () => {
  await project.startApplied();
  project.write("send.mjs", sample("```js\n", "```"));
  fs.symlinkSync(path.resolve("node_modules"), project.path("node_modules"));
  expect(await project.run("emulator", "--", process.execPath, "send.mjs")).toMatchObject({ code: 0 });
  const outbox = project.path(".mailzone", "sandbox", "outbox");
  const messages = fs.readdirSync(outbox);
  expect(messages).toHaveLength(1);
  const read = await project.runHere("verify", "--emulated", "--message", path.join(outbox, messages[0]!));
  expect(read).toMatchObject({ code: 0, stdout: expect.stringContaining("authenticated: DMARC passes") });
});

test("the minimal domains.yaml is the shipped one, and right", async () => {
  const shipped = (await project.runHere("records", "--placeholders", "--json")).stdout;
  project.write("domains.yaml", sample("```yaml", "```"));
  expect(await project.runHere("check")).toMatchObject({ code: 0 });
  expect((await project.runHere("records", "--placeholders", "--json")).stdout).toBe(shipped);
});

test("every command of docs/commands.md is in the help, and its first words are true", async () => {
  const { stdout } = await project.runHere("--help");
  const list = sample("```", "```", fs.readFileSync("docs/commands.md", "utf8"));
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
    "drift",
    "adopt",
    "reports",
    "stacks",
    "permissions",
    "unlock",
    "ci",
    "lock",
    "gateway",
    "emulator",
  ]);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
});

test("the review of docs/review.md is a golden one, made by the real terraform", () => {
  const page = fs.readFileSync("docs/review.md", "utf8");
  const [marker = "", scenario] = /<!-- review: (\S+) -->/.exec(page) ?? [];
  expect(sample(marker, "<!-- end -->", page)).toBe(
    fs.readFileSync(`__tests__/review/goldens/${scenario}/review.md`, "utf8").trim(),
  );
});

test("the demo says that there is no terraform before it prints or resets anything", async () => {
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
