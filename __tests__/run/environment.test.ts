// Test files that run in one context do not see what another one has set.
import type { EnvironmentContext, JestEnvironment, JestEnvironmentConfig } from "@jest/environment";

type Global = typeof globalThis & { setByTest?: string };
type Made = JestEnvironment & { readonly global: Global };
const Environment: new (
  config: JestEnvironmentConfig,
  context: EnvironmentContext,
) => Made = require("./environment.js");

/** As jest makes it for a test file. */
const made = (): Made => {
  const projectConfig = { testEnvironmentOptions: {}, globals: {}, fakeTimers: {} };
  return new Environment(
    ...([{ projectConfig, globalConfig: {} }, {}] as unknown as [JestEnvironmentConfig, EnvironmentContext]),
  );
};

test("the next test file has the same classes, and a global object and a process as they were", async () => {
  const { global } = made();
  const { Array: itsArray, fetch, process } = global;
  const { exit } = process;
  const home = process.env.HOME;
  global.setByTest = "x";
  global.fetch = async () => new Response();
  Reflect.deleteProperty(global, "structuredClone");
  process.exit = () => undefined as never;
  process.env.HOME = "/nowhere";
  process.env.SET_BY_TEST = "x";
  process.on("exit", () => {});

  const next = made().global;
  expect(next.Array).toBe(itsArray);
  expect(next.setByTest).toBeUndefined();
  expect(next.fetch).toBe(fetch);
  expect(next.structuredClone).toBe(structuredClone);
  expect(next.process).toBe(process);
  expect(process.exit).toBe(exit);
  expect(process.env.HOME).toBe(home);
  expect("SET_BY_TEST" in process.env).toBe(false);
  expect(process.listenerCount("exit")).toBe(0);
});

test("a test's own classes are those of the packages that it imports", () => {
  expect(require("yaml").parse("[1]")).toBeInstanceOf(Array);
});
