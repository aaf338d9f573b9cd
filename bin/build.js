// Builds what the launchers run, into dist/bin: for each of them its own source as one file with a source map, and the packages that
// it imports as another. `npm ci` runs it (prepare), and a launcher in a clone whenever a byte of what went into a file has changed, so that
// nobody runs what is stale. The packed package holds the same files, and no source to compare them with.
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { isLate, makeCode } = require("./code");

const ROOT = path.dirname(__dirname);
const OUT = path.join(ROOT, "dist", "bin");

/** What a launcher runs, by its name. */
const ENTRIES = {
  mailzone: "lib/cli/main.ts",
  synth: "main.ts",
  terraform: "lib/cli/emulator/shim.ts",
};

/** Big, and used by few commands: each is a file of its own, read when it is first asked for. */
const LATE = [
  "@aws-sdk/client-acm",
  "@aws-sdk/client-iam",
  "@aws-sdk/client-s3",
  "@aws-sdk/client-ses",
  "@aws-sdk/client-sesv2",
  "@aws-sdk/client-sns",
  "@aws-sdk/client-sts",
  "@aws-sdk/credential-providers",
  "log-update",
  "mailauth/lib/dkim/sign.js",
  "mailauth/lib/dkim/verify.js",
  "mailauth/lib/spf/index.js",
];

/** Milliseconds by which a file system's clock may be behind. */
const CLOCK = 20;

/** Not for a bundle: it starts a binary of its own. */
const NATIVE = ["esbuild"];

const OPTIONS = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  // What is amiss is told in one line, by the launcher and below.
  logLevel: "silent",
  write: false,
  metafile: true,
  absWorkingDir: ROOT,
  // import() becomes a require() that waits: what is loaded late comes from dist/bin too.
  supported: { "dynamic-import": false },
};

/**
 * A launcher's files, by their names in dist/bin, and what went into them.
 * @param entry a path within the project
 */
function build(name, entry) {
  const { buildSync } = require("esbuild");
  const started = Date.now() - CLOCK;
  const own = buildSync({
    ...OPTIONS,
    entryPoints: [entry],
    outfile: path.join(OUT, `${name}.js`),
    packages: "external",
    sourcemap: "linked",
    sourcesContent: false,
    banner: { js: banner(name) },
  });
  const imported = Object.values(own.metafile.outputs).flatMap(({ imports = [] }) => imports.map((item) => item.path));
  const names = [...new Set(imported)].filter((one) => !Module.isBuiltin(one) && !NATIVE.includes(one)).sort();
  const packages = buildSync({ ...packagesOf(names), outfile: path.join(OUT, `${name}.packages.js`) });
  const late = names.filter((one) => LATE.includes(one)).map((one) => lateFile(one));
  const lateBuilt = late.map(({ module, file }) =>
    buildSync({ ...packagesOf([module], []), outfile: path.join(OUT, file) }),
  );
  const files = Object.keys(own.metafile.inputs).sort();
  const roots = [packages, ...lateBuilt].flatMap(({ metafile }) => Object.keys(metafile.inputs).flatMap(packageFile));
  // Yarn's Plug'n'Play has no folders to look at; its map changes with what is installed.
  const map = [".pnp.cjs"].filter((one) => fs.existsSync(path.join(ROOT, one)));
  const inputs = [...files, ...new Set(roots.sort()), ...map];
  const outputs = [own, packages, ...lateBuilt].flatMap(({ outputFiles }) =>
    outputFiles.map((file) => [path.basename(file.path), file.text]),
  );
  const { text: changes, latest } = changesOf(inputs);
  // What was changed while it was read may be built as it was before: the next run builds it again.
  const isSure = latest < started;
  return {
    inputs,
    hash: isSure ? hashOf(inputs) : "",
    changes: isSure ? changes : "",
    texts: Object.fromEntries(outputs),
  };
}

/** Packages as functions that load them, by name. */
function packagesOf(names, late = LATE) {
  const lines = names.map((name) => {
    const from = late.includes(name) ? `./${lateFile(name).file}` : name;
    const taken = late.includes(name)
      ? `require(${JSON.stringify(from)})[${JSON.stringify(name)}]()`
      : `require(${JSON.stringify(from)})`;
    return `  ${JSON.stringify(name)}: () => ${taken},`;
  });
  return {
    ...OPTIONS,
    stdin: { contents: `module.exports = {\n${lines.join("\n")}\n};\n`, resolveDir: ROOT, sourcefile: "packages.js" },
    external: [...NATIVE, "./late-*"],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "inline",
  };
}

