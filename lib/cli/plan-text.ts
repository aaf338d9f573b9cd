// What plans do and how applies ended, one line each, for plan, apply, destroy and the steps of pipelines.
import type { Applied } from "../app/apply/apply";
import type { ChangedSinceReview } from "../app/apply/expected";
import { commandLine } from "../app/command-line";
import type { ProjectData } from "../app/context";
import { isPlanned } from "../plan/change";
import { renderChange } from "../plan/line";
import type { Plan } from "../plan/plan";
import type { PlanCounts } from "../plan/summary";
import type { ApplyResult } from "../terraform/apply";
import { colors } from "./colors";
import { EXIT, type Shell } from "./shell";

/** `1 to import, 2 to add, 0 to change, 0 to destroy` */
export function renderCounts(counts: PlanCounts): string {
  const forget = counts.forget > 0 ? `, ${counts.forget} to forget` : "";
  return `${counts.import} to import, ${counts.add} to add, ${counts.change} to change, ${counts.destroy} to destroy${forget}`;
}

/** What a plan does to resources, one line each. */
export function changeLines({ changes }: Plan): string[] {
  return changes.filter(isPlanned).map(renderChange);
}

/** What a plan would do now that differs from what was reviewed. */
export function renderChanged(label: string, { stack, digest, reviewed, saved }: ChangedSinceReview): string {
  const head = `${label}${stack}: not what was reviewed: its digest is ${digest}, the reviewed one ${reviewed}; it would now do`;
  const lines = changeLines(saved.plan);
  return [head, ...(lines.length === 0 ? ["outputs alone"] : lines).map((line) => `  ${line}`)].join("\n");
}

/** Says that nothing was left to do in a stack. */
export function renderDone(label: string, stack: string): string {
  return `${label}${stack}: nothing is left to do, it is applied already`;
}

/** How each stack ended. */
export function renderApplied(label: string, results: readonly ApplyResult[]): string[] {
  return results.map(({ stack, status, counts }) => {
    const { import: imported, add, change, destroy, forget } = counts;
    const forgotten = forget > 0 ? `, ${forget} forgotten` : "";
    const done = `${imported} imported, ${add} added, ${change} changed, ${destroy} destroyed${forgotten}`;
    const text = status === "applied" ? colors.green("applied") : colors.red(status);
    return `${label}${stack}: ${text}: ${done}`;
  });
}

/** Prints how an apply ended. The exit code is that of the worst stack. */
export function reportApplied(shell: Shell, kept: Pick<ProjectData, "kind" | "label">, applied: Applied): number {
  const { interrupted } = shell.interrupts;
  if (applied.kind === "interrupted") return EXIT.interrupted;
  if (applied.kind === "changed") {
    for (const one of applied.changed) shell.print(renderChanged(kept.label, one));
    return EXIT.no;
  }
  const { results } = applied;
  for (const line of renderApplied(kept.label, results)) shell.print(line);
  sayUnfinished(shell, kept, results, "plan");
  if (interrupted) return EXIT.interrupted;
  const isDone = applied.isFollowed !== false && results.every(({ status }) => status === "applied");
  return isDone ? EXIT.yes : EXIT.refused;
}

/** For several stacks: which ones did not finish, and the command that continues with only those. */
export function sayUnfinished(
  shell: Shell,
  kept: Pick<ProjectData, "kind" | "config">,
  results: readonly { readonly stack: string; readonly status: string }[],
  command: "plan" | "apply",
): void {
  const left = results.filter(({ status }) => status !== "planned" && status !== "applied").map(({ stack }) => stack);
  if (left.length === 0 || results.length === 1) return;
  const next = commandLine(`${command} ${left.join(" ")}`, kept);
  shell.say(
    `${left.length} of ${results.length} stacks did not come to their end: fix what they reported and go on with ${next}`,
  );
}
