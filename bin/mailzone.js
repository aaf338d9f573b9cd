#!/usr/bin/env node
// The command line, see lib/cli/main.ts.
require("./bundle").run("lib/cli/main.ts");
