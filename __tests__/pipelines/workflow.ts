// Runs the jobs of a workflow file as GitHub does, with every `run` step a real shell. What `uses` an action is left to the test.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { type Context, holds, interpolate } from "./expressions";

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly "continue-on-error"?: boolean;
}

export interface Job {
  readonly name?: string;
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly defaults: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const FOLDER = path.resolve("pipelines", "github");

export function readWorkflow(name: string, folder = FOLDER): Workflow {
  return parse(fs.readFileSync(path.join(folder, name), "utf8")) as Workflow;
}

export interface Run {
  readonly result: "success" | "failure" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** stdout and stderr of all steps. */
  readonly log: string;
}

export interface JobProps {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly context: Context;
}

/** Runs a job to its end. */
export async function runJob(workflow: Workflow, name: string, { cwd, env, context }: JobProps): Promise<Run> {
  const job = workflow.jobs[name];
  if (job === undefined) throw new Error(`there is no job "${name}"`);
  if (!holds(job.if, context)) return { result: "skipped", outputs: {}, summary: "", log: "" };
  const temp = fs.mkdtempSync(path.join(cwd, ".runner-"));
  const summary = path.join(temp, "summary");
  fs.writeFileSync(summary, "");
  const steps: Record<string, { outputs: Record<string, string> }> = {};
  let result: Run["result"] = "success";
  let log = "";
  let exported: Record<string, string> = {};
  for (const [index, step] of job.steps.entries()) {
    const known = { ...context, steps };
    if (step.run === undefined || (result === "failure" && step.if === undefined) || !holds(step.if, known)) continue;
    const output = path.join(temp, `output-${index}`);
    fs.writeFileSync(output, "");
    const own = Object.entries({ ...workflow.env, ...step.env }).map(([key, value]) => [
      key,
      String(interpolate(String(value), known)),
    ]);
    const kept = path.join(temp, `env-${index}`);
    fs.writeFileSync(kept, "");
    const files = { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, GITHUB_ENV: kept };
    const done = await shell(step.run, cwd, { ...env, ...exported, ...files, ...Object.fromEntries(own) });
    exported = { ...exported, ...parseOutputs(fs.readFileSync(kept, "utf8")) };
    log += done.log;
    if (done.code !== 0 && !step["continue-on-error"]) result = "failure";
    if (step.id !== undefined) steps[step.id] = { outputs: parseOutputs(fs.readFileSync(output, "utf8")) };
  }
  const outputs = Object.entries(job.outputs ?? {}).map(([key, value]) => [
    key,
    String(interpolate(value, { ...context, steps })),
  ]);
  const text = fs.readFileSync(summary, "utf8");
  fs.rmSync(temp, { recursive: true });
  return { result, outputs: Object.fromEntries(outputs), summary: text, log };
}

/** As `shell: bash` runs a step. */
export function shell(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly log: string }> {
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      log += chunk;
    });
  }
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, log })));
}

function parseOutputs(text: string): Record<string, string> {
  const found = [...text.matchAll(/^([\w-]+)(?:=(.*)|<<(\w+)\n([\s\S]*?)\n?^\3)$/gm)];
  return Object.fromEntries(found.map(([, key = "", line, , block = ""]) => [key, line ?? block]));
}
