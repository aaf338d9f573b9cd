// V8's code of what was built, where it is of another text or torn: a run compiles for itself.
import fs from "node:fs";
import { SmallClone } from "../helpers/small-clone";

let clone: SmallClone;
beforeEach(() => {
  clone = new SmallClone();
  clone.install("yaml");
  for (const entry of ["lib/cli/main.ts", "lib/cli/emulator/shim.ts"]) clone.write(entry, "console.log(1);\n");
});
afterEach(() => clone.remove());

const source = (word: string) =>
  `import { parse } from "yaml";\nfunction say(): void {\n  console.log("${word}", parse("a: 3").a);\n}\nsay();\n`;
const codes = () => clone.built().filter((name) => /^synth.*\.code$/.test(name));
/** As synth is started, with the option that V8's code was made with. */
const run = () => clone.node("--max-semi-space-size=4", clone.at("bin", "synth.js")).stdout;

test("code of a text of the same length, which V8 would take, is not taken", () => {
  clone.write("main.ts", source("old"));
  clone.node(clone.at("bin", "build.js"));
  const old = codes().map((name) => [name, fs.readFileSync(clone.at("dist", "bin", name))] as const);
  expect(old).toHaveLength(2);
  clone.write("main.ts", source("new"));
  expect(run()).toBe("new 3\n");
  for (const [name, bytes] of old) fs.writeFileSync(clone.at("dist", "bin", name), bytes);
  expect(run()).toBe("new 3\n");
});

test("code that breaks off is not taken", () => {
  clone.write("main.ts", source("new"));
  clone.node(clone.at("bin", "build.js"));
  for (const [index, size] of [3, 100].entries()) {
    fs.truncateSync(clone.at("dist", "bin", codes()[index]!), size);
    expect(run()).toBe("new 3\n");
  }
});
