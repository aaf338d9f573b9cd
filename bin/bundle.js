// Runs a TypeScript file of this project: own source is bundled on every run and so never stale; the packages it imports are
// bundled once per installed lockfile, Node, esbuild and list of imports, into a cache that is swapped in atomically. The packed
// package has no TypeScript, only what `npm run build` made of it: that is loaded as it is, and esbuild is not needed.
const crypto = require("node:crypto");
const fs = require("node:fs");
const { isBuiltin } = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

const ROOT = path.dirname(__dirname);
const CACHE = path.join(ROOT, "node_modules", ".cache", "mailzone");
const DAY = 24 * 60 * 60 * 1000;

/** Big, and used by few commands: each is a bundle of its own, read when it is first asked for. */
const LATE = [
  "@aws-sdk/client-ses",
  "@aws-sdk/client-sesv2",
  "@aws-sdk/client-sts",
  "@aws-sdk/credential-providers",
  "cloudflare",
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

/** Runs `entry`, a path within the project. */
function run(entry) {
  const file = path.join(ROOT, entry);
  if (fs.existsSync(file)) runSource(entry, file, require("esbuild"));
  else require(path.join(ROOT, "dist", entry.replace(/\.ts$/, ".js")));
}

function runSource(entry, file, esbuild) {
  const own = esbuild.buildSync({ ...OPTIONS, entryPoints: [file], packages: "external", metafile: true });
  const imports = Object.values(own.metafile.outputs)[0].imports;
  const isBundled = (name) => !isBuiltin(name) && !NATIVE.includes(name) && !LATE.includes(name);
  const packages = imports.map((item) => item.path).filter(isBundled);
  const vendor = loadPackages(esbuild, labelOf(entry.replace(/\.ts$/, "")), [...new Set(packages)].sort());

  const load = (name) => {
    if (LATE.includes(name)) return loadPackages(esbuild, labelOf(name), [name])[name]();
    return Object.hasOwn(vendor, name) ? vendor[name]() : require(name);
  };
  const module = { exports: {} };
  const parameters = ["require", "module", "exports", "__filename", "__dirname"];
  const start = vm.compileFunction(own.outputFiles[0].text, parameters, {
    filename: `${file}.bundle.js`,
  });
  start(load, module, module.exports, file, path.dirname(file));
}

function labelOf(name) {
  return name.replaceAll(/\W+/g, "-").replace(/^-/, "");
}

/** The packages as functions that load them, by name. */
function loadPackages(esbuild, label, names) {
  const installed = path.join(ROOT, "node_modules", ".package-lock.json");
  const parts = [
    fs.readFileSync(installed),
    process.version,
    esbuild.version,
    JSON.stringify(names),
    fs.readFileSync(__filename),
  ];
  const hash = crypto.createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  const file = path.join(CACHE, `${label}-${hash.digest("hex").slice(0, 16)}.js`);
  if (!fs.existsSync(file)) writePackages(esbuild, label, names, file);
  return require(file);
}

function writePackages(esbuild, label, names, file) {
  const lines = names.map((name) => `  ${JSON.stringify(name)}: () => require(${JSON.stringify(name)}),`);
  const contents = `module.exports = {\n${lines.join("\n")}\n};\n`;
  const stdin = { contents, resolveDir: ROOT, sourcefile: "packages.js" };
  const { outputFiles } = esbuild.buildSync({
    ...OPTIONS,
    stdin,
    external: NATIVE,
    minifySyntax: true,
    minifyWhitespace: true,
  });

  fs.mkdirSync(CACHE, { recursive: true });
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, outputFiles[0].text);
  fs.renameSync(draft, file);
  for (const name of fs.readdirSync(CACHE)) {
    const other = path.join(CACHE, name);
    // A run that began before this one may still want the older bundle: it goes a day later.
    if (name.startsWith(`${label}-`) && other !== file && Date.now() - fs.statSync(other).mtimeMs > DAY)
      fs.rmSync(other);
  }
}

module.exports = { run };
