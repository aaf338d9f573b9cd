// The check that the emulator's own `terraform` and `tofu` run before the real program. Unknown commands are refused, because a new
// release may add one that writes a state.
import path from "node:path";
import { environmentArguments, readCommand } from "./command-line";
import { commandIsolationProblem, type Environment, typesUsedIn } from "./guard";
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
  const advice = `run it in a copy of the folder below "${path.join(emulator, "own")}", with terraform { backend "local" {} } in its override.tf`;
  return `"${name}" in "${folder}" would leave the emulator, ${why}: ${advice}`;
}
