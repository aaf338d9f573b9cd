// What Terraform tells of a lock, in each of its spellings.
import { parsePlainDiagnostics } from "../../lib/terraform/diagnostics";
import { lockArgs, parseStateLock } from "../../lib/terraform/state-lock";

const LOCK = {
  id: "d4deefaf-036c",
  path: "state/mail.tfstate",
  operation: "apply",
  who: "root@vm",
  version: "1.11.4",
  created: "2026-11-29 06:48:27 UTC",
};
const INFO = [
  "Lock Info:",
  "  ID:        d4deefaf-036c",
  "  Path:      state/mail.tfstate",
  "  Operation: OperationTypeApply",
  "  Who:       root@vm",
  "  Version:   1.11.4",
  "  Created:   2026-11-29 06:48:27.010646621 +0000 UTC",
  "  Info:      ",
  "",
  "",
  "Terraform acquires a state lock to protect the state.",
].join("\n");

test("the lock that an error tells of, in plain text, in a frame and in JSON", () => {
  const plain = `Error: Error acquiring the state lock\n\nError message: api error\nPreconditionFailed\n${INFO}`;
  expect(parseStateLock(parsePlainDiagnostics(plain))).toEqual(LOCK);
  expect(parseStateLock(parsePlainDiagnostics(plain.replace(/^/gm, "│ ")))).toEqual(LOCK);
  expect(parseStateLock([{ detail: "something else" }, { detail: `Error message: x\n${INFO}` }])).toEqual(LOCK);
});

test.each([
  ["no lock is told of", "Error message: AccessDenied"],
  ["it has no id", INFO.replace("d4deefaf-036c", "")],
  ["nothing follows", "Lock Info:\n"],
])("none where %s", (_, detail) => {
  expect(parseStateLock([{ detail }])).toBeUndefined();
});

test("an operation that we do not know stays in its own words", () => {
  expect(parseStateLock([{ detail: INFO.replace("OperationTypeApply", "state-rm") }])?.operation).toBe("state-rm");
});

test("arguments: no lock, a wait, or nothing", () => {
  expect([lockArgs({}), lockArgs({ lock: true }), lockArgs({ lockTimeout: "10m" })]).toEqual([
    [],
    [],
    ["-lock-timeout=10m"],
  ]);
  expect(lockArgs({ lock: false, lockTimeout: "10m" })).toEqual(["-lock=false"]);
});
