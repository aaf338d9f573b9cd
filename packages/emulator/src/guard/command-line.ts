// Finds folders and states in a command line of terraform or tofu. Flags follow Go's rules: one dash or two, then `=` or a space.
// https://developer.hashicorp.com/terraform/cli/commands
import path from "node:path";

export interface TerraformCommand {
  /** Such as `plan`; empty if there is none. */
  readonly name: string;
  /** The absolute path of the folder that it works in. */
  readonly folder: string;
  /** Values of the options that name a file, with the option as the documentation writes it. */
  readonly files: readonly { readonly option: string; readonly value: string }[];
  /** Values of -backend-config. */
  readonly backendConfig: readonly string[];
  /** Words after the command that are neither options nor values of known options. */
  readonly operands: readonly string[];
  /** Whether it only asks for help or the version. */
  readonly isHelp: boolean;
}

/** Options that name a file that is written, or read as a state or plan. */
const FILES = ["state", "state-out", "backup", "backup-out", "out", "plan", "generate-config-out"];
/** Other options that may take the next word as their value. */
const VALUES = ["backend-config", "var", "var-file", "target", "replace", "exclude", "parallelism", "lock-timeout"];
const HELP_OPTIONS = ["help", "h", "version", "v"];

/**
 * @param args arguments without the program's name
 * @param cwd absolute path
 * @param extra arguments from TF_CLI_ARGS and similar variables
 */
export function readCommand(args: readonly string[], cwd: string, extra: readonly string[] = []): TerraformCommand {
  const start = args.findIndex((arg) => !arg.startsWith("-"));
  const before = (start === -1 ? args : args.slice(0, start)).map(readOption);
  // Terraform accepts only this spelling here.
  const chdir = args
    .slice(0, before.length)
    .find((arg) => arg.startsWith("-chdir="))
    ?.slice("-chdir=".length);
  const files: { option: string; value: string }[] = [];
  const backendConfig: string[] = [];
  const operands: string[] = [];
  const rest = start === -1 ? [] : [...args.slice(start + 1)];
  let isHelp = before.some(({ name }) => HELP_OPTIONS.includes(name));
  for (const list of [rest, [...extra]]) {
    while (list.length > 0) {
      const argument = list.shift() ?? "";
      if (!argument.startsWith("-") || argument === "-") {
        operands.push(argument);
        continue;
      }
      const { name, value: attached } = readOption(argument);
      if (HELP_OPTIONS.includes(name)) isHelp = true;
      const takesNext = attached === undefined && [...FILES, ...VALUES].includes(name);
      const value = takesNext ? list.shift() : attached;
      if (FILES.includes(name) && value !== undefined) files.push({ option: `-${name}`, value });
      if (name === "backend-config") backendConfig.push(value ?? "");
    }
  }
  return {
    name: start === -1 ? "" : (args[start] ?? ""),
    folder: path.resolve(cwd, chdir ?? "."),
    files,
    backendConfig,
    operands,
    isHelp,
  };
}

function readOption(word: string): { readonly name: string; readonly value?: string } {
  const [, name = "", value] = /^--?([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
  return value === undefined ? { name } : { name, value };
}

/** The words of TF_CLI_ARGS and TF_CLI_ARGS_<command>, split as a shell splits them. */
export function environmentArguments(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const texts = Object.entries(env).flatMap(([name, value]) => (/^TF_CLI_ARGS/.test(name) ? [value ?? ""] : []));
  return texts.flatMap((text) => text.replace(/["'\\]/g, "").split(/\s+/)).filter((word) => word !== "");
}
