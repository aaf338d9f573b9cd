// The check that the emulator's own `terraform` and `tofu` run before the real program. Unknown commands are refused, because a new
// release may add one that writes a state.
import path from "node:path";
import { environmentArguments, readCommand } from "./command-line";
import { commandIsolationProblem, type Environment, providersUsedIn, typesUsedIn } from "./guard";
import { rewriteStack } from "./rewrite";
import { saveUsedTypes } from "./used-types";

export interface TerraformCall {
  /** The arguments without the program's name. */
  readonly args: readonly string[];
  /** Absolute path. */
  readonly cwd: string;
  readonly env: Environment;
  /** The emulator's folder, absolute. */
  readonly emulator: string;
}

/** Commands that write nothing and read no state. */
const HARMLESS = ["", "fmt", "help", "version"];
/** Commands that write only to their folder, its data folder and its backend. */
const GUARDED =
  "init get validate providers modules metadata graph console plan apply destroy refresh import taint untaint show output state workspace force-unlock".split(
    " ",
  );

/** The sources of PROVIDERS, which would take long to load before every command of Terraform. */
export const EMULATED_PROVIDERS = ["hashicorp/aws", "cloudflare/cloudflare"];

/** Whether a command may run, and what its user should know. */
export interface TerraformCallCheck {
  /** Why it must not run. @default - it may run */
  readonly problem?: string;
  /** Things to know although it may run. */
  readonly notes: readonly string[];
}

/** Checks a command, and prepares its folder for it. It never throws: what cannot be read is a problem. */
export function checkTerraformCall(call: TerraformCall): TerraformCallCheck {
  try {
    const problem = terraformCallProblem(call);
    return { problem, notes: problem === undefined ? terraformCallNotes(call) : [] };
  } catch (error) {
    return { problem: `the emulator cannot tell what terraform would do here: ${(error as Error).message}`, notes: [] };
  }
}

/** Of `init`: the providers that are not emulated, which Terraform installs and runs as anywhere. */
function terraformCallNotes({ args, cwd, env }: TerraformCall): readonly string[] {
  const { name, folder, isHelp } = readCommand(args, cwd, environmentArguments(env));
  if (name !== "init" || isHelp) return [];
  const others = providersUsedIn(folder, env).filter((source) => !EMULATED_PROVIDERS.includes(source));
  return others.map(
    (source) =>
      `the provider ${source} is not emulated: terraform installs the real one from its registry, and what it does is real`,
  );
}

/**
 * Moves the state of a synthesised stack into the emulator, notes the types it uses for the emulated providers, then returns why
 * the command must not run: one line, or undefined if it may run.
 * @throws Error if the folder's files cannot be read or written
 */
export function terraformCallProblem({ args, cwd, env, emulator }: TerraformCall): string | undefined {
  const command = readCommand(args, cwd, environmentArguments(env));
  const { name, folder } = command;
  if (HARMLESS.includes(name) || command.isHelp) return undefined;
  if (!GUARDED.includes(name))
    return `"${name}" does not run in the emulator: it is not known where it keeps what it keeps`;
  rewriteStack(folder, emulator);
  const why = commandIsolationProblem(command, emulator, env);
  if (why === undefined) {
    saveUsedTypes(emulator, typesUsedIn(command.folder, env));
    return undefined;
  }
  const advice = `run it in a copy of the folder below "${path.join(emulator, "own")}", with {"terraform":{"backend":{"local":{}}}} in its override.tf.json`;
  return `"${name}" in "${folder}" would leave the emulator, ${why}: ${advice}`;
}
