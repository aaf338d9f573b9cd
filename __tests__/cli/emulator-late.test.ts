// A run that is not emulated does not load the emulator: here it cannot be loaded at all.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runInProcess } from "../helpers/in-process";
import { ARTICLE_YAML } from "../helpers/project";

const LOADED = "the emulator was loaded";
jest.mock("../../packages/emulator/index", () => {
  throw new Error("the emulator was loaded");
});
jest.mock("../../packages/emulator/commands", () => {
  throw new Error("the emulator was loaded");
});

let cwd: string;
beforeEach(() => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-late-"));
  fs.writeFileSync(path.join(cwd, "domains.yaml"), ARTICLE_YAML);
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

const mailzone = (...argv: string[]) => runInProcess(argv, { cwd });

test.each([
  [["check"]],
  [["--help"]],
  [["verify", "--help"]],
  [["records", "--placeholders"]],
  [["permissions"]],
  [["review", "no-such-plan.json"]],
  [["plan", "--emulatd"]],
])("%j does not", async (argv) => {
  const { stdout, stderr } = await mailzone(...argv);
  expect(`${stdout}${stderr}`).not.toBe("");
  expect(`${stdout}${stderr}`).not.toContain(LOADED);
});

test.each([[["emulator", "status"]], [["emulator", "--help"]], [["plan", "--emulated"]]])("%j does", async (argv) => {
  expect((await mailzone(...argv)).stderr).toContain(LOADED);
});
