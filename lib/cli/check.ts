// mailzone check: checks whether domains.yaml is right.
import type { Command } from "commander";
import { checkFiles } from "../app/check";
import { CHECK_FORMATS, type CheckFormat, reportCheckResult } from "./check-report";
import { sayNext } from "./next";
import { type CommonOptions, collect, type FormatOptions, withConfig, withFormat } from "./options";
import { EXIT, type Shell } from "./shell";

interface CheckOptions extends CommonOptions, FormatOptions<CheckFormat> {
  readonly base?: readonly string[];
}

export function addCheck(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("check")
    .description("is domains.yaml right? Exit 1 where a rule says no, 2 where it cannot be read")
    .option("--base <file>", "and is nothing dropped, renamed or moved against this earlier file? Repeatable", collect);
  withFormat(withConfig(command), CHECK_FORMATS);
  command.action((options: CheckOptions) => exit(check(shell, options)));
}

function check(shell: Shell, options: CheckOptions): number {
  const code = reportCheckResult(shell, checkFiles(shell, options), options);
  if (code === EXIT.yes) sayNext(shell, "check", options, options);
  return code;
}
