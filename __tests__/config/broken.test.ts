import { type Configuration, isReadable, parseConfiguration } from "../../lib/config/configuration";
import { findingFaults } from "../helpers/finding-faults";
import { HAND_MADE } from "./broken-by-hand";
import { type BrokenFile, FULL, mutatedFiles } from "./broken-files";

const parse = (text: string) => parseConfiguration([{ file: "domains.yaml", text }]);

/** What is wrong with the answer to a broken file; nothing, if it is a good one. */
function faults({ title, text, says }: BrokenFile, { findings, domains, ...config }: Configuration): string[] {
  const errors = findings.filter(({ severity }) => severity === "error");
  const wrong = [
    ...findings.flatMap((finding) => findingFaults(finding, text)),
    errors.length === 0 && "no error",
    isReadable({ findings, domains, ...config }) && "fits the schema",
    domains.length > 0 && "has domains",
    says && !errors.some(({ message }) => says.test(message)) && `does not say ${says}: ${findings[0]?.message}`,
  ];
  return wrong.filter((fault) => fault !== false && fault !== undefined).map((fault) => `${title}: ${fault}`);
}

const FILES = [...mutatedFiles(), ...HAND_MADE];

test("the file that is mutated is right", () => {
  expect(parse(FULL).findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(parse(FULL).domains).toHaveLength(2);
});

test(`${FILES.length} broken files each have a good error and no domains`, () => {
  expect(FILES.length).toBeGreaterThanOrEqual(300);
  expect(FILES.flatMap((file) => faults(file, parse(file.text)))).toEqual([]);
}, 30_000);

test("a broken file leaves the prototypes alone", () => {
  parse(
    'x-a: {"__proto__": {polluted: 1}, constructor: {prototype: {polluted: 1}}}\ndomains: [{__proto__: {polluted: 1}}]',
  );
  expect({}).not.toHaveProperty("polluted");
});
