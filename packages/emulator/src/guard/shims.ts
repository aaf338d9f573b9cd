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
  /** The environment of `init`, where it has other proxies. @default - env */
  readonly initEnv?: Readonly<Record<string, string | undefined>>;
}

/** Without these variables, or with other values, terraform would work outside the emulator. */
const PINNED = ["TF_REATTACH_PROVIDERS", "TF_CLI_CONFIG_FILE", "CHECKPOINT_DISABLE"];
/** Set for real providers only. The names in small letters are what some programs read first. */
const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];

/** Writes the shims and returns their folder. */
export function writeShims({ folder, guard, programs, env, initEnv = env }: ShimOptions): string {
  const bin = path.join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  for (const [name, program] of Object.entries(programs)) {
    const pinned = PINNED.map((variable) => set(variable, env)).join("");
    const run =
      "missing" in program
        ? `echo ${quote(program.missing)} >&2\nexit 127\n`
        : `${[...guard, folder].map(quote).join(" ")} "$@" || exit 1\nexec ${quote(program.file)} "$@"\n`;
    const about = `# ${name} in mailzone's emulator; every command that runs there writes it again.`;
    writeWhole(path.join(bin, name), `#!/bin/sh\n${about}\n${pinned}${proxies(env, initEnv)}${run}`, 0o755);
  }
  return bin;
}

/** The command is the first word that is not an option, as for Terraform. Only `init` may have other proxies. */
function proxies(env: ShimOptions["env"], initEnv: ShimOptions["env"]): string {
  if (env.HTTPS_PROXY === undefined) return "";
  const [usual, init] = [env, initEnv].map((one) => PROXIES.map((variable) => set(variable, one)).join(""));
  return `word=\nfor word in "$@"; do case $word in -*) ;; *) break;; esac; done\nif [ "$word" = init ]; then\n${init}else\n${usual}fi\n`;
}

function set(variable: string, env: ShimOptions["env"]): string {
  return `export ${variable}=${quote(env[variable] ?? "")}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
