// A worker of the tests keeps the modules of lib and of the emulator from one test file to the next (runtime.js): they must have no state.
import fs from "node:fs";
import path from "node:path";

const ROOT = path.resolve(__dirname, "..", "..");

/** All that is kept. What imports CDKTF is not: layers.test.ts checks that only lib/stacks and lib/index.ts do. */
const files = ["lib", "packages/emulator/src", "packages/emulator/internals"]
  .flatMap((folder) =>
    (fs.readdirSync(path.join(ROOT, folder), { recursive: true }) as string[]).map((file) => path.join(folder, file)),
  )
  .filter((file) => file.endsWith(".ts") && !file.startsWith("lib/stacks/"));

/** A variable of the whole module, an empty collection in one that is not readonly, an object of a class: with generic types of one line. */
const STATE =
  /^(?:export )?(?:(?:let|var) (\w+)|const (\w+)(?:: (?!Readonly|readonly).+?)? = (?:new (?:Map|Set|WeakMap|WeakSet)\b.*\(\)|\[\]|\{\});|const (\w+)(?:: .+?)? = new (?!(?:Map|Set|WeakMap|WeakSet|RegExp|TextDecoder|TextEncoder)\b|Intl\.))|^ +(?:private |public )?static (?!readonly)(\w+)(?:: .+)? =/gm;

/** What is computed once and never changes. */
const CACHES = [
  "lib/config/schema/json-schema.ts made",
  "lib/records/page/html.ts NOTHING",
  "packages/emulator/src/http/aws/acm-api.ts sdkModel",
  "packages/emulator/src/http/aws/ses-api.ts sdkModel",
  "packages/emulator/src/protocol/schema.ts types",
  "packages/emulator/src/protocol/value.ts extensions",
];

test("no module that is kept has a state", () => {
  const found = files.flatMap((file) =>
    [...fs.readFileSync(path.join(ROOT, file), "utf8").matchAll(STATE)].map(
      ([, ...names]) => `${file} ${names.find((name) => name !== undefined)}`,
    ),
  );
  expect(found.sort()).toEqual(CACHES);
});

test.each([
  "let count = 0;",
  "export let last: string | undefined;",
  "const seen = new Set<string>();",
  "const byName: Map<string, Map<string, number>> = new Map();",
  "const list: string[] = [];",
  "export const table: Record<string, string> = {};",
  "const queue = new Queue();",
  "class A {\n  static last = 1;\n}",
])("%j is a state", (text) => {
  expect(text.match(STATE)).toHaveLength(1);
});

test.each([
  "const NONE: ReadonlyMap<string, number> = new Map();",
  "const EMPTY: readonly never[] = [];",
  'const NAMES = new Set(["a"]);',
  'const NUMBERS = new Intl.NumberFormat("en");',
  "function f() {\n  let count = 0;\n}",
])("%j is none", (text) => {
  expect(text.match(STATE)).toBeNull();
});
