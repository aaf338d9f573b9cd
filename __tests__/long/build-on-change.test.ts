// What the launchers run is what stands in the source, though it was built before; and stacks show the source's lines.
import fs from "node:fs";
import path from "node:path";
import { SmallClone } from "../helpers/small-clone";

let project: SmallClone;
beforeEach(() => {
  project = new SmallClone();
});
afterEach(() => project.remove());

const at = (...parts: string[]) => project.at(...parts);
const write = (name: string, text: string) => project.write(name, text);
/** A clone with the packages that are named, whoever installed them. */
const clone = (...packages: string[]) => project.install(...packages);
const node = (...args: string[]) => project.node(...args);
const built = () => project.built();
function run() {
  const { stdout, status, stderr } = node(at("bin", "synth.js"));
  return status === 0 ? stdout.trim() : `failed: ${stderr}`;
}

test("a change of any file is seen by the next run, and so is a file that is gone", () => {
  clone("yaml");
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
  fs.rmSync(at("part.ts"));
  expect(run()).toContain('Could not resolve "./part"');
  expect(built()).toEqual(["synth.js", "synth.js.map", "synth.json", "synth.packages.js"]);
});

test("another version of a package is seen, also where all of its dates and sizes are the same", () => {
  clone();
  const install = (version: string, word: string) => {
    // As npm does: the new folder in the place of the old one, its files of 1985.
    fs.rmSync(at("node_modules", "words"), { recursive: true, force: true });
    write("node_modules/words/package.json", JSON.stringify({ name: "words", version, main: "index.js" }));
    write("node_modules/words/index.js", `module.exports.word = "${word}";`);
    for (const name of ["package.json", "index.js"])
      fs.utimesSync(at("node_modules", "words", name), 499162500, 499162500);
  };
  install("1.0.0", "one");
  write("main.ts", 'import { word } from "words";\nconsole.log(word);\n');
  expect([run(), run()]).toEqual(["one", "one"]);
  install("1.0.1", "two");
  expect(run()).toBe("two");
});

test.each(["synth.js", "synth.packages.js"])("%s is built again if it is truncated or missing", (name) => {
  clone("yaml");
  write("main.ts", 'import { parse } from "yaml";\nconsole.log(parse("a: 4").a);\n');
  expect(run()).toBe("4");
  const { size } = fs.statSync(at("dist", "bin", name));
  for (const cut of [size - 10, 0]) {
    fs.truncateSync(at("dist", "bin", name), cut);
    expect(run()).toBe("4");
    expect(fs.statSync(at("dist", "bin", name)).size).toBe(size);
  }
  fs.rmSync(at("dist", "bin", name));
  expect(run()).toBe("4");
});

test("the launcher works in memory if dist cannot be written, and writes nothing to node_modules", () => {
  clone("yaml");
  // A file in the place of the folder stops root as well.
  write("dist", "");
  write("main.ts", 'import { parse } from "yaml";\nconst a: number = parse("a: 3").a;\nconsole.log(a);\n');
  const before = fs.readdirSync(at("node_modules"));
  expect(node(at("bin", "synth.js"))).toMatchObject({ stdout: "3\n", stderr: "", status: 0 });
  expect(fs.readdirSync(at("node_modules"))).toEqual(before);
});

test("npm's prepare builds what launchers run, and an installation without esbuild does not fail", () => {
  clone();
  for (const entry of ["main.ts", "lib/cli/main.ts", "lib/cli/emulator/shim.ts"])
    write(entry, `console.log("${entry}");\n`);
  expect(node(at("bin", "build.js"))).toMatchObject({ stdout: "", stderr: "", status: 0 });
  expect(built().filter((name) => name.endsWith(".json"))).toEqual(["mailzone.json", "synth.json", "terraform.json"]);
  expect(node(at("bin", "mailzone.js")).stdout).toBe("lib/cli/main.ts\n");
  expect(node(at("bin", "terraform.js")).stdout).toBe("lib/cli/emulator/shim.ts\n");
  fs.rmSync(at("node_modules"), { recursive: true });
  // Current still, and run as it is.
  expect(node(at("bin", "mailzone.js")).stdout).toBe("lib/cli/main.ts\n");
  write("lib/cli/main.ts", "");
  expect(node(at("bin", "build.js"))).toMatchObject({
    stderr: "mailzone was not built: esbuild is not installed\n",
    status: 0,
  });
});

test("V8's code of what was built is made with it, taken by runs, and removed when another text is built", () => {
  clone("yaml");
  const source = (word: string) =>
    `import { parse } from "yaml";\nfunction say(): void {\n  console.log("${word}", parse("a: 3").a);\n}\nsay();\n`;
  for (const entry of ["lib/cli/main.ts", "lib/cli/emulator/shim.ts"]) write(entry, "console.log(1);\n");
  write("main.ts", source("old"));
  node(at("bin", "build.js"));
  const codes = () => built().filter((name) => /^synth.*\.code$/.test(name));
  expect(codes()).toEqual(["synth.js.code", "synth.packages.js.code"]);
  write(
    "judge.js",
    `const { compile, filesOf, optimizeLate, readCode } = require("./bin/code.js");
optimizeLate();
for (const file of filesOf("synth")) {
  const text = require("node:fs").readFileSync("dist/bin/" + file, "utf8");
  console.log(compile(file, text, readCode(file, text)).cachedDataRejected);
}`,
  );
  // As synth is started; with other options V8 compiles for itself.
  const option = "--max-semi-space-size=4";
  expect(node(option, at("judge.js")).stdout).toBe("false\nfalse\n");
  expect(node(at("judge.js")).stdout).toBe("true\ntrue\n");
  for (const options of [[option], []]) expect(node(...options, at("bin", "synth.js")).stdout).toBe("old 3\n");

  write("main.ts", source("new"));
  expect(node(option, at("bin", "synth.js")).stdout).toBe("new 3\n");
  expect(codes()).toEqual([]);
});

