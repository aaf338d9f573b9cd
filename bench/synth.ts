// How long a synth of the article's domain takes and how much memory its largest process needs: `npm run bench`. Cold is with
// nothing built; warm is the median of five. With ts-node on the PATH, or as TS_NODE, the CDKTF template is
// measured in the same run.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { measure, median, ROOT, report, reportMachine, template } from "./measure";

const RUNS = 5;

const out = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-bench-"));
const env = {
  ...process.env,
  CDKTF_OUTDIR: out,
  MAILZONE_CONFIG: path.join(ROOT, "domains.yaml"),
  CHECKPOINT_DISABLE: "1",
};
try {
  reportMachine();
  const synth = ["node", "--max-semi-space-size=4", "bin/synth.js"];
  fs.rmSync(path.join(ROOT, "dist", "bin", "synth.json"), { force: true });
  report("synth, cold", measure(synth, env));
  report("synth, warm", median(RUNS, synth, env));
  const other = template();
  if (other !== undefined) report("CDKTF template, ts-node", median(RUNS, other, env));
} finally {
  fs.rmSync(out, { recursive: true });
}
