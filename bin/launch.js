// Runs what was built into dist/bin. In a clone it is compared with the source first, and built anew where a byte differs; the
// packed package has no source, and is run as it is. What is amiss with the installation is told in one line, exit 2.
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { codeFile, filesOf, isLate, optimizeLate, readCode, runCode } = require("./code");
const { showSourceLines } = require("./lines");

const ROOT = path.dirname(__dirname);
const OUT = path.join(ROOT, "dist", "bin");

/** @param name a launcher's, such as `mailzone` */
function launch(name) {
  const isClone = fs.existsSync(path.join(ROOT, "main.ts"));
  optimizeLate();
  try {
    refuseOldNode();
    showSourceLines(OUT);
    const unwritten = isClone ? upToDate(name) : undefined;
    if (unwritten !== undefined) runTexts(`${name}.js`, unwritten);
    else if (!runByCode(name)) require(path.join(OUT, `${name}.js`));
  } catch (error) {
    const why = missing(error, isClone);
    if (why === undefined) throw error;
    console.error(why);
    process.exitCode = 2;
  }
}

/** Builds what is not current; gives its texts where they could not be written. */
function upToDate(name) {
  // The package has no builder, as it has nothing to build.
  const { build, ENTRIES, isCurrent, write } = require("./build");
  if (isCurrent(name)) return undefined;
  const built = build(name, ENTRIES[name]);
  return write(name, built) ? undefined : built.texts;
}

/** Runs a launcher's files by V8's code of them; false where that is not there. */
function runByCode(name) {
  const texts = {};
  const codes = {};
  for (const file of filesOf(name)) {
    if (!addCode(file, texts, codes)) return false;
  }
  runTexts(`${name}.js`, texts, codes);
  return true;
}

/** Adds a file's text and code; false where there is no code. */
function addCode(file, texts, codes) {
  if (!fs.existsSync(codeFile(file))) return false;
  const text = fs.readFileSync(path.join(OUT, file));
  const code = readCode(file, text);
  if (code === undefined) return false;
  texts[file] = text.toString("utf8");
  codes[file] = code;
  return true;
}

/**
 * Files that are in memory, and their code where there is any. A disk that cannot be written to makes every run as slow as the first,
 * and none stale.
 */
function runTexts(file, texts, codes = {}, known = new Map()) {
  const made = known.get(file) ?? new Module(path.join(OUT, file), module);
  if (known.has(file)) return made.exports;
  known.set(file, made);
  made.filename = path.join(OUT, file);
  made.paths = module.paths;
  const load = made.require.bind(made);
  made.require = (name) => {
    const own = path.posix.normalize(name);
    // What was built in memory has no code.
    if (isLate(own) && codes[file] !== undefined && texts[own] === undefined) addCode(own, texts, codes);
    return name.startsWith("./") && Object.hasOwn(texts, own) ? runTexts(own, texts, codes, known) : load(name);
  };
  if (codes[file] === undefined) made._compile(texts[file], made.filename);
  else runCode(made, file, texts[file], codes[file]);
  return made.exports;
}

/** As package.json's `engines`: from these on a package that is published as ES modules only can be required. */
function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  throw new Unfit(`mailzone needs Node 20.19, 22.12 or later, and this is ${process.version}: install a newer one`);
}

class Unfit extends Error {}

/** What is to be installed; undefined where the error is another one. */
function missing(error, isClone) {
  if (error instanceof Unfit) return error.message;
  const { code, message = "" } = error ?? {};
  const again = `run npm ci in "${ROOT}"`;
  if (/"@esbuild\/[\w-]+"/.test(message)) return `the packages were installed on another kind of machine: ${again}`;
  // esbuild's own words for a package that is imported and not installed.
  const absent = isClone && /packages\.js:\d+:\d+: ERROR: Could not resolve ("[^"]+")/.exec(message)?.[1];
  if (absent) return `a package is missing, ${absent}: ${again}`;
  const broken = isClone && unbuilt(error);
  if (broken) return broken;
  if (code !== "MODULE_NOT_FOUND") return undefined;
  const what = message.split("\n")[0].replace("Cannot find module", "a package is missing,");
  return isClone ? `${what}: ${again}` : `${what}: install @mailzone/mailzone again`;
}

/** What esbuild cannot read, such as a file that was half merged; undefined where the error is not esbuild's. */
function unbuilt(error) {
  const [first, ...more] = Array.isArray(error?.errors) ? error.errors : [];
  if (first === undefined) return undefined;
  const { file, line, column } = first.location ?? {};
  const place = file === undefined ? "" : `${file}:${line}:${column + 1}: `;
  const others = more.length > 0 ? ` (and ${more.length} more)` : "";
  return `the source cannot be built: ${place}${first.text}${others}`;
}

module.exports = { launch, missing };
