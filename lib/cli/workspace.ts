// Where a command works: for real, or in the emulator, which shares neither folder nor environment with it.
import fs from "node:fs";
import path from "node:path";
import type { Emulator, EmulatorOptions } from "../../packages/emulator";
import { stateRoles } from "../config/backend";
import type { BackendSettings } from "../config/schema/backend";
import { PURPOSE_VARIABLE, type RolePurpose } from "../dns/account-roles";
import type { Domain } from "../dns/domain";
import { acquireLock } from "../lock/lock";
import { rolesUnsupported, type TerraformVersion } from "../terraform/binary";
import type { TerraformContext } from "../terraform/command";
import { refuseLinks } from "../terraform/links";
import type { Environment } from "../terraform/process/process";
import type { PlanKind } from "../terraform/saved-plans/plan-info";
import { SavedPlans } from "../terraform/saved-plans/store";
import { type SynthesizedStack, synthesize } from "../terraform/synth";
import { refuseUnwrittenStates } from "../terraform/unwritten-state";
import { emulatorAccess, emulatorFolder, isRunning } from "./emulator-folder";
import { type CommonOptions, configNames } from "./options";
import { progress } from "./progress";
import { Refused, type Shell } from "./shell";
import { terraformBinary } from "./terraform-binary";

/** The package's folder: in a clone this file runs from lib/cli, built from dist/lib/cli. */
export const PACKAGE =
  [path.resolve(__dirname, "..", ".."), path.resolve(__dirname, "..", "..", "..")].find((folder) =>
    fs.existsSync(path.join(folder, "bin", "mailzone.js")),
  ) ?? "";

/** One of bin's files, absolute. */
export function launcher(name: string): string {
  return path.join(PACKAGE, "bin", `${name}.js`);
}

/** What cdktf.json's `app` runs as well: less memory, at the same speed, for a young generation that is kept small. */
const SYNTH = ["--max-semi-space-size=4", launcher("synth")];

export interface Workspace {
  readonly kind: PlanKind;
  /** Before every line: the emulator says that it is one. */
  readonly label: string;
  readonly env: Environment;
  /** CDKTF's out folder. */
  readonly out: string;
  readonly plans: SavedPlans;
  /** The backend that the stacks have; the emulator has a local state. @default - it is not asked for a role */
  readonly backend?: BackendSettings | undefined;
  /** @default - the real world */
  readonly emulator?: Emulator;
}

/** The saved plans, of the real world or the emulator. */
export function savedPlans(shell: Shell, isEmulated: boolean): SavedPlans {
  const folder = isEmulated ? emulatorFolder(shell) : path.join(shell.cwd, ".mailzone");
  return new SavedPlans(path.join(folder, "plans"), shell.cwd);
}

/**
 * Runs a job that makes or uses up saved plans: one at a time, from synth to the last note, so that two of them never mix. In
 * the emulator its world's lock does that.
 */
export async function withPlansLocked<T>(
  shell: Shell,
  { kind }: Workspace,
  purpose: string,
  job: () => Promise<T>,
): Promise<T> {
  if (kind === "sandbox") return job();
  const folder = path.join(shell.cwd, ".mailzone", "lock");
  refuseLinks(shell.cwd, folder);
  const log = (line: string) => shell.say(line);
  const isInterrupted = () => shell.interrupts.interrupted;
  const subject = `the project "${shell.cwd}"`;
  const lock = await acquireLock({ folder, subject, pid: process.pid, purpose, log, isRunning, isInterrupted });
  try {
    return await job();
  } finally {
    await lock.release();
  }
}

/**
 * Runs `job` in the workspace that the options ask for; the emulator's providers live exactly as long.
 * @param services what the emulator serves beside its providers; and the backend, where the job runs Terraform
 */
export async function inWorkspace<T>(
  shell: Shell,
  options: CommonOptions,
  domains: readonly Domain[],
  job: (workspace: Workspace) => Promise<T>,
  { backend, ...services }: Pick<EmulatorOptions, "dns" | "http"> & Pick<Workspace, "backend"> = {},
): Promise<T> {
  const config = { MAILZONE_CONFIG: configNames(shell, options).join(path.delimiter) };
  if (!options.emulated) {
    const plans = savedPlans(shell, false);
    const env = { ...shell.env, ...config, MAILZONE_SANDBOX: undefined };
    const out = path.join(shell.cwd, "cdktf.out");
    return job({ kind: "real", label: "", env, out, plans, ...(backend !== undefined && { backend }) });
  }
  const folder = emulatorFolder(shell);
  return withEmulator(shell, { ...worldOf(domains), ...services }, (env, emulator) =>
    job({
      kind: "sandbox",
      emulator,
      label: "emulated: ",
      env: { ...env, ...config },
      out: path.join(folder, "out"),
      plans: savedPlans(shell, true),
    }),
  );
}

