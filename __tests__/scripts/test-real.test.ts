// The command line of `npm run test:real`. What it compares is tried by itself, see docs/providers.md.
import fs from "node:fs";
import path from "node:path";
import { HELP, parseArguments } from "../../scripts/real/arguments";
import { MUTATIONS } from "../../scripts/real/mutations";

const NOTHING = { only: "", cloudflare: [], aws: [], first: false, mutations: false, help: false };

test.each<[string[], object]>([
  [[], {}],
  [["--"], {}],
  [["--", "--help"], { help: true }],
  [["-h"], { help: true }],
  [["--only", "drift", "--first"], { only: "drift", first: true }],
  [["--cloudflare", "5.14.0", "--cloudflare=newest"], { cloudflare: ["5.14.0", "newest"] }],
  [["--aws", "pinned"], { aws: ["pinned"] }],
  [["--mutations", "--aws", "6.25.0"], { mutations: true, aws: ["6.25.0"] }],
])("%j is read", (args, expected) => {
  expect({ ...parseArguments(args) }).toEqual({ ...NOTHING, ...expected });
});

test.each([
  [["--onyl", "drift"], "Unknown option '--onyl'"],
  [["--only"], "Option '--only <value>' argument missing"],
  [["drift"], "Unexpected argument 'drift'"],
  [["--cloudflare", "latest"], '"latest" is no version: write one such as 5.22.0, newest or pinned'],
  [["--aws", "6"], '"6" is no version: write one such as 5.22.0, newest or pinned'],
])("%j is refused", (args, expected) => {
  expect(() => parseArguments(args)).toThrow(expected);
});

test("the help names every option and the exit codes", () => {
  for (const name of Object.keys(NOTHING)) expect(HELP).toContain(`--${name}`);
  expect(HELP).toMatch(/Exit 0: .*1: .*2: /s);
  expect(HELP.split("\n").filter((line) => line.length > 142)).toEqual([]);
});

test.each(MUTATIONS.map(({ what, ...rest }) => [what, rest] as const))(
  "the mistake can be made: %s",
  (_, { file, from, to }) => {
    const text = fs.readFileSync(path.join("packages", "emulator", "src", file), "utf8");
    expect(text.split(from)).toHaveLength(2);
    expect(text.replace(from, to)).not.toBe(text);
  },
);
