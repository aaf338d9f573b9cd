// YAML that is made to keep a reader busy: one error with its place, and nothing is read of the file.
import { parseConfiguration } from "../../lib/config/configuration";
import { count } from "../run/cases";

const errors = (text: string) =>
  parseConfiguration([{ file: "domains.yaml", text }], []).findings.map(({ message, at }) => {
    return `${at?.line}:${at?.column}: ${message}`;
  });

/** Ten of each, nine times over: a thousand million values. */
const laughs = [
  "a: &a [x, x, x, x, x, x, x, x, x, x]",
  ...Array.from("bcdefghij", (name, index) => {
    const below = "abcdefghi"[index];
    return `${name}: &${name} [${Array(10).fill(`*${below}`).join(", ")}]`;
  }),
].join("\n");

const A_MILLION = "1:1: aliases bring in more than a million values: write fewer of them";

test.each([
  ["aliases that multiply each other", laughs, [A_MILLION]],
  ["merges that do", laughs.replaceAll("[x,", "{x: 1, y: [x,").replace("x]", "x]}"), [A_MILLION]],
  [
    "a long text that is brought in by a thousand aliases",
    `a: &a ${"x".repeat(60_000)}\nb: [${Array(3000).fill("*a").join(", ")}]`,
    [A_MILLION],
  ],
  ["brackets", "[".repeat(count(10_000, 100_000)), ["1:102: nested deeper than 100 levels: flatten it"]],
  ["braces", "{a: ".repeat(count(5_000, 50_000)), ["1:405: nested deeper than 100 levels: flatten it"]],
  ["hyphens", "- ".repeat(count(5_000, 50_000)), ["1:203: nested deeper than 100 levels: flatten it"]],
  [
    "a text",
    `domains: ${"x".repeat(65_537)}`,
    ["1:10: a text of 65,537 characters stands here: nothing takes more than 65,536"],
  ],
  [
    "a key",
    `? ${"x".repeat(70_000)}\n: 1`,
    ["1:3: a text of 70,000 characters stands here: nothing takes more than 65,536"],
  ],
  [
    "documents",
    "a: 1\n---\n".repeat(count(500, 20_000)),
    ["2:1: a second document begins here: keep one, or write two files"],
  ],
])("%s", (_what, text, expected) => {
  expect(errors(text)).toEqual(expected);
});

test.each([
  ["aliases without an anchor", Array.from({ length: count(5_000, 150_000) }, (_, at) => `- *a${at}\n`).join("")],
  ["keys that stand twice", "a: 1\n".repeat(count(2_000, 20_000))],
  ["tabs", "\ta: 1\n".repeat(count(2_000, 20_000))],
])("of very many mistakes the first twenty are shown: %s", (_what, text) => {
  const isYaml = (error: string) => !error.includes("unknown key");
  expect(errors(text).filter(isYaml)).toHaveLength(20);
});

test("an anchor of megabytes is shown cut", () => {
  const [error = "", ...others] = errors(`a: *${"x".repeat(2_000_000)}`);
  expect([error.length < 420, error.startsWith("1:4: a text of 2,000,00"), others]).toEqual([true, true, []]);
});
