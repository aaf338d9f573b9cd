import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { sayNext } from "../../lib/cli/next";
import { type InProcess, runInProcess, testShell } from "../helpers/in-process";
import { ARTICLE_YAML } from "../helpers/project";

let cwd: string;
beforeEach(() => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-next-"));
  fs.writeFileSync(path.join(cwd, "domains.yaml"), ARTICLE_YAML);
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

const said = (options: Partial<InProcess>, ...rest: [Parameters<typeof sayNext>[1], ...unknown[]]) => {
  const { shell, written } = testShell({ cwd, width: 80, ...options });
  sayNext(shell, ...(rest as [Parameters<typeof sayNext>[1], object, object, string[]]));
  return written();
};

test.each([
  ["check", {}, [], "plan"],
  ["plan", { kind: "sandbox" }, ["eu", "us"], "apply eu us --emulated"],
  ["plan", { kind: "sandbox", realProviders: true }, [], "apply --emulated --providers real"],
  ["review", {}, [], "apply"],
  ["apply", { config: ["a.yaml", "my file"] }, [], "records --config a.yaml --config 'my file'"],
  ["records", { kind: "sandbox" }, ["example.com"], "verify example.com --wait 30m --emulated"],
  ["adopt", { config: ["it's; rm -rf /"] }, [], "adopt --write --config 'it'\\''s; rm -rf /'"],
] as const)("after %s with %j and %j comes %s", (command, kept, names, next) => {
  expect(said({}, command, kept, { format: "text" }, names)).toEqual({
    stdout: "",
    stderr: `next: mailzone ${next}\n`,
  });
});

test("no next command is shown without a terminal, in CI, or if the answer is for a program", () => {
  const quiet = { stdout: "", stderr: "" };
  expect(said({ width: undefined } as Partial<InProcess>, "check", {}, {}, [])).toEqual(quiet);
  expect(said({ env: { CI: "true" } }, "check", {}, {}, [])).toEqual(quiet);
  for (const format of ["json", "csv", "markdown", "sarif", "html"])
    expect(said({}, "records", {}, { format }, [])).toEqual(quiet);
  expect(said({}, "check", {}, { format: "text", json: true }, [])).toEqual(quiet);
});

test("check names plan where the answer is yes, and nothing where it is not", async () => {
  const run = (...argv: string[]) => runInProcess(["check", ...argv], { cwd, width: 80 });
  expect((await run()).stderr).toBe("next: mailzone plan\n");
  expect((await run("--config", "domains.yaml")).stderr).toBe("next: mailzone plan --config domains.yaml\n");
  expect((await run("--json")).stderr).toBe("");
  fs.writeFileSync(path.join(cwd, "domains.yaml"), ARTICLE_YAML.replace("us-east-1", "x"));
  expect((await run()).stderr).not.toContain("next");
});