function lateFile(module) {
  return { module, file: `late-${module.replaceAll(/\W+/g, "-").replace(/^-/, "")}.js` };
}

/** Before own source: its packages come from the file beside it, and from node_modules where that does not have them. */
function banner(name) {
  const load = `(name) => (Object.hasOwn(kept, name) ? kept[name]() : load(name))`;
  return `require = ((load, kept) => ${load})(require, require(${JSON.stringify(`./${name}.packages.js`)}));`;
}

/** The package.json of the package that a file is of: its version says which files they are. */
function packageFile(input) {
  const end = input.lastIndexOf("node_modules/");
  if (end < 0) return [];
  const [scope = "", name = ""] = input.slice(end + "node_modules/".length).split("/");
  const folder =
    input.slice(0, end) + path.posix.join("node_modules", scope.startsWith("@") ? `${scope}/${name}` : scope);
  return [`${folder}/package.json`];
}

/** Of the contents of what went into a launcher's files, and of whatever else decides what becomes of them. */
function hashOf(inputs) {
  const hash = require("node:crypto").createHash("sha256");
  for (const name of [__filename, "tsconfig.json", ...inputs])
    hash.update(`\0${name}\0`).update(fs.readFileSync(path.resolve(ROOT, name)));
  return hash.digest("hex");
}

/**
 * When each of them was last put there, which takes a tenth of the time: a change time is the kernel's, and neither Git, npm (whose
 * files are of 1985) nor an editor can set it. One that differs says nothing yet, a copy has others.
 */
function changesOf(inputs) {
  const stats = [__filename, "tsconfig.json", ...inputs].map((name) => fs.statSync(path.resolve(ROOT, name)));
  const text = stats.map(({ ctimeMs, size }) => `${ctimeMs} ${size}`).join();
  return { text, latest: Math.max(...stats.map(({ ctimeMs }) => ctimeMs)) };
}

/** Whether a launcher's files are there, whole, and of what is there now. */
function isCurrent(name) {
  const file = path.join(OUT, `${name}.json`);
  try {
    const note = JSON.parse(fs.readFileSync(file, "utf8"));
    const isWhole = Object.entries(note.sizes).every(([own, size]) => fs.statSync(path.join(OUT, own)).size === size);
    if (!isWhole) return false;
    const { text } = changesOf(note.inputs);
    if (note.changes === text) return true;
    if (note.hash !== hashOf(note.inputs)) return false;
    writeWhole(file, JSON.stringify({ ...note, changes: text }));
    return true;
  } catch {
    // Nothing was built, it was cut short, or a file that went into it is gone.
    return false;
  }
}

/** Writes a launcher's files; false where that cannot be done. The note of what went into them comes last. */
function write(name, { texts, ...note }) {
  const sizes = Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, Buffer.byteLength(text)]));
  try {
    fs.mkdirSync(OUT, { recursive: true });
    // Of files that are half written there is no note, and of others no code.
    for (const file of [`${name}.json`, ...Object.keys(texts).map((one) => `${one}.code`)])
      fs.rmSync(path.join(OUT, file), { force: true });
  } catch {
    return false;
  }
  const files = [...Object.entries(texts), [`${name}.json`, JSON.stringify({ ...note, sizes })]];
  return files.every(([file, text]) => writeWhole(path.join(OUT, file), text));
}

/** A launcher's files that were built apart. */
function lateFilesOf(name) {
  const { sizes } = JSON.parse(fs.readFileSync(path.join(OUT, `${name}.json`), "utf8"));
  return Object.keys(sizes).filter(isLate);
}

/** All of a file or nothing of it, whoever reads it meanwhile; false where that cannot be done. */
function writeWhole(file, text) {
  const draft = `${file}.${process.pid}`;
  try {
    fs.writeFileSync(draft, text);
    fs.renameSync(draft, file);
    return true;
  } catch {
    return false;
  }
}

module.exports = { build, ENTRIES, isCurrent, OUT, ROOT, write, writeWhole };

if (require.main === module) {
  try {
    for (const [name, entry] of Object.entries(ENTRIES))
      if (isCurrent(name) || write(name, build(name, entry))) makeCode(name, lateFilesOf(name));
  } catch (error) {
    // An installation for use alone, without the development packages, is none to fail: the launcher says what it needs.
    if (error.code === "MODULE_NOT_FOUND") console.error("mailzone was not built: esbuild is not installed");
    else {
      const why = require("./launch").missing(error, true);
      if (why === undefined) throw error;
      console.error(`mailzone was not built: ${why}`);
      process.exitCode = 1;
    }
  }
}
