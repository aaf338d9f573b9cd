#!/usr/bin/env node
// The command line, see lib/cli/main.ts.
require("./launch").launch("mailzone");
