// Runs a TypeScript file of this project: own source is bundled anew whenever a byte of it has changed, and so never stale; the
// packages it imports are bundled once per installed lockfile, Node and list of imports. Both are in a cache whose files are
// swapped in atomically. The packed package has no TypeScript, only what `npm run build` made of it: that is loaded as it is.
const crypto = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

const ROOT = path.dirname(__dirname);
const CACHE = path.join(ROOT, "node_modules", ".cache", "mailzone");
/** What npm, pnpm or yarn has installed. */
const INSTALLED =
  [".package-lock.json", ".modules.yaml", ".yarn-integrity", ".yarn-state.yml"]
    .map((name) => path.join(ROOT, "node_modules", name))
    .find((file) => fs.existsSync(file)) ?? path.join(ROOT, "package.json");
const DAY = 24 * 60 * 60 * 1000;

/** Big, and used by few commands: each is a bundle of its own, read when it is first asked for. */
const LATE = [
  "@aws-sdk/client-ses",
  "@aws-sdk/client-sesv2",
  "@aws-sdk/client-sts",
  "@aws-sdk/credential-providers",
  "log-update",
  "mailauth/lib/dkim/sign.js",
  "mailauth/lib/dkim/verify.js",
  "mailauth/lib/spf/index.js",
];

/** Not for a bundle: they start a binary of their own, or look for files beside their source. */
const NATIVE = ["esbuild", "@grpc/grpc-js"];

const OPTIONS = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  logLevel: "error",
  write: false,
  // import() becomes a require() that waits: what is loaded late comes from the same cache.
  supported: { "dynamic-import": false },
};

/** Runs `entry`, a path within the project. What is amiss with the installation is told in one line, exit 2. */
function run(entry) {
  const file = path.join(ROOT, entry);
  const isClone = fs.existsSync(file);
  try {
    refuseOldNode();
    if (isClone) runSource(entry, file);
    else require(path.join(ROOT, "dist", entry.replace(/\.ts$/, ".js")));
  } catch (error) {
    const why = missing(error, isClone);
    if (why === undefined) throw error;
    console.error(why);
    process.exitCode = 2;
  }
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
  if (code !== "MODULE_NOT_FOUND") return undefined;
  if (isClone) return `${message.split("\n")[0].replace("Cannot find module", "a package is missing,")}: ${again}`;
  const peers = Object.entries(require("../package.json").peerDependencies).filter(([name]) => !isInstalled(name));
  if (peers.length === 0) return undefined;
  const wanted = peers.map(([name, range]) => `${name}@${range}`).join(" ");
  return `mailzone needs packages beside it that are not installed: add ${wanted} with npm install, pnpm add or yarn add`;
}

function isInstalled(name) {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

function runSource(entry, file) {
  const label = labelOf(entry.replace(/\.ts$/, ""));
  const { text, packages } = loadOwn(label, file);
  const vendor = loadPackages(label, packages);

  const load = (name) => {
    if (LATE.includes(name)) return loadPackages(labelOf(name), [name])[name]();
    return Object.hasOwn(vendor, name) ? vendor[name]() : require(name);
  };
  const module = { exports: {} };
  const parameters = ["require", "module", "exports", "__filename", "__dirname"];
  const start = vm.compileFunction(text, parameters, { filename: `${file}.bundle.js` });
  start(load, module, module.exports, file, path.dirname(file));
}

/** Own source as one text, and the packages that it imports: what was kept, if every file that went into it is as it was. */
function loadOwn(label, file) {
  const kept = path.join(CACHE, `${label}.own.json`);
  try {
    const own = JSON.parse(fs.readFileSync(kept, "utf8"));
    if (own.hash === hashOf(own.files)) return own;
  } catch {
    // Nothing is kept, or one of its files is gone.
  }
  const { metafile, outputFiles } = require("esbuild").buildSync({
    ...OPTIONS,
    entryPoints: [file],
    packages: "external",
    metafile: true,
    absWorkingDir: ROOT,
  });
  const files = Object.keys(metafile.inputs).sort();
  const isBundled = (name) => !Module.isBuiltin(name) && !NATIVE.includes(name) && !LATE.includes(name);
  const imports = Object.values(metafile.outputs)[0].imports.map((item) => item.path);
  const packages = [...new Set(imports.filter(isBundled))].sort();
  const own = { hash: hashOf(files), files, packages, text: outputFiles[0].text };
  write(kept, JSON.stringify(own));
  return own;
}

/** Of the contents of own files, and of whatever else decides what becomes of them. */
function hashOf(files) {
  const hash = crypto.createHash("sha256").update(process.version);
  for (const name of [__filename, INSTALLED, path.join(ROOT, "tsconfig.json"), ...files]) {
    hash.update(`\0${name}\0`).update(fs.readFileSync(path.resolve(ROOT, name)));
  }
  return hash.digest("hex");
}

function labelOf(name) {
  return name.replaceAll(/\W+/g, "-").replace(/^-/, "");
}

/** The packages as functions that load them, by name. */
function loadPackages(label, names) {
  const hash = crypto.createHash("sha256");
  const parts = [fs.readFileSync(INSTALLED), process.version, JSON.stringify(names), fs.readFileSync(__filename)];
  for (const part of parts) hash.update(part).update("\0");
  const file = path.join(CACHE, `${label}-${hash.digest("hex").slice(0, 16)}.js`);
  if (fs.existsSync(file)) {
    try {
      const kept = require(file);
      if (names.every((name) => Object.hasOwn(kept, name))) return kept;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    // Cut short by a crash of the machine: it is made anew.
  }
  const text = bundlePackages(names);
  if (write(file, text)) dropOlder(label, file);
  const made = new Module(file, module);
  made.filename = file;
  made.paths = module.paths;
  made._compile(text, file);
  return made.exports;
}

function bundlePackages(names) {
  const lines = names.map((name) => `  ${JSON.stringify(name)}: () => require(${JSON.stringify(name)}),`);
  const contents = `module.exports = {\n${lines.join("\n")}\n};\n`;
  const stdin = { contents, resolveDir: ROOT, sourcefile: "packages.js" };
  const { outputFiles } = require("esbuild").buildSync({
    ...OPTIONS,
    stdin,
    external: NATIVE,
    minifySyntax: true,
    minifyWhitespace: true,
  });
  return outputFiles[0].text;
}

function dropOlder(label, file) {
  for (const name of fs.readdirSync(CACHE)) {
    const other = path.join(CACHE, name);
    // A run that began before this one may still want the older bundle: it goes a day later.
    if (name.startsWith(`${label}-`) && other !== file && Date.now() - fs.statSync(other).mtimeMs > DAY)
      fs.rmSync(other);
  }
}

/** All of a file or nothing of it, whoever reads it meanwhile. Where nothing can be written the next run is as slow: false. */
function write(file, text) {
  const draft = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(CACHE, { recursive: true });
    fs.writeFileSync(draft, text);
    fs.renameSync(draft, file);
    return true;
  } catch {
    // Where not even its folder is one there is nothing to take away.
    if (fs.existsSync(draft)) fs.rmSync(draft, { force: true });
    return false;
  }
}

module.exports = { run };
