// Test files share the packages that a worker has loaded and the code that it has compiled, and nothing else.
import { executionAsyncResource } from "node:async_hooks";
import fs from "node:fs";
import net from "node:net";
import { parseConfiguration } from "../../lib/config/configuration";

test("an error is at its line and column in the source", () => {
  const [, line, column] = /runtime\.test\.ts:(\d+):(\d+)/.exec(new Error("here").stack ?? "") ?? [];
  const text = fs.readFileSync(__filename, "utf8").split("\n")[Number(line) - 1];
  expect(text?.slice(Number(column) - 1)).toMatch(/^new Error\("here"\)/);
});

test("a module of ours is loaded once for a file, and its classes are the file's", () => {
  expect(require("../../lib/config/configuration").parseConfiguration).toBe(parseConfiguration);
  expect(parseConfiguration([{ file: "domains.yaml", text: "[" }], []).findings).toBeInstanceOf(Array);
  jest.resetModules();
  expect(require("../../lib/config/configuration").parseConfiguration).not.toBe(parseConfiguration);
});

test("a package is loaded once for a worker, unless it holds state or the file replaces a module", () => {
  const load = (): unknown[] => ["yaml", "cdktf"].map((name) => require(name));
  const [yaml, cdktf] = load();
  jest.resetModules();
  expect(load()[0]).toBe(yaml);
  expect(load()[1]).not.toBe(cdktf);
  jest.doMock("picocolors", () => ({}));
  expect(load()[0]).not.toBe(yaml);
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
