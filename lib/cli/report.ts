// Reports for other programs, from check, review, verify and adopt: SARIF, and GitHub's annotations.
import { fromTop } from "../app/ci/top";
import { packageFile } from "../app/package";
import type { Report, ReportFiles } from "../report/report";
import { renderSarif } from "../report/sarif";
import { renderWorkflowCommands } from "../report/workflow-command";
import { give } from "./output";
import type { Shell } from "./shell";
import { order } from "./terminal";

export const REPORTS = ["sarif", "github"] as const;
export type ReportFormat = (typeof REPORTS)[number];

export function isReport(format: string): format is ReportFormat {
  return (REPORTS as readonly string[]).includes(format);
}

/** Prints nothing if there is nothing to annotate. */
export function printReport(
  shell: Shell,
  report: Report,
  format: ReportFormat,
  options: { readonly out?: string } = {},
): void {
  const text = format === "sarif" ? renderSarif(report, tool()) : order(renderWorkflowCommands(report));
  if (text !== "" || options.out !== undefined) give(shell, options, text);
}

/**
 * Findings with their places in a configuration. A finding without a place is about its first file.
 * @param find the place of an entry or its record in the configuration
 */
export function reportFiles(shell: Shell, files: readonly string[], find?: ReportFiles["find"]): ReportFiles {
  return { fromTop: (file) => fromTop(shell, file), fileOf: () => files[0], find };
}

function tool() {
  const { version, repository } = packageFile();
  return { version, home: repository.url.replace(/^git\+|\.git$/g, "") };
}
