// The terraform and tofu that a command in the emulator finds. Both run behind the guard, whichever one TERRAFORM_BINARY_NAME
// names.
import path from "node:path";
import { writeShims } from "../../../packages/emulator/commands";
import { launcher } from "../../app/package";
import { terraformBinary } from "../../app/terraform";
import type { Environment } from "../../net/proxy";
import { locateProgram, PROGRAMS } from "../../terraform/binary";
import { TerraformError } from "../../terraform/errors";
import { emulatorFolder } from "../emulator-folder";
import { watches } from "../progress";
import type { Shell } from "../shell";

export interface Shims {
  /** The folder to put first in PATH. */
  readonly bin: string;
  /** The value for TERRAFORM_BINARY_NAME. */
  readonly binaryName: string;
  /** The program to run: its shim, if the command is a terraform that is named with its folder. */
  readonly guarded: string;
}

type Program = { readonly file: string } | { readonly missing: string };

/**
 * @param envs the emulator's environment, and that of `terraform init` in it
 * @param command the program to run
 */
export async function shims(
  shell: Shell,
  envs: { readonly env: Environment; readonly initEnv: Environment },
  command: string,
): Promise<Shims> {
  const named = shell.env.TERRAFORM_BINARY_NAME || undefined;
  const direct = command.includes("/") && isProgram(command, named) ? command : undefined;
  const wanted = [...PROGRAMS, named, direct].filter((name) => name !== undefined);
  // If both name one, the command counts more than the environment.
  const programs: Record<string, Program> = {};
  for (const name of wanted) programs[path.basename(name)] = locate(shell, name);
  // If a program is named, only that one is wanted.
  let first = named ?? PROGRAMS.find((name) => "file" in (programs[name] ?? {}));
  if (first === undefined) {
    first = "terraform";
    programs.terraform = await fetched(shell);
  }
  const guard = [process.execPath, launcher("terraform")];
  const bin = writeShims({ folder: emulatorFolder(shell), guard, programs, ...envs });
  const name = path.basename(first);
  const file = path.join(bin, name);
  return {
    bin,
    // CDKTF passes it to a shell without quotes. A path with blanks must be found through PATH.
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

/** A command that needs no terraform works without it. */
async function fetched(shell: Shell): Promise<Program> {
  try {
    return { file: (await terraformBinary({ ...shell, ...watches(shell) })).file };
  } catch (error) {
    if (!(error instanceof TerraformError)) throw error;
    return { missing: `emulated: ${error.message}` };
  }
}
