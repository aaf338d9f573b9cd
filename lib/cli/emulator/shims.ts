// The terraform and tofu that a command in the emulator finds: behind the guard, whichever of them TERRAFORM_BINARY_NAME names.
import path from "node:path";
import { writeShims } from "../../../packages/emulator/commands";
import { launcher } from "../../app/package";
import { terraformBinary } from "../../app/terraform";
import { locateProgram, PROGRAMS } from "../../terraform/binary";
import { TerraformError } from "../../terraform/errors";
import type { Environment } from "../../terraform/process/process";
import { emulatorFolder } from "../emulator-folder";
import { watches } from "../progress";
import type { Shell } from "../shell";

export interface Shims {
  /** The folder that comes first on the PATH. */
  readonly bin: string;
  /** What TERRAFORM_BINARY_NAME is to be. */
  readonly binaryName: string;
  /** The command's own program: its shim, where it is a terraform that is named with its folder. */
  readonly guarded: string;
}

type Program = { readonly file: string } | { readonly missing: string };

/**
 * @param env the emulator's
 * @param command the program that is to run
 */
export async function shims(shell: Shell, env: Environment, command: string): Promise<Shims> {
  const named = shell.env.TERRAFORM_BINARY_NAME || undefined;
  const direct = command.includes("/") && isProgram(command, named) ? command : undefined;
  const wanted = [...PROGRAMS, named, direct].filter((name) => name !== undefined);
  // Of two with one name the later counts: what the command says comes before what the environment says.
  const programs: Record<string, Program> = {};
  for (const name of wanted) programs[path.basename(name)] = locate(shell, name);
  // Whoever names one wants no other.
  let first = named ?? PROGRAMS.find((name) => "file" in (programs[name] ?? {}));
  if (first === undefined) {
    first = "terraform";
    programs.terraform = await fetched(shell);
  }
  const guard = [process.execPath, launcher("terraform")];
  const bin = writeShims({ folder: emulatorFolder(shell), guard, programs, env });
  const name = path.basename(first);
  const file = path.join(bin, name);
  return {
    bin,
    // CDKTF gives it to a shell unquoted: a path with blanks has to be found by the PATH.
    binaryName: /^[\w/.@%+,:=-]+$/.test(file) ? file : name,
    guarded: direct === undefined ? command : path.join(bin, path.basename(direct)),
  };
}

function isProgram(command: string, named: string | undefined): boolean {
  return command === named || PROGRAMS.includes(path.basename(command));
}

function locate({ env, cwd }: Shell, name: string): Program {
  const file = locateProgram(name, { env, cwd });
  return file === undefined
    ? { missing: `emulated: "${name}" was not found: install it, or set TERRAFORM_BINARY_NAME to its path` }
    : { file };
}

/** A command that needs no terraform is none the worse for it. */
async function fetched(shell: Shell): Promise<Program> {
  try {
    return { file: (await terraformBinary({ ...shell, ...watches(shell) })).file };
  } catch (error) {
    if (!(error instanceof TerraformError)) throw error;
    return { missing: `emulated: ${error.message}` };
  }
}
