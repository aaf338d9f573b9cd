// How long a synth takes and how much memory its largest process needs: `npm run bench`. Cold is with an empty cache of
// packages; warm is the median of five. With ts-node on the PATH the CDKTF template is measured in the same run.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const RUNS = 5;
const ROOT = process.cwd();
const CACHE = path.join(ROOT, "node_modules", ".cache", "mailzone");

interface Measure {
  readonly seconds: number;
  /** Of the largest process. */
  readonly megabytes: number;
}

const out = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-bench-"));
const env = {
  ...process.env,
  CDKTF_OUTDIR: out,
  MAILZONE_CONFIG: path.join(ROOT, "domains.yaml"),
  CHECKPOINT_DISABLE: "1",
};
try {
  console.log(`${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, Node ${process.version}, ${os.type()}`);
  const synth = ["node", "bin/synth.js"];
  for (const file of fs.readdirSync(CACHE)) if (file.startsWith("main-")) fs.rmSync(path.join(CACHE, file));
  report("synth, cold", measure(synth));
  report("synth, warm", median(synth));
  const template = [
    process.env.TS_NODE ?? "ts-node",
    "--project",
    "bench/template/tsconfig.json",
    "bench/template/main.ts",
  ];
  if (spawnSync(template[0]!, ["--version"]).status === 0) report("CDKTF template, ts-node", median(template));
  else console.log("CDKTF template: ts-node is not installed, set TS_NODE to its path");
} finally {
  fs.rmSync(out, { recursive: true });
}

function report(name: string, { seconds, megabytes }: Measure): void {
  console.log(`${name.padEnd(26)}${seconds.toFixed(2)} s  ${megabytes.toFixed(0)} MB`);
}

function median(command: readonly string[]): Measure {
  const runs = Array.from({ length: RUNS }, () => measure(command));
  const middle = (of: (run: Measure) => number) => runs.map(of).sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
  return { seconds: middle(({ seconds }) => seconds), megabytes: middle(({ megabytes }) => megabytes) };
}

/** A command's wall time, and by GNU time the peak of the largest process among it and its children. */
function measure(command: readonly string[]): Measure {
  const started = performance.now();
  const run = spawnSync("/usr/bin/time", ["-f", "%M", ...command], { cwd: ROOT, env, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${command.join(" ")} failed: ${run.stderr}${run.error ?? ""}`);
  return {
    seconds: (performance.now() - started) / 1000,
    megabytes: Number(run.stderr.trim().split("\n").at(-1)) / 1024,
  };
}
