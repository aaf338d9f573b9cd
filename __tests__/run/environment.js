// The test files of a worker run in one context, one after the other: the packages that the runtime keeps have the same `Array` and `Error`
// as each file's own modules. What a file has changed on the global object, on `process` and in its environment is put back before the next.
const vm = require("node:vm");
const { TestEnvironment } = require("jest-environment-node");
const { optimizeLate } = require("../../bin/code.js");

// A test runs its code a few times: a fifth of the processor's time went into optimizing it.
optimizeLate(400_000);

class Environment extends TestEnvironment {
  constructor(...given) {
    const { createContext } = vm;
    // Jest's own context asks a proxy for each global that code names, which takes a tenth of the time of the tests.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }

  // The next test file runs in it.
  async teardown() {}
}

/** The properties of an object, and what puts them back. Those that cannot be removed stay: the state of `expect`, a queue of `graceful-fs`. */
function remember(object) {
  const before = new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]));
  return () => {
    for (const key of Reflect.ownKeys(object)) if (!before.has(key)) Reflect.deleteProperty(object, key);
    for (const [key, descriptor] of before) if (descriptor.configurable) Object.defineProperty(object, key, descriptor);
  };
}

/** This worker's, and what makes it as it was. */
let environment;
let reset;

/** Jest calls it with `new` for each test file. */
module.exports = function testEnvironment(...given) {
  if (environment !== undefined) {
    reset();
    return environment;
  }
  environment = new Environment(...given);
  const { process } = environment.global;
  const putBack = [environment.global, process, process.env].map(remember);
  reset = () => {
    for (const put of putBack) put();
    process.removeAllListeners();
  };
  return environment;
};
