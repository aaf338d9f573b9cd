// Prints what was planned, for plan, ci plan and ci drift.
import { commandLine } from "../app/command-line";
import type { ProjectData } from "../app/context";
import type { Planned } from "../app/plan/plan";
import { colors } from "./colors";
import { planJson } from "./plan-json";
import { changeLines, renderCounts, sayUnfinished } from "./plan-text";
import type { Shell } from "./shell";
import { verdictLines } from "./verdict";

/** Prints the plans and the review's verdict, and how to continue if some failed. */
export function reportPlans(shell: Shell, kept: ProjectData, planned: Planned, format: "text" | "json" = "text"): void {
  print(shell, kept, planned, format);
  sayUnfinished(shell, kept, planned.results, "plan");
}

function print(shell: Shell, kept: ProjectData, { results, review }: Planned, format: "text" | "json"): void {
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
