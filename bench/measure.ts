// How the benches measure: wall time, and by GNU time the peak of the largest process among a command and its children.
import { spawnSync } from "node:child_process";
import os from "node:os";

export const ROOT = process.cwd();

export interface Measure {
  readonly seconds: number;
  /** Of the largest process. */
  readonly megabytes: number;
}

/** One run; what it prints goes nowhere. */
export function measure(command: readonly string[], env: NodeJS.ProcessEnv): Measure {
  const started = performance.now();
  const stdio = ["ignore", "ignore", "pipe"] as const;
  const run = spawnSync("/usr/bin/time", ["-f", "%M", ...command], {
    cwd: ROOT,
    env,
    encoding: "utf8",
    stdio: [...stdio],
  });
  if (run.status !== 0) throw new Error(`${command.join(" ")} failed: ${run.stderr}${run.error ?? ""}`);
  return {
    seconds: (performance.now() - started) / 1000,
    megabytes: Number(run.stderr.trim().split("\n").at(-1)) / 1024,
  };
}

/** The medians of several runs, each for itself. */
export function median(runs: number, command: readonly string[], env: NodeJS.ProcessEnv): Measure {
  const all = Array.from({ length: runs }, () => measure(command, env));
  const middle = (of: (run: Measure) => number) => all.map(of).sort((a, b) => a - b)[Math.floor(runs / 2)]!;
  return { seconds: middle(({ seconds }) => seconds), megabytes: middle(({ megabytes }) => megabytes) };
}

export function report(name: string, { seconds, megabytes }: Measure): void {
  console.log(`${name.padEnd(44)}${seconds.toFixed(2).padStart(6)} s ${megabytes.toFixed(0).padStart(5)} MB`);
}

export function reportMachine(): void {
  console.log(`${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, Node ${process.version}, ${os.type()}`);
}

/** The CDKTF template as a command; undefined, and said, where ts-node is not to be had. */
export function template(): readonly string[] | undefined {
  const tsNode = process.env.TS_NODE ?? "ts-node";
  if (spawnSync(tsNode, ["--version"]).status === 0)
    return [tsNode, "--project", "bench/template/tsconfig.json", "bench/template/main.ts"];
  console.log("CDKTF template: ts-node is not installed, set TS_NODE to its path");
  return undefined;
}
