// The guard of `mailzone sandbox -- COMMAND`, see lib/cli/sandbox/shim.ts.
require("./launch").launch("terraform");