/** Runs `job` with the emulated providers up; they end after it, and it after its children. */
export async function withEmulator<T>(
  shell: Shell,
  world: Partial<EmulatorOptions>,
  job: (env: Environment, emulator: Emulator) => Promise<T>,
): Promise<T> {
  const { startEmulator } = await import("../../packages/emulator/index.js");
  const emulator = await startEmulator({ ...emulatorAccess(shell, "a command in the emulator"), ...world });
  try {
    return await job(emulator.environment(shell.env as NodeJS.ProcessEnv), emulator);
  } finally {
    await emulator.stop();
  }
}

/** What the configuration takes for granted, and the emulator makes where it is not there: zones, distributions, accounts. */
export function worldOf(domains: readonly Domain[]): Partial<EmulatorOptions> {
  const ids = domains.flatMap(({ zone: { id, name } }) => (id === undefined ? [] : [[id, name]]));
  // What may be worked in by a role is the role's account, and says nothing of the credentials that take it on.
  const direct = domains.filter(({ account }) => account.assumeRoleArn === undefined);
  const accounts = direct.flatMap(({ account: { profile = "default", allowedAccountIds: [first] = [] } }) =>
    first === undefined ? [] : [[profile, first]],
  );
  return {
    zones: Object.fromEntries(ids),
    zoneNames: domains.flatMap(({ zone: { id, name } }) => (id === undefined ? [name] : [])),
    distributions: domains.flatMap(({ web }) => web.flatMap(({ distribution }) => distribution ?? [])),
    profiles: Object.fromEntries(accounts),
    profileNames: domains.flatMap(({ account: { profile } }) => profile ?? []),
  };
}

/**
 * Synthesises, and gives the stacks that are asked for; all of them where none is named.
 * @throws TerraformError where a state of theirs was left over, before anything is written
 */
export async function synthStacks(
  shell: Shell,
  workspace: Workspace,
  names: readonly string[],
): Promise<SynthesizedStack[]> {
  refuseUnwrittenStates(workspace.out, names);
  const { stacks, stderr } = await synthesize({
    file: process.execPath,
    args: SYNTH,
    cwd: shell.cwd,
    env: workspace.env,
    out: workspace.out,
    interrupts: shell.interrupts,
  });
  if (stderr.trim() !== "") shell.say(stderr.trim());
  for (const { folder } of stacks) refuseLeaving(workspace, folder);
  for (const name of names) {
    if (stacks.some((stack) => stack.name === name)) continue;
    const known = stacks.map((stack) => stack.name).join(", ");
    throw new Refused(`stack "${name}" is not in the configuration: the stacks are ${known}`);
  }
  return names.length === 0 ? [...stacks] : stacks.filter(({ name }) => names.includes(name));
}

/** Somebody may have put an override file beside what was synthesised. */
function refuseLeaving({ emulator, env }: Workspace, folder: string): void {
  const why = emulator?.leadsOut(folder, env as NodeJS.ProcessEnv);
  if (why !== undefined) throw new Refused(`"${folder}" would leave the emulator, ${why}: run mailzone emulator reset`);
}

function stateRoleOf(backend: BackendSettings | undefined, purpose: RolePurpose): Pick<TerraformContext, "stateRole"> {
  const roles = stateRoles(backend);
  if (roles === undefined || backend?.type !== "s3") return {};
  const { assumeRoleExternalId: externalId } = backend;
  return { stateRole: { arn: roles[purpose], ...(externalId !== undefined && { externalId }) } };
}

/** CDKTF's JSON is one for every version: what an older one says of it helps nobody. */
function refuseOldForRoles(version: TerraformVersion, stacks: readonly SynthesizedStack[]): void {
  const why = rolesUnsupported(version);
  const [first] =
    why === undefined
      ? []
      : stacks.filter(({ json }) => fs.readFileSync(json, "utf8").includes(`"${PURPOSE_VARIABLE}"`));
  if (first !== undefined) throw new Refused(`stack "${first.name}": ${why}`);
}

/** What Terraform's commands run with, by which role of an account that has two, and the progress that is drawn meanwhile. */
export async function withTerraform<T>(
  shell: Shell,
  workspace: Workspace,
  stacks: readonly SynthesizedStack[],
  job: (context: TerraformContext) => Promise<T>,
  purpose: RolePurpose = "plan",
): Promise<T> {
  // Stacks without two roles do not know the variable, and Terraform does not mind.
  const env = { ...workspace.env, [`TF_VAR_${PURPOSE_VARIABLE}`]: purpose };
  const { interrupts } = shell;
  const binary = await terraformBinary(shell, env);
  refuseOldForRoles(binary, stacks);
  const { onEvent, end } = await progress(shell, workspace.label, stacks.length);
  try {
    return await job({ binary, env, interrupts, onEvent, ...stateRoleOf(workspace.backend, purpose) });
  } finally {
    end();
  }
}
