// The programs that a command in the emulator finds as `terraform` and `tofu`. Each runs the guard, then replaces itself with the
// real program. They are shell scripts, so that signals, the terminal and the exit code are those of the real program.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "../../../../lib/files/write";

export interface ShimOptions {
  /** The emulator's folder, absolute. */
  readonly folder: string;
  /**
   * The command that runs the guard: node and its arguments. The emulator's folder and the command's arguments are added after
   * them.
   */
  readonly guard: readonly string[];
  /** Absolute paths of the real programs by shim name, or one line that says why there is none. */
  readonly programs: Readonly<Record<string, { readonly file: string } | { readonly missing: string }>>;
  /** Variables to set again, even if a command has changed its environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Without these variables, or with other values, terraform would work outside the emulator. */
const PINNED = ["TF_REATTACH_PROVIDERS", "TF_CLI_CONFIG_FILE", "CHECKPOINT_DISABLE"];

/** Writes the shims and returns their folder. */
export function writeShims({ folder, guard, programs, env }: ShimOptions): string {
  const bin = path.join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  for (const [name, program] of Object.entries(programs)) {
    const pinned = PINNED.map((variable) => `export ${variable}=${quote(env[variable] ?? "")}\n`).join("");
    const run =
      "missing" in program
        ? `echo ${quote(program.missing)} >&2\nexit 127\n`
        : `${[...guard, folder].map(quote).join(" ")} "$@" || exit 1\nexec ${quote(program.file)} "$@"\n`;
    const about = `# ${name} in mailzone's emulator; written anew by every command that runs there.`;
    writeWhole(path.join(bin, name), `#!/bin/sh\n${about}\n${pinned}${run}`, 0o755);
  }
  return bin;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
