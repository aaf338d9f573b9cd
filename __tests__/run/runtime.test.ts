// Test files run what a worker has compiled before, each in a context of its own.
import fs from "node:fs";
import { parseConfiguration } from "../../lib/config/configuration";

test("an error is at its line and column in the source", () => {
  const [, line, column] = /runtime\.test\.ts:(\d+):(\d+)/.exec(new Error("here").stack ?? "") ?? [];
  const text = fs.readFileSync(__filename, "utf8").split("\n")[Number(line) - 1];
  expect(text?.slice(Number(column) - 1)).toMatch(/^new Error\("here"\)/);
});

test("a module is read once for a file, and its classes are this context's", () => {
  expect(require("../../lib/config/configuration").parseConfiguration).toBe(parseConfiguration);
  expect(parseConfiguration([{ file: "domains.yaml", text: "[" }], []).findings).toBeInstanceOf(Array);
  jest.resetModules();
  expect(require("../../lib/config/configuration").parseConfiguration).not.toBe(parseConfiguration);
});
