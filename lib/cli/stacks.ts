// mailzone stacks: the names of the stacks, for a pipeline's job matrix. It reads domains.yaml and runs git, and synth with --base.
import type { Command } from "commander";
import { type StacksRequest, stackNames } from "../app/stacks";
import { type FormatOptions, formatOf, withConfig, withFormat } from "./options";
import { EXIT, type Shell } from "./shell";

type StacksOptions = StacksRequest & FormatOptions<"text" | "json">;

export function addStacks(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("stacks")
    .description("the names of the stacks, for a job matrix; runs no terraform")
    .option(
      "--changed [commit]",
      "only those that HEAD may change against this commit (default: HEAD's first parent, where HEAD is a merge)",
    )
    .option(
      "--base <base>",
      "with --changed: those whose synthesised JSON differs from this out folder, or from this commit's",
    );
  withFormat(withConfig(command), ["text", "json"]);
  command.action(async (options: StacksOptions) => exit(await stacks(shell, options)));
}

async function stacks(shell: Shell, options: StacksOptions): Promise<number> {
  const names = await stackNames(shell, options);
  shell.print(formatOf(options) === "json" ? JSON.stringify(names) : names.join("\n"));
  return EXIT.yes;
}
