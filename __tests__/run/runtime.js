// Jest compiles each module anew for each test file that imports it, which is a sixth of the time of the unit tests: a worker keeps what it has
// compiled, and runs it in each file's own context, so that nothing is shared but the code.
const { Script } = require("node:vm");
const { default: Runtime } = require("jest-runtime");

/** Compiled modules and their source, by file. */
const kept = new Map();

class Running {
  #store;
  getStore() {
    return this.#store;
  }
  async run(store, work) {
    const outer = this.#store;
    this.#store = store;
    try {
      return await work();
    } finally {
      this.#store = outer;
    }
  }
}

module.exports = {
  __esModule: true,
  default: class extends Runtime {
    requireInternalModule(from, name) {
      const found = super.requireInternalModule(from, name);
      return name === "node:async_hooks" ? { ...found, AsyncLocalStorage: Running } : found;
    }

    constructor(...given) {
      super(...given);
      const { executor } = this;
      const head = `(function (${executor.injectedModuleParameters.join(", ")}) {`;
      const compile = executor.compile.bind(executor);
      executor.compile = (source, file) => {
        const context = executor.environment.getVmContext();
        // Coverage by V8 counts by script, and each file would count for all.
        if (context === null || this._coverageOptions.collectCoverage) return compile(source, file);
        if (kept.get(file)?.source !== source) {
          // The first line begins where the file's does, for stacks.
          const options = { filename: file, columnOffset: -head.length };
          try {
            kept.set(file, { source, script: new Script(`${head}${source}\n})`, options) });
          } catch {
            // Jest says what it cannot read.
            return compile(source, file);
          }
        }
        return kept.get(file).script.runInContext(context);
      };
    }
  },
};
