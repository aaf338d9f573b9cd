// What the launchers run is what stands in the files, though it is kept from one run to the next.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const ROOT = path.resolve(__dirname, "..");
const cache = path.join(ROOT, "node_modules", ".cache");
fs.mkdirSync(cache, { recursive: true });
const folder = fs.mkdtempSync(path.join(cache, "bundle-"));
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
  const kept = path.join(cache, "mailzone");
  for (const name of fs.readdirSync(kept)) if (name.includes(path.basename(folder))) fs.rmSync(path.join(kept, name));
});

const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text);
function run() {
  const entry = path.relative(ROOT, path.join(folder, "main.ts"));
  const { stdout, status, stderr } = spawnSync(process.execPath, [path.join(ROOT, "bin", "run.js"), entry], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : `failed: ${stderr}`;
}

test("a change of any file is seen by the next run, and so is a file that is gone", () => {
  write(
    "main.ts",
    'import { word } from "./part";\nimport data from "./data.json";\nconsole.log(word, data.number);\n',
  );
  write("part.ts", 'export const word: string = "one";\n');
  write("data.json", '{"number": 1}');
  expect([run(), run()]).toEqual(["one 1", "one 1"]);
  write("part.ts", 'export const word: string = "two";\n');
  expect(run()).toBe("two 1");
  write("data.json", '{"number": 2}');
  expect(run()).toBe("two 2");
  write("main.ts", 'import { parse } from "yaml";\nconsole.log(parse("a: 3").a);\n');
  expect([run(), run()]).toEqual(["3", "3"]);
  write("main.ts", 'import { word } from "./part";\nconsole.log(word);\n');
  fs.rmSync(path.join(folder, "part.ts"));
  expect(run()).toContain('Could not resolve "./part"');
});

test.each(["cut short", "empty"])("packages that are kept, %s, are made anew", (state) => {
  write("main.ts", 'import { parse } from "yaml";\nconsole.log(parse("a: 4").a);\n');
  expect(run()).toBe("4");
  const kept = path.join(cache, "mailzone");
  const label = path.basename(folder);
  const isLarge = (name: string) => fs.statSync(path.join(kept, name)).size > 1000;
  const files = fs.readdirSync(kept).filter((name) => name.includes(label) && name.endsWith(".js") && isLarge(name));
  const sizes = files.map((name) => fs.statSync(path.join(kept, name)).size);
  for (const [index, name] of files.entries())
    fs.truncateSync(path.join(kept, name), state === "empty" ? 0 : (sizes[index] ?? 0) - 100);
  expect(files).toHaveLength(1);
  expect(run()).toBe("4");
  expect(files.map((name) => fs.statSync(path.join(kept, name)).size)).toEqual(sizes);
});

test("where the cache cannot be written, and another than npm has installed, it works in memory, in a path with blanks too", () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone bundle "));
  try {
    fs.mkdirSync(path.join(root, "node_modules"));
    for (const name of ["bin", "tsconfig.json", "package.json"])
      fs.cpSync(path.join(ROOT, name), path.join(root, name), { recursive: true });
    for (const name of ["esbuild", "@esbuild", "yaml"])
      fs.symlinkSync(path.join(ROOT, "node_modules", name), path.join(root, "node_modules", name));
    // A file in the place of the folder stops root as well.
    fs.writeFileSync(path.join(root, "node_modules", ".cache"), "");
    const text = 'import { parse } from "yaml";\nconst a: number = parse("a: 3").a;\nconsole.log(a);\n';
    fs.writeFileSync(path.join(root, "main.ts"), text);
    const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(root, "bin", "run.js"), "main.ts"], {
      encoding: "utf8",
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: "3\n", stderr: "", status: 0 });
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});

describe("an installation that is not whole is one line, exit 2", () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-installed-"));
  const bin = path.join(home, "bin");
  beforeAll(() => fs.cpSync(path.join(ROOT, "bin"), bin, { recursive: true }));
  afterAll(() => fs.rmSync(home, { recursive: true }));

  function start(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
      fs.writeFileSync(path.join(home, name), text);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(bin, "synth.js")], { encoding: "utf8" });
    return { status, stdout, stderr };
  }
  const peers = JSON.stringify({ peerDependencies: { cdktf: "^0.21.0", constructs: "^10.4.2", there: "^1.0.0" } });

  test.each<[string, Record<string, string>, string]>([
    [
      "a package manager that brings no peers",
      {
        "package.json": peers,
        "node_modules/there/package.json": "{}",
        "dist/main.js": 'require("cdktf");',
      },
      "mailzone needs packages beside it that are not installed: add cdktf@^0.21.0 constructs@^10.4.2 with npm install, pnpm add or yarn add\n",
    ],
    [
      "a clone without packages",
      { "main.ts": "" },
      `a package is missing, 'esbuild': run npm ci in "${fs.realpathSync(home)}"\n`,
    ],
    [
      "packages of another machine",
      {
        "node_modules/esbuild/package.json": "{}",
        "node_modules/esbuild/index.js": `throw new Error('You need the "@esbuild/linux-arm64" package instead');`,
      },
      `the packages were installed on another kind of machine: run npm ci in "${fs.realpathSync(home)}"\n`,
    ],
  ])("%s", (_, files, stderr) => {
    expect(start(files)).toEqual({ status: 2, stdout: "", stderr });
  });

  test("a Node that is too old", () => {
    const launcher = path.join(bin, "old.js");
    fs.writeFileSync(
      launcher,
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.11.0" } });\nrequire("./mailzone.js");\n',
    );
    const { status, stderr } = spawnSync(process.execPath, [launcher], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `mailzone needs Node 20.19, 22.12 or later, and this is ${process.version}: install a newer one\n`,
    });
  });
});
