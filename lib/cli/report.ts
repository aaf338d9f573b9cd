// Prints reports for other programs, of check, review, verify and adopt.
import { type ReportFormat, renderReport } from "../app/report";
import type { Report } from "../report/report";
import { writeAnswer } from "./output";
import type { Shell } from "./shell";
import { allowWorkflowCommands } from "./terminal";

/** Prints nothing if there is nothing to annotate. */
export function printReport(
  shell: Shell,
  report: Report,
  format: ReportFormat,
  options: { readonly out?: string } = {},
): void {
  const text = renderReport(report, format);
  if (text !== "" || options.out !== undefined)
    writeAnswer(shell, options, format === "github" ? allowWorkflowCommands(text) : text);
}
