// Reports for other programs: SARIF, and GitHub's annotations.
import type { Report, ReportFiles } from "../report/report";
import { renderSarif } from "../report/sarif";
import { renderWorkflowCommands } from "../report/workflow-command";
import { fromTop } from "./ci/top";
import type { Place } from "./context";
import { packageFile } from "./package";

export const REPORTS = ["sarif", "github"] as const;
export type ReportFormat = (typeof REPORTS)[number];

export function isReport(format: string): format is ReportFormat {
  return (REPORTS as readonly string[]).includes(format);
}

/** SARIF 2.1.0, or GitHub's workflow commands, which are empty if there is nothing to annotate. */
export function renderReport(report: Report, format: ReportFormat): string {
  if (format === "github") return renderWorkflowCommands(report);
  const { version, repository } = packageFile();
  return renderSarif(report, { version, home: repository.url.replace(/^git\+|\.git$/g, "") });
}

/**
 * The files of findings in a configuration. A finding without a place is about its first file.
 * @param find the place of an entry or its record in the configuration
 */
export function reportFiles(
  place: Pick<Place, "cwd" | "env">,
  files: readonly string[],
  find?: ReportFiles["find"],
): ReportFiles {
  return { fromTop: (file) => fromTop(place, file), fileOf: () => files[0], find };
}
