// mailzone stacks: the names of the stacks, for a pipeline's job matrix. It reads domains.yaml and runs nothing.
import type { Command } from "commander";
import { type CommonOptions, type FormatOptions, formatOf, soundConfig, withConfig, withFormat } from "./options";
import { EXIT, type Shell } from "./shell";

interface StacksOptions extends CommonOptions, FormatOptions<"text" | "json"> {}

export function addStacks(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program.command("stacks").description("the names of the stacks, for a job matrix; runs no terraform");
  withFormat(withConfig(command), ["text", "json"]);
  command.action((options: StacksOptions) => exit(stacks(shell, options)));
}

function stacks(shell: Shell, options: StacksOptions): number {
  const { domains } = soundConfig(shell, options);
  // Sorted as the app makes them, so that a matrix stays the same when entries are moved about in the file.
  const names = [...new Set(domains.map(({ stack }) => stack))].sort();
  shell.print(formatOf(options) === "json" ? JSON.stringify(names) : names.join("\n"));
  return EXIT.yes;
}
