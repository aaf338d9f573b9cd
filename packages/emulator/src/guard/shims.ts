// The programs that a command in the emulator finds as `terraform` and `tofu`: each asks the guard, then becomes the real one.
// It is a shell script, so that signals, terminal and exit code are the real one's own.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "../../../../lib/files/write";

export interface ShimOptions {
  /** The emulator's folder, absolute. */
  readonly folder: string;
  /** What runs the guard: node and its arguments. The emulator's folder and the command's arguments come behind. */
  readonly guard: readonly string[];
  /** Real programs by the names of the shims, absolute; or one line that says why there is none. */
  readonly programs: Readonly<Record<string, { readonly file: string } | { readonly missing: string }>>;
  /** Variables that hold whatever a command has done to its environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Variables that lead a terraform out of the emulator when a command loses or sets them. */
const HELD = ["TF_REATTACH_PROVIDERS", "TF_CLI_CONFIG_FILE", "CHECKPOINT_DISABLE"];

/** Writes the shims; gives their folder. */
export function writeShims({ folder, guard, programs, env }: ShimOptions): string {
  const bin = path.join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  for (const [name, program] of Object.entries(programs)) {
    const held = HELD.map((variable) => `export ${variable}=${quote(env[variable] ?? "")}\n`).join("");
    const run =
      "missing" in program
        ? `echo ${quote(program.missing)} >&2\nexit 127\n`
        : `${[...guard, folder].map(quote).join(" ")} "$@" || exit 1\nexec ${quote(program.file)} "$@"\n`;
    const about = `# ${name} in mailzone's emulator; written anew by every command that runs there.`;
    writeWhole(path.join(bin, name), `#!/bin/sh\n${about}\n${held}${run}`, 0o755);
  }
  return bin;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
