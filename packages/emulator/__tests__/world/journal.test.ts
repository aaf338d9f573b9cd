// The journal when the disk fills up in the middle of a line.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Journal } from "../../src/world/journal";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-journal-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test("a line that a full disk cut short is taken back, so that the next one can be read", () => {
  const file = path.join(folder, "world.jsonl");
  const journal = Journal.open(file, () => {});
  journal.append([["numbers/a", 1]]);
  const write = jest.spyOn(fs, "writeSync");
  write.mockImplementationOnce((descriptor, line) =>
    fs.writevSync(descriptor, [Buffer.from(String(line)).subarray(0, 5)]),
  );
  write.mockImplementationOnce(() => {
    throw Object.assign(new Error("no space"), { code: "ENOSPC", syscall: "write" });
  });
  expect(() => journal.append([["numbers/b", 2]])).toThrow("no space");
  write.mockRestore();
  journal.append([["numbers/c", 3]]);
  journal.close();
  const seen: unknown[] = [];
  Journal.open(file, (changes) => seen.push(...changes)).close();
  expect(seen).toEqual([
    ["numbers/a", 1],
    ["numbers/c", 3],
  ]);
});
