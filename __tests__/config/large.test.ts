// A file without end, and values that are longer than anything that belongs there.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseConfiguration } from "../../lib/config/configuration";
import { loadConfiguration } from "../../lib/config/load";
import { systemFault } from "../../lib/config/system-fault";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-large-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test("a file without end has one here", () => {
  const { findings } = loadConfiguration(["/dev/zero"], folder, { imports: false });
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringContaining("it is larger than 8 MB: divide it, a folder of several files is read as one"),
  ]);
});

test.each([
  ["a value", `domains:\n  - domain: ${"aB1".repeat(2_000_000)}\n`, "2:13", "6,000,000"],
  ["a key", `domains:\n  - ${"aB1".repeat(2_000_000)}: 1\n`, "2:5", "6,000,000"],
  ["a quoted text", `domains: "${"ü".repeat(65_535)}"\n`, "1:10", "65,537"],
  ["a block", `domains: |\n ${"x\n ".repeat(30_000)}\n`, "1:10", "90,000"],
])("%s that is far too long is not looked into", (_name, text, place, length) => {
  const { findings } = parseConfiguration([{ file: "domains.yaml", text }], []);
  expect(findings.map(({ at, message }) => [`${at?.line}:${at?.column}`, message])).toEqual([
    [place, `a text of ${length} characters stands here: nothing takes more than 65,536`],
  ]);
});

test.each([
  [
    { code: "ENOSPC", syscall: "write" },
    "cannot write a file: no space is left on the disk (ENOSPC): free some and run it again",
  ],
  [
    { code: "EROFS", syscall: "mkdir", path: ".mailzone" },
    'cannot write ".mailzone": the disk is read-only (EROFS): work in a copy of the project that can be written to',
  ],
  [
    { code: "EACCES", syscall: "open", path: "a\u001b[2J" },
    'cannot open "a\\u001b[2J": there is no permission for it (EACCES): run it as the owner of the project, or fix the permissions',
  ],
  [
    { code: "ENOSPC", syscall: "rename", path: "a.new", dest: "a" },
    'cannot write "a": no space is left on the disk (ENOSPC): free some and run it again',
  ],
])("%j of the system is one line that says what to do", (fields, message) => {
  expect(systemFault(Object.assign(new Error("x"), fields))).toBe(message);
  expect(systemFault(new Error("around", { cause: Object.assign(new Error("x"), fields) }))).toBe(message);
});

test("a defect of mailzone is not reported as a system error", () => {
  expect(systemFault(new TypeError("x is undefined"))).toBeUndefined();
  expect(systemFault(Object.assign(new Error("x"), { code: "ECONNREFUSED", syscall: "connect" }))).toBeUndefined();
});
