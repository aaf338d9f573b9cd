// The folder that a build replaces while others read it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

interface Replace {
  buildFolder(out: string, beside: string, build: (folder: string) => string | undefined): void;
}
const { buildFolder } = jest.requireActual<Replace>("../bin/replace");

let base: string;
let out: string;
beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-replace-"));
  out = path.join(base, "dist", "lib");
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

function files(): Record<string, string> {
  const entries = fs.readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((file) => [path.relative(out, file), fs.readFileSync(file, "utf8")]));
}

const TWO = { "index.js": "1", [path.join("dns", "names.js")]: "2" };

test("the folder has what was built and nothing else, and the temporary one is gone", () => {
  write(out, { "index.js": "old", [path.join("gone", "old.js")]: "old" });
  buildFolder(out, base, (folder) => {
    write(path.join(folder, "lib"), TWO);
    write(folder, { "other.js": "not of lib" });
    return path.join(folder, "lib");
  });
  expect(files()).toEqual(TWO);
  expect(fs.readdirSync(base)).toEqual(["dist"]);
});

test("while it is built, also by another build, every file of before is there and whole", () => {
  write(out, TWO);
  buildFolder(out, base, (folder) => {
    write(folder, { ...TWO, "index.js": "3" });
    expect(files()).toEqual(TWO);
    buildFolder(out, base, (other) => {
      write(other, { ...TWO, "index.js": "4" });
      return undefined;
    });
    expect(files()).toEqual({ ...TWO, "index.js": "4" });
    return undefined;
  });
  expect(files()).toEqual({ ...TWO, "index.js": "3" });
});

test("a build that fails changes nothing, and leaves nothing", () => {
  write(out, TWO);
  const failing = (folder: string) => {
    write(folder, { "index.js": "half" });
    throw new Error("tsc failed");
  };
  expect(() => buildFolder(out, base, failing)).toThrow("tsc failed");
  expect(files()).toEqual(TWO);
  expect(fs.readdirSync(base)).toEqual(["dist"]);
});
