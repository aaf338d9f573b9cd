// The guard of `mailzone sandbox -- COMMAND`, see lib/cli/sandbox/shim.ts.
require("./bundle").run("lib/cli/sandbox/shim.ts");
