// Plans in the workspace of the options and prints the result, for plan, ci plan and ci drift.
import { soundConfiguration } from "../app/configuration";
import { commandLine, type Kept, type Workspace } from "../app/context";
import { isApplicable, type Planned, type PlanRequest, plan } from "../app/plan/plan";
import { colors } from "./colors";
import type { CommonOptions } from "./options";
import { planJson } from "./plan-json";
import { changeLines, renderCounts, sayWhatIsLeft } from "./plan-text";
import { EXIT, type Shell } from "./shell";
import { verdictLines } from "./verdict";
import { inWorkspace } from "./workspace";

export interface PlanReportOptions extends CommonOptions, PlanRequest {
  readonly failOnChanges?: boolean;
}

/** @returns the exit code */
export async function planAndReport(
  shell: Shell,
  options: PlanReportOptions,
  format: "text" | "json",
): Promise<number> {
  const config = soundConfiguration(shell, options);
  const run = async (workspace: Workspace) => {
    const planned = await plan(workspace, config, options);
    report(shell, workspace, planned, format);
    sayWhatIsLeft(shell, workspace, planned.results, "plan");
    if (shell.interrupts.interrupted) return EXIT.interrupted;
    if (!isApplicable(planned)) return EXIT.refused;
    return options.failOnChanges && planned.results.some(({ changed }) => changed) ? EXIT.no : EXIT.yes;
  };
  return inWorkspace(shell, options, config.domains, run, {
    http: options.preflight !== false,
    backend: config.backend,
  });
}

function report(shell: Shell, kept: Kept, { results, review }: Planned, format: "text" | "json"): void {
  const { label, kind } = kept;
  if (format === "json") {
    shell.print(JSON.stringify(planJson(kind, results, review), null, 2));
    return;
  }
  for (const { stack, saved } of results) {
    for (const line of saved === undefined ? [] : changeLines(saved.plan))
      shell.print(`${label}${stack}: ${paint(line)}`);
  }
  for (const { stack, status, counts, changed, outputsChanged } of results) {
    const outputs = outputsChanged && Object.values(counts).every((count) => count === 0) ? " (outputs only)" : "";
    const text = changed ? `${renderCounts(counts)}${outputs}` : "no changes";
    shell.print(`${label}${stack}: ${status === "planned" ? text : colors.red(`${status}: nothing can be applied`)}`);
  }
  if (review.verdict === "none") return;
  for (const line of verdictLines(review, commandLine("review", kept))) shell.print(`${label}${line}`);
}

function paint(line: string): string {
  if (line.startsWith("+")) return colors.green(line);
  return line.startsWith("-") ? colors.red(line) : colors.yellow(line);
}
