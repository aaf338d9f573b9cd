// The command after the one that worked, shown to a person at a terminal. It goes to stderr, and is not shown where the answer is
// for a program or a file. Nothing here ever suggests to destroy.
import { commandLine, shellWord } from "../app/command-line";
import type { ProjectData } from "../app/context";
import { type FormatOptions, formatOf } from "./options";
import type { Shell } from "./shell";

/** The next command by the one that worked; it is for the same stacks or domains, if some were named. */
const NEXT = {
  check: () => "plan",
  plan: (stacks: readonly string[]) => ["apply", ...stacks].join(" "),
  review: () => "apply",
  apply: () => "records",
  records: (domains: readonly string[]) => ["verify", ...domains, "--wait 30m"].join(" "),
  adopt: () => "adopt --write",
} as const;

/** @param options of the command: its format, and where its answer goes */
export function sayNext(
  shell: Shell,
  command: keyof typeof NEXT,
  kept: Partial<Pick<ProjectData, "kind" | "realProviders" | "config">>,
  options: Partial<FormatOptions<string>> = {},
  names: readonly string[] = [],
): void {
  const format = formatOf({ format: "text", ...options });
  if (shell.width === undefined || shell.env.CI || format !== "text" || shell.interrupts.interrupted) return;
  shell.say(`next: ${commandLine(NEXT[command](names.map(shellWord)), kept)}`);
}
