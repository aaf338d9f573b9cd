// mailzone check: is domains.yaml right?
import type { Command } from "commander";
import { checkBase } from "../config/base";
import { type Configuration, isReadable } from "../config/configuration";
import { loadConfiguration } from "../config/load";
import { type Finding, formatFinding } from "../dns/finding";
import { escapeInvisible } from "../dns/text/escape";
import { reportCheck } from "../report/check";
import { colors } from "./colors";
import { losesState } from "./local-state";
import {
  type CommonOptions,
  collect,
  type FormatOptions,
  formatOf,
  readConfig,
  withConfig,
  withFormat,
} from "./options";
import { isReport, printReport, REPORTS, type ReportFormat, reportFiles } from "./report";
import { EXIT, type Shell } from "./shell";

export type CheckFormat = "text" | "json" | ReportFormat;
export const CHECK_FORMATS: readonly CheckFormat[] = ["text", "json", ...REPORTS];

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

export function check(shell: Shell, options: CheckOptions): number {
  const base = options.base && loadConfiguration(options.base, shell.cwd, { imports: false });
  return checkAgainst(shell, options, readConfig(shell, options), base);
}

/** Prints what is wrong with a configuration, by itself and against an earlier one. */
export function checkAgainst(
  shell: Shell,
  options: FormatOptions<CheckFormat>,
  config: Configuration,
  base?: Configuration,
): number {
  const unreadable = base === undefined || isReadable(base) ? [] : base.findings;
  const against = base === undefined || unreadable.length > 0 || !isReadable(config) ? [] : checkBase(base, config);
  const findings = [...config.findings, ...unreadable, ...against, ...localState(shell, config)];
  report(shell, config, findings, formatOf(options));
  if (!isReadable(config) || unreadable.length > 0) return EXIT.refused;
  return findings.some(({ severity }) => severity === "error") ? EXIT.no : EXIT.yes;
}

/** A pipeline's machine is thrown away, and a local state with it. */
function localState(shell: Shell, config: Configuration): Finding[] {
  if (!losesState(shell, config)) return [];
  const message = 'state is a local file, and this is CI, which loses it: add "backend" to domains.yaml';
  return [{ source: "check", rule: "local-state", severity: "warning", message }];
}

function report(
  shell: Shell,
  { files, domains }: Configuration,
  findings: readonly Finding[],
  format: CheckFormat,
): void {
  if (isReport(format)) {
    printReport(shell, reportCheck(findings, reportFiles(shell, files)), format);
    return;
  }
  if (format === "json") {
    shell.print(JSON.stringify({ files, domains: domains.length, findings }, null, 2));
    return;
  }
  for (const finding of findings) {
    const paint = finding.severity === "error" ? colors.red : colors.yellow;
    shell.print(formatFinding(finding).replace(`${finding.severity}:`, paint(`${finding.severity}:`)));
  }
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = count(findings.length - errors, "warning");
  if (errors > 0) shell.say(`${escapeInvisible(files.join(", "))}: ${count(errors, "error")}, ${warnings}`);
  else shell.print(`${escapeInvisible(files.join(", "))}: ${count(domains.length, "domain")}, no errors, ${warnings}`);
}

function count(number: number, noun: string): string {
  return `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;
}
