// Test files begin in an order that says nothing of the machine.
import fs from "node:fs";
import path from "node:path";

type Test = Readonly<Record<"path", string>>;
const Sequencer = require("./sequencer.js");
const sorted = (...files: string[]): string[] => {
  const tests = files.map((file) => ({ path: `/x/__tests__/${file}.test.ts` }));
  return new Sequencer({})
    .sort(tests)
    .map(({ path: at }: Test) => at.slice("/x/__tests__/".length, -".test.ts".length));
};

test("what takes long comes first, all else by its path", () => {
  expect(sorted("b", "e2e/review", "verify/causes", "a", "e2e/article", "long/day-one-to-thirty")).toEqual([
    "long/day-one-to-thirty",
    "e2e/article",
    "verify/causes",
    "e2e/review",
    "a",
    "b",
  ]);
});

test("each that is named is there", () => {
  const files = (fs.readdirSync(path.resolve("__tests__"), { recursive: true }) as string[]).map(
    (file) => `__tests__/${file}`,
  );
  const named = (Sequencer.LONGEST as string[]).filter((name) => !name.endsWith("/"));
  expect(named.filter((name) => !files.some((file) => file.endsWith(`${name}.test.ts`)))).toEqual([]);
});
