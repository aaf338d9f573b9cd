// The terraform and tofu that a command in the sandbox finds: behind the guard, whichever of them TERRAFORM_BINARY_NAME names.
import path from "node:path";
import { writeShims } from "../../sandbox/guard/shims";
import { locateProgram } from "../../terraform/binary";
import type { Environment } from "../../terraform/process/process";
import { sandboxFolder } from "../sandbox-folder";
import type { Shell } from "../shell";
import { launcher } from "../workspace";

/** What is called so is Terraform. */
export const PROGRAMS: readonly string[] = ["terraform", "tofu"];

/**
 * @param env the sandbox's
 * @returns the folder that comes first on the PATH, and what TERRAFORM_BINARY_NAME is to be
 */
export function shims(shell: Shell, env: Environment): { readonly bin: string; readonly binaryName: string } {
  const { cwd } = shell;
  const named = shell.env.TERRAFORM_BINARY_NAME;
  const names = [...new Set([...PROGRAMS, ...(named ? [path.basename(named)] : [])])];
  const programs = Object.fromEntries(
    names.map((name) => {
      const wanted = named && path.basename(named) === name ? named : name;
      const file = locateProgram(wanted, { env: shell.env, cwd });
      const missing = `sandbox: "${wanted}" was not found: install it, or set TERRAFORM_BINARY_NAME to its path`;
      return [name, file === undefined ? { missing } : { file }];
    }),
  );
  const [first = "terraform"] = [...(named ? [path.basename(named)] : []), ...PROGRAMS].filter(
    (name) => "file" in (programs[name] ?? {}),
  );
  const guard = [process.execPath, launcher("terraform")];
  const bin = writeShims({ folder: sandboxFolder(shell), guard, programs, env });
  const file = path.join(bin, first);
  // CDKTF gives it to a shell unquoted: a path with blanks has to be found by the PATH.
  return { bin, binaryName: /^[\w/.@%+,:=-]+$/.test(file) ? file : first };
}