test("V8's code of a package that is read late is what runs use once they ask for it", () => {
  clone("log-update");
  for (const entry of ["main.ts", "lib/cli/emulator/shim.ts"]) write(entry, "console.log(1);\n");
  write(
    "lib/cli/main.ts",
    'if (process.argv[2]) import("log-update").then(({ createLogUpdate }) => console.log(typeof createLogUpdate));\n',
  );
  node(at("bin", "build.js"));
  const code = "late-log-update.js.code";
  expect(built()).toContain(code);
  const asked = () => node(at("bin", "mailzone.js"), "late").stdout;
  expect([node(at("bin", "mailzone.js")).stdout, asked()]).toEqual(["", "function\n"]);
  // Of another text, or not there, it is left alone.
  fs.writeFileSync(at("dist", "bin", code), "of another text");
  expect(asked()).toBe("function\n");
  fs.rmSync(at("dist", "bin", code));
  expect(asked()).toBe("function\n");
});

test.each(["written", "written with V8's code", "in memory"])(
  "the stack of an error has the source's lines, where what was built is %s",
  (where) => {
    clone();
    if (where === "in memory") write("dist", "");
    write("main.ts", 'import { fail } from "./lib/part";\n\nconsole.log("begins");\nfail();\n');
    write(
      "lib/part.ts",
      'type A = 1;\ninterface B { a: A }\n\nexport function fail(): B {\n  throw new Error("no");\n}\n',
    );
    const options = where === "written with V8's code" ? ["--max-semi-space-size=4"] : [];
    if (options.length > 0) {
      for (const entry of ["lib/cli/main.ts", "lib/cli/emulator/shim.ts"]) write(entry, "");
      node(at("bin", "build.js"));
      expect(built()).toContain("synth.js.code");
    }
    const { stderr, status } = node(...options, at("bin", "synth.js"));
    expect(status).toBe(1);
    const real = fs.realpathSync(project.home);
    expect(stderr).toContain("Error: no\n");
    if (where === "in memory") expect(stderr).toContain(path.join("dist", "bin", "synth.js"));
    else {
      expect(stderr).toContain(`at fail (${path.join(real, "lib", "part.ts")}:5:9)`);
      expect(stderr).toContain(`(${path.join(real, "main.ts")}:4:1)`);
    }
  },
);

describe("an installation that is not whole is one line, exit 2", () => {
  test.each<[string, Record<string, string>, (home: string) => string]>([
    [
      "a package that lacks another",
      { "dist/bin/synth.js": 'require("cdktf");' },
      () => "a package is missing, 'cdktf': install @mailzone/mailzone again\n",
    ],
    [
      "a clone without packages",
      { "main.ts": "" },
      (root) => `a package is missing, 'esbuild': run npm ci in "${root}"\n`,
    ],
    [
      "packages of another machine",
      {
        "main.ts": "",
        "node_modules/esbuild/package.json": "{}",
        "node_modules/esbuild/index.js": `throw new Error('You need the "@esbuild/linux-arm64" package instead');`,
      },
      (root) => `the packages were installed on another kind of machine: run npm ci in "${root}"\n`,
    ],
  ])("%s", (_, files, stderr) => {
    for (const [name, text] of Object.entries(files)) write(name, text);
    expect(node(at("bin", "synth.js"))).toMatchObject({
      status: 2,
      stdout: "",
      stderr: stderr(fs.realpathSync(project.home)),
    });
  });

  test("a clone whose source imports a package that is not installed yet", () => {
    clone();
    write("main.ts", 'import "absent";\n');
    const stderr = `a package is missing, "absent": run npm ci in "${fs.realpathSync(project.home)}"\n`;
    expect(node(at("bin", "synth.js"))).toMatchObject({ status: 2, stdout: "", stderr });
  });

  test("a clone whose source cannot be built, as after half a merge: with its place, by the launcher and by npm's prepare", () => {
    clone();
    write("main.ts", 'import "./gone";\nexport const half = ;\n');
    const stderr = `the source cannot be built: main.ts:2:21: Unexpected ";"\n`;
    expect(node(at("bin", "synth.js"))).toMatchObject({ status: 2, stdout: "", stderr });
    write("main.ts", 'import "./gone";\nimport "./lost";\n');
    const gone = `the source cannot be built: main.ts:1:8: Could not resolve "./gone" (and 1 more)\n`;
    expect(node(at("bin", "synth.js"))).toMatchObject({ status: 2, stdout: "", stderr: gone });
    write("lib/cli/main.ts", "");
    write("lib/cli/emulator/shim.ts", "");
    expect(node(at("bin", "build.js"))).toMatchObject({ status: 1, stderr: `mailzone was not built: ${gone}` });
  });

  test("a clone with changed sources and without esbuild does not run its stale build", () => {
    clone();
    write("main.ts", 'console.log("old");\n');
    expect(run()).toBe("old");
    write("main.ts", 'console.log("new");\n');
    fs.rmSync(at("node_modules"), { recursive: true });
    expect(node(at("bin", "synth.js"))).toMatchObject({ status: 2, stdout: "" });
  });

  test("a Node that is too old", () => {
    write(
      "bin/old.js",
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.11.0" } });\nrequire("./mailzone.js");\n',
    );
    expect(node(at("bin", "old.js"))).toMatchObject({
      status: 2,
      stderr: `mailzone needs Node 20.19, 22.12 or later, and this is ${process.version}: install a newer one\n`,
    });
  });
});
