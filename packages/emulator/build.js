// Builds the package as it is published, which npm does before it packs: both files of its face as one module, with the rooms of lib
// that it uses built in and its dependencies left to npm; and the declarations. Files are replaced one by one by finished ones, so
// that two builds at once, or a build beside a pack, never meet a missing or half-written file.
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { buildSync } = require("esbuild");

const OUT = path.join(__dirname, "dist");
const FACE = ["index", "commands"];
const face = (folder) => FACE.map((name) => `export * from "${folder}/${name}";\n`).join("");

// Beside OUT, because a file can be renamed within one file system only.
const built = fs.mkdtempSync(path.join(__dirname, ".build-"));
try {
  build(built);
  replace(built, OUT);
} finally {
  fs.rmSync(built, { recursive: true, force: true });
}

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
  const types = ["-p", __dirname, "--outDir", path.join(folder, "types")];
  execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), ...types], { stdio: "inherit" });
  fs.writeFileSync(path.join(folder, "index.d.ts"), face("./types/packages/emulator"));
  fs.copyFileSync(path.join(__dirname, "..", "..", "LICENSE"), path.join(folder, "LICENSE"));
}

/** Moves the files of `from` to `to`, and deletes the others there. */
function replace(from, to) {
  const files = filesOf(from);
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    fs.renameSync(path.join(from, file), path.join(to, file));
  }
  for (const file of filesOf(to)) if (!files.includes(file)) fs.rmSync(path.join(to, file), { force: true });
}

function filesOf(folder) {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}
