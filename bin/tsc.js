// Runs TypeScript's compiler, for the builds of both packages.
const { execFileSync } = require("node:child_process");
const path = require("node:path");

/** The package exports no path of its programs. */
const TSC = path.join(path.dirname(require.resolve("typescript/package.json")), "bin", "tsc");

module.exports.tsc = (...args) => execFileSync(process.execPath, [TSC, ...args], { stdio: "inherit" });
