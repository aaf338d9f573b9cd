// Builds dist/lib, which programs import: JavaScript and declarations by tsc. `npm run build` runs it.
const { execFileSync } = require("node:child_process");
const path = require("node:path");
const { ROOT } = require("./build");
const { buildFolder } = require("./replace");

buildFolder(path.join(ROOT, "dist", "lib"), ROOT, (folder) => {
  const args = ["-p", path.join(ROOT, "tsconfig.build.json"), "--outDir", folder];
  execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), ...args], { stdio: "inherit" });
  return path.join(folder, "lib");
});
