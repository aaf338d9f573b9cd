// Reports for other programs, of check and review alike: SARIF, and GitHub's annotations.
import fs from "node:fs";
import path from "node:path";
import type { Report, ReportFiles } from "../report/report";
import { renderSarif } from "../report/sarif";
import { renderWorkflowCommands } from "../report/workflow-command";
import type { Shell } from "./shell";
import { order } from "./terminal";
import { PACKAGE } from "./workspace";

export const REPORTS = ["sarif", "github"] as const;
export type ReportFormat = (typeof REPORTS)[number];

export function isReport(format: string): format is ReportFormat {
  return (REPORTS as readonly string[]).includes(format);
}

/** Prints nothing where GitHub has nothing to annotate. */
export function printReport(shell: Shell, report: Report, format: ReportFormat): void {
  const commands = format === "github" ? renderWorkflowCommands(report) : "";
  if (format === "sarif") shell.print(renderSarif(report, tool()));
  else if (commands !== "") shell.print(order(commands));
}

/**
 * Findings at their places in a configuration; what has none is about its first file.
 * @param find where the configuration has an entry or its record
 */
export function reportFiles(shell: Shell, files: readonly string[], find?: ReportFiles["find"]): ReportFiles {
  return { fromTop: (file) => fromTop(shell, file), fileOf: () => files[0], find };
}

/** A file's path from the repository's top, with slashes; absolute where it lies outside. */
export function fromTop(shell: Shell, file: string): string {
  const top = shell.env.GITHUB_WORKSPACE || shell.env.CI_PROJECT_DIR || shell.cwd;
  const absolute = path.resolve(shell.cwd, file);
  const relative = path.relative(top, absolute).split(path.sep).join("/");
  return relative === ".." || relative.startsWith("../") ? absolute : relative;
}

function tool() {
  const { version, repository } = JSON.parse(fs.readFileSync(path.join(PACKAGE, "package.json"), "utf8")) as {
    readonly version: string;
    readonly repository: { readonly url: string };
  };
  return { version, home: repository.url.replace(/^git\+|\.git$/g, "") };
}
