// V8's code of what was built, in a file beside it: a run that finds it neither parses nor compiles, which takes a third of the time of a
// short command. `node bin/build.js` makes it; a run without it, or with one of another Node, compiles as ever.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");
const { setFlagsFromString } = require("node:v8");
const { crc32 } = require("node:zlib");

const ROOT = path.dirname(__dirname);
const OUT = path.join(ROOT, "dist", "bin");

/** V8 takes code only where it was made with the same options; these are given wherever synth is started. */
const NODE_OPTIONS = { synth: ["--max-semi-space-size=4"] };

/** As Node wraps a module; the columns of its first line stay what they are. */
const [HEAD, TAIL] = ["(function (exports, require, module, __filename, __dirname) { ", "\n})"];

/** Before the code stands the sum of its text: V8 itself compares the text's length alone. */
const SUM = 4;

/** The versions of Node whose V8 has this option: another V8 would complain of it. */
const KNOWS_BUDGET = ["20", "22", "24"];

/**
 * V8 optimizes what ran often, on threads of its own. A command is over before that pays: to read 500 records took twice the processor's
 * time. So it waits 30 times as long as it does by itself.
 * @param budget bytes of bytecode that a function runs first
 */
function optimizeLate(budget = 4_000_000) {
  const [major = ""] = process.versions.node.split(".");
  if (KNOWS_BUDGET.includes(major)) setFlagsFromString(`--interrupt-budget=${budget}`);
}

function compile(file, text, cachedData) {
  const place = { filename: path.join(OUT, file), columnOffset: -HEAD.length };
  return new vm.Script(`${HEAD}${text}${TAIL}`, { ...place, cachedData });
}

function codeFile(file) {
  return path.join(OUT, `${file}.code`);
}

/** The code of a built file; undefined where there is none of this very text. */
function readCode(file, text) {
  try {
    const bytes = fs.readFileSync(codeFile(file));
    return bytes.readUInt32LE(0) === crc32(text) ? bytes.subarray(SUM) : undefined;
  } catch {
    return undefined;
  }
}

/** Runs a module by its code. */
function runCode(made, file, text, code) {
  runScript(made, compile(file, text, code));
}

function runScript(made, script) {
  const require = Object.assign((name) => made.require(name), Module.createRequire(made.filename));
  const wrapped = script.runInThisContext();
  wrapped.call(made.exports, made.exports, require, made, made.filename, path.dirname(made.filename));
}

/** The files of a launcher that every run of it reads. */
function filesOf(name) {
  return [`${name}.js`, `${name}.packages.js`];
}

/**
 * Makes the code of a launcher's files where it is missing, in a process that has the options its runs have.
 * @param late its files that few commands read
 */
function makeCode(name, late = []) {
  const lacks = (file) => readCode(file, fs.readFileSync(path.join(OUT, file))) === undefined;
  const files = [...filesOf(name), ...late].filter(lacks);
  if (files.length > 0) spawnSync(process.execPath, [...(NODE_OPTIONS[name] ?? []), __filename, ...files]);
}

function writeCode(file) {
  const text = fs.readFileSync(path.join(OUT, file), "utf8");
  if (isLate(file)) return writeData(file, text, loadedCode(file, text));
  // Otherwise only what runs at once would be in it; V8 compares the options as they are when the code is written.
  setFlagsFromString("--no-lazy");
  const script = compile(file, text);
  setFlagsFromString("--lazy");
  writeData(file, text, script.createCachedData());
}

/** The code of a package that was loaded: of the rest, which is most of it, few functions ever run, and to read it takes as long as to compile. */
function loadedCode(file, text) {
  const script = compile(file, text);
  const made = new Module(path.join(OUT, file), module);
  made.filename = path.join(OUT, file);
  made.paths = module.paths;
  runScript(made, script);
  for (const load of Object.values(made.exports)) load();
  return script.createCachedData();
}

function writeData(file, text, data) {
  const sum = Buffer.alloc(SUM);
  sum.writeUInt32LE(crc32(text));
  const draft = `${codeFile(file)}.${process.pid}`;
  fs.writeFileSync(draft, Buffer.concat([sum, data]));
  fs.renameSync(draft, codeFile(file));
}

/** Files that are read when a command first asks for their package. */
function isLate(file) {
  return file.startsWith("late-");
}

module.exports = { codeFile, compile, filesOf, isLate, makeCode, optimizeLate, readCode, runCode };

if (require.main === module) {
  optimizeLate();
  for (const file of process.argv.slice(2)) writeCode(file);
}
