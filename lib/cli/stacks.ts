// mailzone stacks: the names of the stacks, for a pipeline's job matrix. It reads domains.yaml and runs nothing but git.
import type { Command } from "commander";
import { changedStacks } from "../app/ci/changed";
import { soundConfiguration } from "../app/configuration";
import { type CommonOptions, type FormatOptions, formatOf, withConfig, withFormat } from "./options";
import { EXIT, type Shell } from "./shell";

interface StacksOptions extends CommonOptions, FormatOptions<"text" | "json"> {
  /** True if no commit is named. */
  readonly changed?: string | true;
}

export function addStacks(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("stacks")
    .description("the names of the stacks, for a job matrix; runs no terraform")
    .option(
      "--changed [commit]",
      "only those that HEAD may change against this commit (default: HEAD's first parent, where HEAD is a merge)",
    );
  withFormat(withConfig(command), ["text", "json"]);
  command.action((options: StacksOptions) => {
    const { changed } = options;
    if (changed === undefined) return exit(printNames(shell, options, allStacks(shell, options)));
    return changedNames(shell, options, changed === true ? undefined : changed).then(exit);
  });
}

/** Sorted in the order in which the app makes them, so that a matrix stays the same when entries move within the file. */
function allStacks(shell: Shell, options: StacksOptions): readonly string[] {
  return [...new Set(soundConfiguration(shell, options).domains.map(({ stack }) => stack))].sort();
}

async function changedNames(shell: Shell, options: StacksOptions, base?: string): Promise<number> {
  const { stacks, why } = await changedStacks(shell, options, base);
  shell.say(`${stacks.length} stack${stacks.length === 1 ? "" : "s"}: ${why}`);
  return printNames(shell, options, stacks);
}

function printNames(shell: Shell, options: StacksOptions, names: readonly string[]): number {
  shell.print(formatOf(options) === "json" ? JSON.stringify(names) : names.join("\n"));
  return EXIT.yes;
}
