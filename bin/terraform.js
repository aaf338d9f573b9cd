// The guard of `mailzone emulator -- COMMAND`, see lib/cli/emulator/shim.ts.
require("./launch").launch("terraform");
