// Runs one of the project's own TypeScript files, which nobody keeps: `node bin/run.js scripts/write-schemas.ts`.
const Module = require("node:module");
const path = require("node:path");
const { buildSync } = require("esbuild");

const file = path.resolve(__dirname, "..", process.argv[2]);
const { outputFiles } = buildSync({
  entryPoints: [file],
  bundle: true,
  packages: "external",
  platform: "node",
  format: "cjs",
  target: "node20",
  logLevel: "error",
  write: false,
  sourcemap: "inline",
  sourcesContent: false,
  supported: { "dynamic-import": false },
});
process.setSourceMapsEnabled(true);
const made = new Module(file, module);
made.filename = file;
made.paths = Module._nodeModulePaths(path.dirname(file));
made._compile(outputFiles[0].text, file);
