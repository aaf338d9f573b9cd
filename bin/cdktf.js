// `npm run cdktf -- diff`: cdktf's own command line, which is installed apart, see docs/decisions.md.
const fs = require("node:fs");
const path = require("node:path");

const file = path.join(__dirname, "..", "tools", "cdktf", "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");

if (fs.existsSync(file)) require(file);
else {
  console.error(
    "cdktf's command line is not installed: run npm ci --prefix tools/cdktf (Node 20 or 22); npx --no-install mailzone plan needs none",
  );
  process.exitCode = 2;
}
