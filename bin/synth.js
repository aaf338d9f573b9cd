// What cdktf.json's `app` runs: the CDKTF app, then the provider checksums. `.terraform.lock.hcl` stands beside the sources,
// committed, because the out folder is thrown away; each stack's folder gets a copy, never in the emulator, whose providers
// have other checksums.
const fs = require("node:fs");
const path = require("node:path");

const LOCK = ".terraform.lock.hcl";

require("./launch").launch("synth");

const isEmulated = Boolean(process.env.MAILZONE_EMULATOR || process.env.MAILZONE_SANDBOX);
if (!process.exitCode && !isEmulated && fs.existsSync(LOCK)) {
  const out = process.env.CDKTF_OUTDIR || "cdktf.out";
  const { stacks } = JSON.parse(fs.readFileSync(path.join(out, "manifest.json"), "utf8"));
  for (const { workingDirectory } of Object.values(stacks))
    fs.copyFileSync(LOCK, path.join(out, workingDirectory, LOCK));
}
