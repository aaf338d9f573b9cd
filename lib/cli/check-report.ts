// What check and ci check print about a configuration.
import type { ConfigurationCheck } from "../app/check";
import { isReport, REPORTS, type ReportFormat, reportFiles } from "../app/report";
import type { Configuration } from "../config/configuration";
import type { Finding, Severity } from "../dns/finding";
import { escapeInvisible } from "../dns/text/escape";
import { reportCheck } from "../report/check";
import { foldFindings } from "../report/folded";
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
  const paints = { error: colors.red, warning: colors.yellow, note: (text: string) => text, unknown: colors.yellow };
  const domainOf = new Map(domains.map(({ entry, domain }) => [entry, domain]));
  for (const [{ severity }, text] of foldFindings(findings, (entry) => domainOf.get(entry)))
    shell.print(text.replace(`${severity}:`, paints[severity](`${severity}:`)));
  const number = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const [errors, notes] = [number("error"), number("note")];
  const warnings = `${count(number("warning"), "warning")}${notes === 0 ? "" : `, ${count(notes, "note")}`}`;
  if (errors > 0) shell.say(`${escapeInvisible(files.join(", "))}: ${count(errors, "error")}, ${warnings}`);
  else shell.print(`${escapeInvisible(files.join(", "))}: ${count(domains.length, "domain")}, no errors, ${warnings}`);
}

function count(number: number, noun: string): string {
  return `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;
}
