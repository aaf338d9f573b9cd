// Runs synth as a process, as cdktf-cli does, and reads its stacks from the manifest, not from the file system: the app does not remove
// the folder of a removed stack, and an old folder must not be planned.
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Environment } from "../net/proxy";
import { InterruptedError, SynthError, TerraformError } from "./errors";
import { hashFile, sha256 } from "./hash";
import { refuseLinks, refuseLinksIn } from "./links";
import type { Interrupts } from "./process/interrupts";
import { type RunProcess, runProcess } from "./process/process";
import { isStackName } from "./saved-plans/store";

export interface SynthesizedStack {
  readonly name: string;
  /** Absolute path of the folder that Terraform runs in. */
  readonly folder: string;
  /** Absolute path of its cdk.tf.json. */
  readonly json: string;
  /** Of hashConfiguration(). Synth is stable byte for byte, so this tells one configuration from another. */
  readonly hash: string;
}

export interface SynthOptions {
  /** The program that synthesises, such as node with bin/synth.js. */
  readonly file: string;
  readonly args: readonly string[];
  /** Absolute path: the project's folder. */
  readonly cwd: string;
  readonly env: Environment;
  /** Absolute path of the out folder, passed to synth as CDKTF_OUTDIR. */
  readonly out: string;
  readonly interrupts: Interrupts;
  /** @default runProcess */
  readonly run?: RunProcess;
}

export interface Synthesis {
  /** Sorted by name. */
  readonly stacks: readonly SynthesizedStack[];
  /** The stderr of a successful synth: its warnings. */
  readonly stderr: string;
}

/**
 * Runs synth, then reads the manifest that it wrote.
 * @throws SynthError with synth's own message and exit code; InterruptedError; TerraformError as readManifest does
 */
export async function synthesize(options: SynthOptions): Promise<Synthesis> {
  const { file, args, cwd, out, interrupts, run = runProcess } = options;
  const env = { ...options.env, CDKTF_OUTDIR: out };
  refuseLinkedOut(cwd, out);
  const result = await run(file, args, { cwd, env, interrupts, interrupt: "group", expendable: true });
  if (result.code !== 0) {
    if (result.interrupted) throw new InterruptedError();
    const output = result.stderr.trim() || result.stdout.trim();
    const silent = `synth "${file}" ended ${result.signal ? `by ${result.signal}` : `with code ${result.code}`}`;
    throw new SynthError(output || `${silent} and said nothing`, result.code);
  }
  return { stacks: await readManifest(out), stderr: result.stderr };
}

/**
 * The stacks of an out folder that synth has filled, sorted by name. Nothing is run.
 * @param out absolute path of the out folder
 * @throws TerraformError if there is no manifest, or it does not fit what lies beside it
 */
export async function readManifest(out: string): Promise<SynthesizedStack[]> {
  const file = path.join(out, "manifest.json");
  const text = await readFile(file, "utf8").catch(() => {
    throw new TerraformError(`"${file}" cannot be read: run mailzone plan or cdktf synth first`);
  });
  const stacks = parseManifest(text, file);
  const read = stacks.map(async (stack) => {
    const folder = path.resolve(out, stack.workingDirectory);
    const json = path.resolve(out, stack.synthesizedStackPath);
    await readFile(json).catch(() => {
      throw new TerraformError(`"${json}" cannot be read, though "${file}" lists it: synthesise again`);
    });
    return { name: stack.name, folder, json, hash: await hashConfiguration(folder) };
  });
  return Promise.all(read);
}

/**
 * SHA-256 of everything that Terraform reads from a stack's folder: cdk.tf.json, other configuration and variable files, and assets; not
 * of what Terraform writes there.
 * @param folder absolute path
 * @throws TerraformError if there is a symbolic link
 */
export async function hashConfiguration(folder: string): Promise<string> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => /\.(?:tf|tofu)(?:\.json)?$|\.tfvars(?:\.json)?$/.test(entry.name))
    .map(({ name }) => name);
  const assets = filesBelow(folder, "assets");
  const lines: string[] = [];
  for (const name of [...names, ...assets].sort()) {
    refuseLinks(folder, path.join(folder, name));
    lines.push(JSON.stringify([name, await hashFile(path.join(folder, name))]));
  }
  return sha256(lines.join("\n"));
}

function filesBelow(folder: string, name: string): string[] {
  const at = path.join(folder, name);
  refuseLinks(folder, at);
  try {
    return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
      const relative = path.join(name, entry.name);
      return entry.isDirectory() ? filesBelow(folder, relative) : [relative];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Synth deletes and writes files there, so no link may lead it elsewhere. */
function refuseLinkedOut(cwd: string, out: string): void {
  refuseLinksIn(cwd, out);
  const stacks = path.join(out, "stacks");
  refuseLinksIn(cwd, stacks);
  for (const name of namesIn(stacks)) refuseLinks(cwd, path.join(stacks, name, "cdk.tf.json"));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

interface ManifestStack {
  readonly name: string;
  /** Both are relative to the out folder. */
  readonly workingDirectory: string;
  readonly synthesizedStackPath: string;
}

/**
 * Reads manifest.json: its stacks, sorted by name.
 * @param file what to call it in errors
 * @throws TerraformError
 */
export function parseManifest(text: string, file: string): ManifestStack[] {
  const invalid = (what: string) => new TerraformError(`"${file}" is no CDKTF manifest, ${what}: synthesise again`);
  let manifest: { stacks?: unknown } | null;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw invalid("it is not JSON");
  }
  const stacks = manifest?.stacks;
  if (typeof stacks !== "object" || stacks === null) throw invalid("it lists no stacks");
  const parsed = Object.values(stacks as Record<string, Partial<ManifestStack> | null>).map((stack) => {
    const { name, workingDirectory, synthesizedStackPath } = stack ?? {};
    if (typeof name !== "string" || !isStackName(name)) throw invalid(`it has a stack called ${JSON.stringify(name)}`);
    if (!isInside(workingDirectory) || !isInside(synthesizedStackPath)) {
      throw invalid(`stack "${name}" is not in the out folder`);
    }
    return { name, workingDirectory, synthesizedStackPath };
  });
  return parsed.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isInside(relative: string | undefined): relative is string {
  return typeof relative === "string" && !path.isAbsolute(relative) && !path.normalize(relative).startsWith("..");
}
