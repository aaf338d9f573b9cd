// Builds dist/lib, which programs import: JavaScript and declarations by tsc. `npm run build` runs it.
const path = require("node:path");
const { ROOT } = require("./build");
const { buildFolder } = require("./replace");
const { tsc } = require("./tsc");

buildFolder(path.join(ROOT, "dist", "lib"), ROOT, (folder) => {
  tsc("-p", path.join(ROOT, "tsconfig.build.json"), "--outDir", folder);
  return path.join(folder, "lib");
});
