import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { present, writeNew } from "../../lib/files/write-new";

const FILES = [
  { path: "a.txt", text: "a" },
  { path: ".b/c/d.txt", text: "d" },
  { path: ".b/e.txt", text: "e" },
];
const NAMES = FILES.map((file) => file.path);

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-new-"));
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

/** All that lies in the folder. */
const all = () => (fs.readdirSync(folder, { recursive: true }) as string[]).sort();

test("files and the folders on the way to them, also to the folder itself", () => {
  writeNew(path.join(folder, "x", "y"), FILES);
  expect(all()).toEqual(
    ["x", "x/y", "x/y/.b", "x/y/.b/c", "x/y/.b/c/d.txt", "x/y/.b/e.txt", "x/y/a.txt"].map(path.normalize).sort(),
  );
  expect(fs.readFileSync(path.join(folder, "x", "y", ".b", "c", "d.txt"), "utf8")).toBe("d");
});

test("what is there is named, links on the way as well, and what a link leads to is not written", () => {
  fs.mkdirSync(path.join(folder, ".b"));
  expect(present(folder, NAMES)).toEqual([]);
  fs.writeFileSync(path.join(folder, ".b", "e.txt"), "mine");
  fs.symlinkSync("nowhere", path.join(folder, "a.txt"));
  expect(present(folder, NAMES)).toEqual(["a.txt", ".b/e.txt"]);
  fs.rmSync(path.join(folder, ".b"), { recursive: true });
  fs.symlinkSync(os.tmpdir(), path.join(folder, ".b"));
  expect(present(folder, NAMES)).toEqual(["a.txt", ".b"]);
});

test("none of several files is written if one of them exists already", () => {
  fs.mkdirSync(path.join(folder, ".b"));
  fs.writeFileSync(path.join(folder, ".b", "e.txt"), "mine");
  expect(() => writeNew(folder, FILES)).toThrow(expect.objectContaining({ code: "EEXIST" }));
  expect(all()).toEqual([".b", path.join(".b", "e.txt")]);
  expect(fs.readFileSync(path.join(folder, ".b", "e.txt"), "utf8")).toBe("mine");
});

test.each([
  ["a file in the place of the folder", "", "ENOTDIR"],
  ["a file in the place of a folder within it", ".b", "ENOTDIR"],
])("%s is left alone, and nothing is written", (_what, name, code) => {
  const base = path.join(folder, "project");
  if (name !== "") fs.mkdirSync(base);
  fs.writeFileSync(path.join(base, name), "mine");
  const before = all();
  expect(() => writeNew(base, FILES)).toThrow(expect.objectContaining({ code }));
  expect(all()).toEqual(before);
});

test("a disk that is full at the last file leaves no file and no folder", () => {
  const write = fs.writeFileSync;
  let count = 0;
  jest.spyOn(fs, "writeFileSync").mockImplementation((...given) => {
    count += 1;
    if (count === FILES.length) throw Object.assign(new Error("full"), { code: "ENOSPC", syscall: "write" });
    return write(...given);
  });
  expect(() => writeNew(path.join(folder, "x"), FILES)).toThrow("full");
  expect(count).toBe(FILES.length);
  expect(all()).toEqual([]);
});
