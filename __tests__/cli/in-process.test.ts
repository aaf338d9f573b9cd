// The whole command line in this process, as __tests__/helpers/in-process.ts runs it: text, streams, exit codes and questions.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runInProcess, testInterrupts } from "../helpers/in-process";
import { ARTICLE_YAML } from "../helpers/project";
import { plan, record, txt } from "../review/plans";

let cwd: string;
beforeEach(() => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-in-process-"));
  fs.writeFileSync(path.join(cwd, "domains.yaml"), ARTICLE_YAML);
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

const mailzone = (...argv: string[]) => runInProcess(argv, { cwd });

test("the answer is on stdout, messages are on stderr, and the exit code is the command's", async () => {
  expect(await mailzone("check")).toEqual({
    code: 0,
    stdout: "domains.yaml: 1 domain, no errors, no warnings\n",
    stderr: "",
  });
  fs.writeFileSync(path.join(cwd, "domains.yaml"), "domains: 7\n");
  expect(await mailzone("check")).toMatchObject({
    code: 2,
    stdout: expect.stringContaining("domains.yaml:1:10: error:"),
  });
});

test("help is an answer, and a wrong command line is not", async () => {
  expect(await mailzone("--help")).toMatchObject({
    code: 0,
    stderr: "",
    stdout: expect.stringContaining("Exit codes:"),
  });
  expect(await mailzone("chekc")).toEqual({
    code: 2,
    stdout: "",
    stderr: "error: unknown command 'chekc'\n(Did you mean check?)\n(--help lists what there is)\n",
  });
  expect(await mailzone("check", "--format", "xml")).toMatchObject({ code: 2, stdout: "" });
});

test("stdin is read, and no colour is written", async () => {
  const removed = plan([record("dmarc", txt("_dmarc.example.com", "v=DMARC1; p=reject;"), null)]);
  const review = await runInProcess(["review", "-", "--fail-on", "danger"], { cwd, stdin: removed });
  expect(review).toMatchObject({
    code: 1,
    stderr: "",
    stdout: expect.stringMatching(/^danger: 1 danger\n(?:.*\n)+stdin: digest v2-/),
  });
  expect(review.stdout).not.toMatch("\u001b");
});

test("the questions are answered at a terminal, and end when the person leaves", async () => {
  const asked: string[] = [];
  const init = await runInProcess(["init", "mail"], {
    cwd,
    answers: ["example.net"],
    onQuestion: (text) => asked.push(text),
  });
  expect(init).toMatchObject({ code: 2, stdout: "", stderr: "nothing is written: not all was answered\n" });
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatch(/domain/i);
});

test("an interrupt that came before is an interrupt of the command", async () => {
  const interrupts = testInterrupts();
  interrupts.raise();
  const verify = await runInProcess(["review", "-"], { cwd, interrupts });
  expect(verify.code).toBe(130);
});

test.each<[string, string[], string]>([
  [
    "outside the emulator, where all providers are real",
    ["plan", "--providers", "real"],
    "--providers is for the emulator, elsewhere providers are always the real ones: add --emulated, or leave it out",
  ],
  [
    "of a kind that there is none of",
    ["apply", "--emulated", "--providers", "fake"],
    "argument 'fake' is invalid. Allowed choices are emulated, real.",
  ],
])("providers %s are refused", async (_what, argv, message) => {
  expect(await mailzone(...argv)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
});

test.each([
  [["plan", "--emulated", "--providers", "real"]],
  [["emulator", "--providers", "real", "--", "true"]],
  [["emulator", "--providers=real", "--", "true"]],
])("%j: a mirror that has no provider is refused in one line, and nothing runs", async (argv) => {
  const env = { PATH: process.env.PATH, MAILZONE_PROVIDERS: "none" };
  expect(await runInProcess(argv, { cwd, env })).toEqual({
    code: 2,
    stdout: "",
    stderr: `the providers' mirror "${path.join(cwd, "none")}" is not a folder\n`,
  });
});
