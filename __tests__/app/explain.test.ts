// What is said of an error: one line where a user can fix it, a stack where it is a defect, and never one for the other.

import { explain } from "../../lib/app/explain";
import { Refused } from "../../lib/app/refused";
import { ReviewFileError } from "../../lib/ci/review-file";
import { CloudflareError } from "../../lib/cloudflare/error";
import { ConfigurationError } from "../../lib/config/configuration";
import { LockError } from "../../lib/files/lock";
import { AnswerError } from "../../lib/init/questions";
import { ProxyError } from "../../lib/net/proxy";
import { ReviewError } from "../../lib/plan/error";
import { ApiError } from "../../lib/setup/api";
import { InterruptedError, SynthError, TerraformError } from "../../lib/terraform/errors";
import { UserError } from "../../lib/user-error";
import { EmulatorError } from "../../packages/emulator/index";

const text = "it is wrong: fix it";

test.each([
  new UserError(text),
  new Refused(text),
  new LockError(text),
  new ReviewError(text),
  new ReviewFileError(text),
  new AnswerError(text),
  new ProxyError(text),
  new ApiError(text, 403),
  new CloudflareError("other", text),
  new TerraformError(text),
  new SynthError(text, 1),
  new EmulatorError(text),
])("$name is one line and exit 2", (error) => {
  expect(explain(error)).toEqual({ text, exitCode: 2 });
});

test("a place stands before the text and what to do behind it, as fields too; a name of a file is written out", () => {
  const place = { file: "a\u001b[31m.yaml", line: 12, column: 7 };
  const error = new UserError("it is wrong", { place, fix: "fix it", exitCode: 1, cause: new Error("why") });
  expect(explain(error)).toEqual({ text: "a\\u001b[31m.yaml:12:7: it is wrong: fix it", exitCode: 1 });
  expect(error).toMatchObject({ place, fix: "fix it", cause: new Error("why"), name: "UserError" });
});

test("a configuration says all that is wrong with it, a line each", () => {
  const finding = { source: "check", rule: "schema", severity: "error", message: "it is wrong" } as const;
  const at = { file: "domains.yaml", line: 1, column: 2 };
  const { text: lines, exitCode } = explain(new ConfigurationError([{ ...finding, at }, finding]));
  expect([lines, exitCode]).toEqual(["domains.yaml:1:2: error: it is wrong (schema)\nerror: it is wrong (schema)", 2]);
});

test("Ctrl-C says nothing more", () => {
  expect(explain(new InterruptedError())).toEqual({ text: undefined, exitCode: 130 });
});

test("what the system says of a file is a line of ours, behind other errors too", () => {
  const full = Object.assign(new Error("ENOSPC"), { code: "ENOSPC", syscall: "write", path: "plan.json" });
  const said = { text: expect.stringMatching(/^cannot write "plan\.json": no space is left/), exitCode: 2 };
  expect(explain(full)).toEqual(said);
  expect(explain(new Error("saving failed", { cause: full }))).toEqual(said);
});

test.each([
  ["a type error", new TypeError("x is not a function")],
  ["an error that nobody made for people", new Error("invariant")],
  ["an error that looks like ours", Object.assign(new Error("x"), { name: "UserError", exitCode: 2, fix: "y" })],
])("%s is a defect, and has its stack", (_what, error) => {
  const { text: said, exitCode } = explain(error);
  expect(said).toContain(`mailzone failed, which is a defect: ${error.stack}`);
  expect(said).toContain("explain.test");
  expect(exitCode).toBe(2);
});

test("a thrown value that is no error is a defect too", () => {
  expect(explain("a text").text).toBe("mailzone failed, which is a defect: a text");
});
