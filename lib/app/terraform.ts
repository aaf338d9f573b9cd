// The stacks of a workspace, and how Terraform runs on them.
import fs from "node:fs";
import path from "node:path";
import { stateRoles } from "../config/backend";
import type { BackendSettings } from "../config/schema/backend";
import { PURPOSE_VARIABLE, type RolePurpose } from "../dns/account-roles";
import { acquireLock } from "../files/lock";
import type { Environment } from "../net/proxy";
import { findTerraform, rolesUnsupported, type TerraformBinary, type TerraformVersion } from "../terraform/binary";
import type { TerraformContext } from "../terraform/command";
import { refuseLinks } from "../terraform/links";
import { type SynthesizedStack, synthesize } from "../terraform/synth";
import { refuseUnwrittenStates } from "../terraform/unwritten-state";
import { commandLine } from "./command-line";
import type { Context, Place, ProjectData, Reporter, Workspace } from "./context";
import { projectFolder } from "./project";
import { Refused } from "./refused";

/** The providers' checksums, beside domains.yaml. */
export const LOCK_FILE = ".terraform.lock.hcl";

/**
 * Runs a job that makes or uses saved plans. Only one runs at a time, from synth to the last note, so that two never mix. In an
 * emulated world that world's own lock is used.
 * @param purpose the command, which is shown to others that wait
 * @throws LockError if another job does not end in time
 */
export async function withPlansLocked<T>(workspace: Workspace, purpose: string, job: () => Promise<T>): Promise<T> {
  const { kind, pid, isRunning, interrupts, say } = workspace;
  if (kind === "sandbox") return job();
  const project = projectFolder(workspace);
  const folder = path.join(project, ".mailzone", "lock");
  refuseLinks(project, folder);
  const isInterrupted = () => interrupts.interrupted;
  const lock = await acquireLock({
    folder,
    subject: `the project "${project}"`,
    pid,
    purpose,
    log: say,
    isRunning,
    isInterrupted,
  });
  try {
    return await job();
  } finally {
    await lock.release();
  }
}

/**
 * Synthesises, and returns the named stacks, or all of them if none is named.
 * @throws TerraformError if they have a left-over state, before anything is written; SynthError; Refused for a name that is not
 * a stack; InterruptedError
 */
export async function synthStacks(workspace: Workspace, names: readonly string[]): Promise<SynthesizedStack[]> {
  const { env, out, interrupts, run, synth, say } = workspace;
  const cwd = projectFolder(workspace);
  refuseUnwrittenStates(out, names);
  const { stacks, stderr } = await synthesize({ ...synth, cwd, env, out, interrupts, run });
  if (stderr.trim() !== "") say(stderr.trim());
  // Somebody may have put an override file beside the synthesised files.
  for (const { folder } of stacks) {
    const why = workspace.refusesFolder?.(folder);
    if (why !== undefined) throw new Refused(why);
  }
  for (const name of names) {
    if (stacks.some((stack) => stack.name === name)) continue;
    const known = stacks.map((stack) => stack.name).join(", ");
    throw new Refused(`stack "${name}" is not in the configuration: the stacks are ${known}`);
  }
  return names.length === 0 ? [...stacks] : stacks.filter(({ name }) => names.includes(name));
}

/**
 * What Terraform's commands need, with the right role if an account has two. The reporter is told about the progress.
 * @throws TerraformError if there is no terraform; Refused if it is too old for two roles
 */
export async function withTerraform<T>(
  workspace: Workspace,
  stacks: readonly SynthesizedStack[],
  job: (terraform: TerraformContext) => Promise<T>,
  purpose: RolePurpose = "plan",
): Promise<T> {
  // Stacks without two roles do not have the variable, and Terraform ignores it.
  const env = { ...workspace.env, [`TF_VAR_${PURPOSE_VARIABLE}`]: purpose };
  const { interrupts, run, label, backend, initEnv } = workspace;
  const binary = await terraformBinary(workspace, env, workspace.outerEnv);
  refuseOldForRoles(binary, stacks);
  const watch = await workspace.watchStacks?.(stacks.length, label);
  try {
    return await job({
      binary,
      env,
      initEnv,
      interrupts,
      run,
      stateRole: stateRoleOf(backend, purpose),
      commandLine: (words) => commandLine(words, workspace),
      onEvent: watch?.onEvent,
    });
  } finally {
    watch?.end();
  }
}

/**
 * The terraform that commands run. If the machine has none, one is downloaded, which is reported. A second call in the same run asks
 * nothing.
 * @param env the environment of the command
 * @param outer the environment for the download: an emulated world points elsewhere
 * @throws TerraformError, one line, if there is none and none can be downloaded; InterruptedError
 */
export async function terraformBinary(
  context: Pick<Context, "cwd" | "env" | "interrupts" | "run" | "say" | "terraform" | "watchFetch">,
  env = context.env,
  outer = context.env,
): Promise<TerraformBinary> {
  const { terraform } = context;
  terraform.binary ??= find(context, env, outer);
  try {
    return await terraform.binary;
  } catch (error) {
    terraform.binary = undefined;
    throw error;
  }
}

async function find(
  { cwd, interrupts, run, say, watchFetch }: Parameters<typeof terraformBinary>[0],
  env: Environment,
  outer: Environment,
): Promise<TerraformBinary> {
  const watch = watchFetch?.();
  const onProgress = watch?.onProgress ?? (() => {});
  try {
    return await findTerraform({ env, cwd, interrupts, run, fetch: { env: outer, interrupts, say, onProgress } });
  } finally {
    watch?.end();
  }
}

/** What init may do with the lock file: in CI it is only read. Reports once if there is no file to read. */
export function lockfileReadonly(place: Place & Reporter & Pick<ProjectData, "kind">): boolean {
  const { env, kind, say } = place;
  if (!env.CI || kind === "sandbox") return false;
  if (fs.existsSync(path.join(projectFolder(place), LOCK_FILE))) return true;
  say(`warning: there is no ${LOCK_FILE}, providers are taken without checksums: run mailzone lock and commit it`);
  return false;
}

function stateRoleOf(backend: BackendSettings | undefined, purpose: RolePurpose): TerraformContext["stateRole"] {
  const roles = stateRoles(backend);
  if (roles === undefined || backend?.type !== "s3") return undefined;
  return { arn: roles[purpose], externalId: backend.assumeRoleExternalId };
}

/** CDKTF's JSON is the same for every version, so a warning of an older Terraform about it helps nobody. */
function refuseOldForRoles(version: TerraformVersion, stacks: readonly SynthesizedStack[]): void {
  const why = rolesUnsupported(version);
  const [first] =
    why === undefined
      ? []
      : stacks.filter(({ json }) => fs.readFileSync(json, "utf8").includes(`"${PURPOSE_VARIABLE}"`));
  if (first !== undefined) throw new Refused(`stack "${first.name}": ${why}`);
}
