// `terraform init`, whether a folder is initialised, and whether two inits may run at the same time.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "../files/write";
import type { Environment } from "../net/proxy";
import { type CommandResult, inPhase, runPlain, type TerraformContext } from "./command";
import { hasStateRole, stateRoleArgs } from "./state-role";
import type { SynthesizedStack } from "./synth";

export interface InitOptions {
  /** Refuses to change `.terraform.lock.hcl`. @default false */
  readonly lockfileReadonly?: boolean;
  /** Leaves init out where the last one was of the same configuration and installed nothing, as in emulated runs. @default false */
  readonly reuse?: boolean;
}

/** Runs `terraform init` and reports events. State is never migrated: a changed backend is Terraform's error. */
export async function init(
  context: TerraformContext,
  stack: SynthesizedStack,
  options: InitOptions,
): Promise<CommandResult> {
  const { stateRole } = context;
  if (options.reuse && isReusable(context, stack)) return nothingToDo;
  const args = [
    "init",
    "-input=false",
    "-no-color",
    ...(options.lockfileReadonly ? ["-lockfile=readonly"] : []),
    // Only an emulated world has another environment here, and the lock file in its out folder is of an earlier run, not the user's.
    ...(context.initEnv === undefined ? [] : ["-upgrade"]),
    ...(stateRole === undefined ? [] : await stateRoleArgs(stack, stateRole, dataFolder(context, stack))),
  ];
  const result = await inPhase(context, stack, "init", () => runPlain(context, stack, args));
  if (options.reuse && result.ok) keepNote(context, stack);
  return result;
}

const nothingToDo: CommandResult = {
  ok: true,
  interrupted: false,
  killed: false,
  errors: [],
  warnings: [],
  stdout: "",
};

/** What was installed may be gone or changed: only Terraform itself knows. */
function isReusable(context: TerraformContext, stack: SynthesizedStack): boolean {
  const installed = [path.join(stack.folder, ".terraform.lock.hcl"), path.join(dataFolder(context, stack), "modules")];
  if (!isInitialized(context, stack) || installed.some((file) => existsSync(file))) return false;
  try {
    return readFileSync(noteFile(context, stack), "utf8") === noteOf(context, stack);
  } catch {
    return false;
  }
}

function keepNote(context: TerraformContext, stack: SynthesizedStack): void {
  try {
    writeWhole(noteFile(context, stack), noteOf(context, stack));
  } catch {
    // Without it the next plan runs init again.
  }
}

function noteFile(context: TerraformContext, stack: SynthesizedStack): string {
  return path.join(dataFolder(context, stack), "mailzone-init.json");
}

/** Providers that another process serves are not installed: with fewer of them, there is something to install. */
function noteOf({ binary: { product, version }, env }: TerraformContext, { hash }: SynthesizedStack): string {
  const served = Object.keys(JSON.parse(env.TF_REATTACH_PROVIDERS || "{}") as object);
  return JSON.stringify({ product, version, configuration: hash, served });
}

/**
 * Whether `init` has set up the stack's backend. The existence of `.terraform` proves nothing: an init that fails early leaves it empty,
 * and one for another role of the state does not count.
 */
export function isInitialized(context: Pick<TerraformContext, "env" | "stateRole">, stack: SynthesizedStack): boolean {
  const folder = dataFolder(context, stack);
  const { stateRole } = context;
  return (
    existsSync(path.join(folder, "terraform.tfstate")) && (stateRole === undefined || hasStateRole(stateRole, folder))
  );
}

function dataFolder({ env }: Pick<TerraformContext, "env">, { folder }: SynthesizedStack): string {
  return path.resolve(folder, env.TF_DATA_DIR || ".terraform");
}

/**
 * Whether inits share a plugin cache, which Terraform does not lock: two inits at the same time may corrupt it. It is set by
 * TF_PLUGIN_CACHE_DIR or in Terraform's CLI configuration file.
 */
export function usesPluginCache(env: Environment): boolean {
  if (env.TF_PLUGIN_CACHE_DIR) return true;
  const file = env.TF_CLI_CONFIG_FILE || (env.HOME && path.join(env.HOME, ".terraformrc"));
  try {
    return file ? /^[ \t]*plugin_cache_dir\b/m.test(readFileSync(file, "utf8")) : false;
  } catch {
    return false;
  }
}
