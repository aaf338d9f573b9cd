// Makes `require("cdktf")` of a program find cdktn, as an alias in its package.json would: node --require ./tools/cdktn/resolve.js …
// Constructs are one package for all, so that instanceof works.
const Module = require("node:module");
const path = require("node:path");

const own = Module._resolveFilename;
const OTHER = path.join(__dirname, "node_modules");

Module._resolveFilename = function resolve(request, ...rest) {
  const isMoved = request === "cdktf" || request.startsWith("cdktf/");
  return own.call(this, isMoved ? path.join(OTHER, request) : request, ...rest);
};
