// The emulator was called sandbox, which is SES's own word for an account that may not send to everybody. Scripts that say so go on.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runInProcess } from "../helpers/in-process";
import { ARTICLE_YAML } from "../helpers/project";

let cwd: string;
beforeEach(() => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-spellings-"));
  fs.writeFileSync(path.join(cwd, "domains.yaml"), ARTICLE_YAML);
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

const mailzone = (...argv: string[]) => runInProcess(argv, { cwd });

const NEW: Readonly<Record<string, string>> = { sandbox: "emulator", "--sandbox": "--emulated" };

/** In an empty world; times and ids that are made up are left out. */
async function fresh(...argv: string[]) {
  fs.rmSync(path.join(cwd, ".mailzone"), { recursive: true, force: true });
  const { code, stdout, stderr } = await mailzone(...argv);
  const steady = (text: string) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{32}/g, "…");
  return { code, stdout: steady(stdout), stderr: steady(stderr) };
}

test.each([
  [["sandbox", "status"]],
  [["sandbox", "edit", "add", "zone", "example.org"]],
  [["sandbox", "fault", "dns", "silent"]],
  [["sandbox", "--", "node", "--version"]],
  [["records", "--placeholders", "--sandbox"]],
  [["apply", "--sandbox"]],
  [["sandbox", "nothing"]],
])("%j is what it is with the new word", async (old) => {
  const before = await fresh(...old);
  const after = await fresh(...old.map((word) => NEW[word] ?? word));
  expect(before).toEqual(after);
  expect(`${after.stdout}${after.stderr}`).not.toMatch(/sandbox/i);
});

test("no help has the old word, but of SES's own", async () => {
  const helpOf = async (...command: string[]) => (await mailzone(...command, "--help")).stdout;
  const commandsIn = (page: string) =>
    [...(page.split("\nCommands:\n")[1] ?? "").matchAll(/^ {2}([a-z][\w-]*)/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "help");
  const top = await helpOf();
  const pages = [top];
  for (const name of commandsIn(top)) {
    const page = await helpOf(name);
    pages.push(page);
    for (const below of commandsIn(page)) pages.push(await helpOf(name, below));
  }
  expect(pages.length).toBeGreaterThan(20);
  expect(
    pages.flatMap((page) => page.match(/.*sandbox.*/gi) ?? []).filter((line) => !/SES's sandbox/.test(line)),
  ).toEqual([]);
});
