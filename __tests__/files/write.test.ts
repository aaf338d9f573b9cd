import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeWhole } from "../../lib/files/write";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "mailzone-write-"));
  fs.mkdirSync(path.join(folder, "a", "b"), { recursive: true });
  fs.mkdirSync(path.join(folder, "real"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));
const at = (...parts: string[]) => path.join(folder, ...parts);

test("a file is written whole, and a link in its place is replaced and not followed", () => {
  fs.writeFileSync(at("real", "file"), "real");
  fs.symlinkSync(at("real", "file"), at("a", "file"));
  writeWhole(at("a", "file"), "new", 0o755);
  expect(fs.readFileSync(at("real", "file"), "utf8")).toBe("real");
  expect(fs.readFileSync(at("a", "file"), "utf8")).toBe("new");
  expect(fs.statSync(at("a", "file")).mode & 0o111).toBe(0o111);
  expect(fs.readdirSync(at("a")).sort()).toEqual(["b", "file"]);
  expect(() => writeWhole(at("none", "file"), "x")).toThrow("ENOENT");
});
