// The files of which `npm test` tries a few cases, with all of them.
import fs from "node:fs";
import path from "node:path";
import { ALL_CASES } from "../run/cases";

const ROOT = path.resolve(__dirname, "..", "..");
const files = ["__tests__", "packages/emulator/__tests__"].flatMap((folder) =>
  (fs.readdirSync(path.join(ROOT, folder), { recursive: true }) as string[])
    .filter((file) => file.endsWith(".test.ts") && !file.startsWith("long"))
    .map((file) => path.join(folder, file)),
);
const sampled = files.filter((file) => /\/run\/cases"/.test(fs.readFileSync(path.join(ROOT, file), "utf8")));

const before = process.env[ALL_CASES];
process.env[ALL_CASES] = "1";
describe.each(sampled)("%s", (file) => {
  require(path.join(ROOT, file));
});
afterAll(() => {
  if (before === undefined) delete process.env[ALL_CASES];
});

test("there are some", () => {
  expect(sampled.length).toBeGreaterThan(10);
});
