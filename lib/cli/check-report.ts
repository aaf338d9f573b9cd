// What check and ci check print about a configuration.
import type { ConfigurationCheck } from "../app/check";
import { isReport, REPORTS, type ReportFormat, reportFiles } from "../app/report";
import type { Configuration } from "../config/configuration";
import { type Finding, formatFinding } from "../dns/finding";
import { escapeInvisible } from "../dns/text/escape";
import { reportCheck } from "../report/check";
import { colors } from "./colors";
import { type FormatOptions, formatOf } from "./options";
import { printReport } from "./report";
import { EXIT, type Shell } from "./shell";

export type CheckFormat = "text" | "json" | ReportFormat;
export const CHECK_FORMATS: readonly CheckFormat[] = ["text", "json", ...REPORTS];

const CODES = { yes: EXIT.yes, no: EXIT.no, unreadable: EXIT.refused } as const;

/** Prints what is wrong with a configuration, by itself and compared with an earlier one. */
export function reportCheckResult(
  shell: Shell,
  { config, findings, verdict }: ConfigurationCheck,
  options: FormatOptions<CheckFormat>,
): number {
  report(shell, config, findings, formatOf(options));
  return CODES[verdict];
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
