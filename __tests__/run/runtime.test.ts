// Test files run what a worker has compiled before, each in a context of its own.
import { executionAsyncResource } from "node:async_hooks";
import fs from "node:fs";
import net from "node:net";
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

test("no AsyncLocalStorage follows the promises of a test", async () => {
  await Promise.resolve();
  const carried = Object.getOwnPropertySymbols(executionAsyncResource()).map(({ description }) => description);
  expect(carried).not.toContain("kResourceStore");
});

test("the network is blocked once for a worker, not once more by each file", () => {
  const { connect } = net.Socket.prototype;
  jest.isolateModules(() => require("../helpers/no-network"));
  expect(net.Socket.prototype.connect).toBe(connect);
});
