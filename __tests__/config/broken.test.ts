import fc from "fast-check";
import { parseConfiguration } from "../../lib/config/configuration";
import { FILES, faults } from "./broken-answers";
import { FULL } from "./broken-files";

const parse = (text: string) => parseConfiguration([{ file: "domains.yaml", text }]);

/** All of them are in test:long, those of 5 MB only there. */
const small = FILES.filter(({ text }) => text.length < 1_000_000);
const SAMPLE = fc.sample(fc.shuffledSubarray(small, { minLength: 80, maxLength: 80 }), {
  numRuns: 1,
  seed: 20_261_129,
})[0]!;

test("the file that is mutated is right", () => {
  expect(parse(FULL).findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(parse(FULL).domains).toHaveLength(2);
});

test("80 broken files each have a good error and no domains", () => {
  expect(SAMPLE.flatMap(faults)).toEqual([]);
});

test("a broken file does not change prototypes", () => {
  parse(
    'x-a: {"__proto__": {polluted: 1}, constructor: {prototype: {polluted: 1}}}\ndomains: [{__proto__: {polluted: 1}}]',
  );
  expect({}).not.toHaveProperty("polluted");
});
