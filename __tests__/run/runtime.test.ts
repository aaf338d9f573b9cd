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

const load = (...names: string[]): unknown[] => names.map((name) => require(name));

test("what has no state is loaded once for a worker, all else for each file", () => {
  const kept = ["yaml", "../../lib/config/configuration", "../../packages/emulator/internals/world"];
  const others = ["cdktf", "../../lib/stacks/escape", "../helpers/domains"];
  const before = load(...kept, ...others);
  const isSame = () => load(...kept, ...others).map((module, index) => module === before[index]);
  expect(isSame()).toEqual([true, true, true, true, true, true]);
  jest.resetModules();
  expect(isSame()).toEqual([true, true, true, false, false, false]);
});

test("its classes are those of the file", () => {
  expect(parseConfiguration([{ file: "domains.yaml", text: "[" }], []).findings).toBeInstanceOf(Array);
});

test("a file that replaces a module loads everything for itself", () => {
  const [yaml, configuration] = load("yaml", "../../lib/config/configuration");
  jest.doMock("picocolors", () => ({}));
  const [own, ofOurs] = load("yaml", "../../lib/config/configuration");
  expect(own).not.toBe(yaml);
  expect(ofOurs).not.toBe(configuration);
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
