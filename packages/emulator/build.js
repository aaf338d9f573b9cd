// Builds the package as it is published, which npm does before it packs: both files of its face as one module, with the rooms of lib
// that it uses built in and its dependencies left to npm; and the declarations.
const fs = require("node:fs");
const path = require("node:path");
const { buildSync } = require("esbuild");
const { buildFolder } = require("../../bin/replace");
const { tsc } = require("../../bin/tsc");

const OUT = path.join(__dirname, "dist");
const FACE = ["index", "commands"];
const face = (folder) => FACE.map((name) => `export * from "${folder}/${name}";\n`).join("");

buildFolder(OUT, __dirname, build);

function build(folder) {
  buildSync({
    stdin: { contents: face("."), resolveDir: __dirname, sourcefile: "face.ts", loader: "ts" },
    outfile: path.join(folder, "index.js"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "error",
  });
  tsc("-p", __dirname, "--outDir", path.join(folder, "types"));
  fs.writeFileSync(path.join(folder, "index.d.ts"), face("./types/packages/emulator"));
  fs.copyFileSync(path.join(__dirname, "..", "..", "LICENSE"), path.join(folder, "LICENSE"));
}
