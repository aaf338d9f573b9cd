// mailzone ci check: checks the configuration of a change, by itself and compared with the one that it replaces, and whether
// the app makes stacks of it. It needs no credentials.
import type { Command } from "commander";
import { checkChange } from "../../app/ci/check";
import { synthStacks } from "../../app/terraform";
import { CHECK_FORMATS, type CheckFormat, reportCheckResult } from "../check-report";
import { type CommonOptions, collect, type FormatOptions, withConfig, withFormat } from "../options";
import { EXIT, type Shell } from "../shell";
import { inWorkspace } from "../workspace";

interface CiCheckOptions extends CommonOptions, FormatOptions<CheckFormat> {
  readonly base?: string;
  readonly baseConfig?: readonly string[];
  /** @default true */
  readonly synth?: boolean;
}

export function addCiCheck(ci: Command, shell: Shell, exit: (code: number) => void): void {
  const command = ci
    .command("check")
    .description(
      "is the configuration right, is nothing dropped against the commit before, and does the app synthesise?",
    )
    .option("--base <commit>", "the commit that is changed (default: HEAD's first parent, where HEAD is a merge)")
    .option("--base-config <file>", "where the configuration stood then, if it has moved; repeatable", collect)
    .option("--no-synth", "do not run the app");
  withFormat(withConfig(command), CHECK_FORMATS);
  command.action(async (options: CiCheckOptions) => exit(await ciCheck(shell, options)));
}

async function ciCheck(shell: Shell, options: CiCheckOptions): Promise<number> {
  const code = reportCheckResult(shell, await checkChange(shell, options), options);
  if (code !== EXIT.yes || options.synth === false) return code;
  return inWorkspace(shell, { ...options, emulated: false }, [], async (workspace) => {
    const stacks = await synthStacks(workspace, []);
    if (shell.interrupts.interrupted) return EXIT.interrupted;
    shell.say(`synthesised: ${stacks.length} stack${stacks.length === 1 ? "" : "s"}`);
    return EXIT.yes;
  });
}
