// mailzone plan: synth, and a saved plan per stack.
import type { Command } from "commander";
import { stateRoles } from "../config/backend";
import type { Import } from "../config/imports";
import { formatFinding } from "../dns/finding";
import { isPlanned } from "../plan/change";
import { renderChange } from "../plan/line";
import type { Plan } from "../plan/plan";
import type { PlanCounts } from "../plan/summary";
import { changedImports, missingImports, otherImports } from "../review/imports";
import type { Preflight } from "../review/preflight";
import { type Review, review } from "../review/review";
import { formatDiagnostic } from "../terraform/diagnostics";
import { type PlanResult, planStacks } from "../terraform/plan";
import { type Locking, parseStateLock } from "../terraform/state-lock";
import type { SynthesizedStack } from "../terraform/synth";
import { listerOf } from "./adopt/zones";
import { colors } from "./colors";
import { lockfileReadonly } from "./lock";
import {
  type CommonOptions,
  commandLine,
  type FormatOptions,
  formatOf,
  soundConfig,
  withConfig,
  withEmulated,
  withFormat,
  withLockTimeout,
  withParallel,
} from "./options";
import { planJson } from "./plan-json";
import { keepPreflight } from "./preflight";
import { EXIT, Refused, type Shell } from "./shell";
import { lockWords } from "./unlock";
import { verdictLines } from "./verdict";
import { inWorkspace, synthStacks, type Workspace, withPlansLocked, withTerraform } from "./workspace";

export interface PlanCommandOptions extends CommonOptions, FormatOptions<"text" | "json">, Locking {
  readonly parallel: number;
  readonly refresh: boolean;
  readonly failOnChanges?: boolean;
  /** @default true */
  readonly preflight?: boolean;
}

export function addPlan(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("plan")
    .description("what would an apply change? Saves a plan per stack for mailzone apply")
    .argument("[stack...]", "the stacks to plan (default: all)")
    .option("--fail-on-changes", "exit 1 if a stack has changes: for drift checks")
    .option("--no-refresh", "trust the state instead of asking AWS and Cloudflare")
    .option("--no-lock", "do not take the lock of the state: for plans of pull requests, which may be cut off")
    .option("--no-preflight", "do not compare what is created with what stands in the zones, which takes DNS Read");
  withFormat(withEmulated(withConfig(withParallel(withLockTimeout(command)))), ["text", "json"]);
  command.action(async (names: string[], options: PlanCommandOptions) => exit(await plan(shell, names, options)));
}

export async function plan(shell: Shell, names: readonly string[], options: PlanCommandOptions): Promise<number> {
  const { domains, imports, backend } = soundConfig(shell, options);
  const isCompared = options.preflight !== false;
  const run = async (workspace: Workspace) => {
    const stacks = await synthStacks(shell, workspace, names);
    const { plans, kind } = workspace;
    if (names.length === 0) await discardGone(workspace, stacks);
    const { parallel, refresh, lockTimeout } = options;
    // The role that reads the state may not write its lock.
    const lock = options.lock && stateRoles(workspace.backend) === undefined;
    const inspect = inspectImports(imports);
    const results = await withTerraform(shell, workspace, stacks, (context) => {
      const lockfile = { lockfileReadonly: lockfileReadonly(shell, kind) };
      return planStacks(context, stacks, { plans, kind, parallel, refresh, inspect, lock, lockTimeout, ...lockfile });
    });
    for (const result of results) sayPlanFaults(shell, result, imports);
    const saved = results.flatMap((result) => result.saved ?? []);
    const preflights: ReadonlyMap<string, Preflight> = isCompared
      ? await keepPreflight(shell, workspace, saved, listerOf(shell, workspace, domains))
      : new Map();
    const judged = review(
      saved.map(({ plan }) => plan),
      { preflights },
    );
    report(shell, workspace, results, judged, formatOf(options));
    sayWhatIsLeft(shell, workspace, results, "plan");
    if (shell.interrupts.interrupted) return EXIT.interrupted;
    const clashes = [...preflights.values()].some(({ clashes }) => clashes.length > 0);
    if (clashes || results.some(({ status }) => status !== "planned")) return EXIT.refused;
    return options.failOnChanges && results.some(({ changed }) => changed) ? EXIT.no : EXIT.yes;
  };
  const locked = (workspace: Workspace) => withPlansLocked(shell, workspace, "plan", () => run(workspace));
  return inWorkspace(shell, options, domains, locked, { http: isCompared, backend });
}

/** Saved plans of stacks that are no longer in the configuration: a review would take them for plans of today. */
async function discardGone({ plans }: Workspace, stacks: readonly SynthesizedStack[]): Promise<void> {
  const gone = plans.stacks().filter((stack) => stacks.every(({ name }) => name !== stack));
  for (const stack of gone) await plans.discard(stack);
}

/** `1 to import, 2 to add, 0 to change, 0 to destroy` */
function renderCounts(counts: PlanCounts): string {
  const forget = counts.forget > 0 ? `, ${counts.forget} to forget` : "";
  return `${counts.import} to import, ${counts.add} to add, ${counts.change} to change, ${counts.destroy} to destroy${forget}`;
}

/** What a plan does to resources, a line each. */
export function changeLines({ changes }: Plan): string[] {
  return changes.filter(isPlanned).map(renderChange);
}

/** Says what the plans reported, and refuses to go on where one failed for another reason than an interrupt. */
export function refuseFailedPlans(
  shell: Shell,
  results: readonly PlanResult[],
  consequence: string,
  imports: readonly Import[] = [],
): void {
  for (const result of results) sayPlanFaults(shell, result, imports);
  const failed = results.filter(({ status }) => status !== "planned").map(({ stack }) => `"${stack}"`);
  if (shell.interrupts.interrupted || failed.length === 0) return;
  throw new Refused(`${consequence}, the plan of ${failed.join(", ")} failed: fix what it reported`);
}

/** Of several stacks, which did not come to their end, and the command that goes on with those alone. */
export function sayWhatIsLeft(
  shell: Shell,
  { kind }: Workspace,
  results: readonly { readonly stack: string; readonly status: string }[],
  command: "plan" | "apply",
): void {
  const left = results.filter(({ status }) => status !== "planned" && status !== "applied").map(({ stack }) => stack);
  if (left.length === 0 || results.length === 1) return;
  const next = `${commandLine(command, kind === "sandbox")} ${left.join(" ")}`;
  shell.say(
    `${left.length} of ${results.length} stacks did not come to their end: fix what they reported and go on with ${next}`,
  );
}

/** Refuses a plan whose imports found something else than is wanted, or than imports.yaml was written for. */
export function inspectImports(imports: readonly Import[]): (plan: Plan) => readonly string[] {
  return ({ changes }) => [...otherImports(changes, imports), ...changedImports(changes, imports)].map(formatFinding);
}

/** What Terraform reported, what it means for imports.yaml, and why a plan is refused that Terraform would apply. */
export function sayPlanFaults(shell: Shell, result: PlanResult, imports: readonly Import[]): void {
  sayDiagnostics(shell, result);
  for (const finding of missingImports(result.errors, imports)) shell.say(formatFinding(finding));
  for (const refusal of result.refusals) shell.say(refusal);
}

/** Terraform's own errors and warnings, with the stack's name. */
export function sayDiagnostics(
  shell: Shell,
  { stack, errors, warnings }: Pick<PlanResult, "stack" | "errors" | "warnings">,
): void {
  for (const diagnostic of [...warnings, ...errors]) shell.say(formatDiagnostic(stack, diagnostic));
  const held = parseStateLock(errors);
  if (held === undefined) return;
  const unlock = commandLine(`unlock ${stack}`);
  shell.say(
    `stack "${stack}": its state is locked ${lockWords(held)}: wait for that run, by --lock-timeout, or if it is dead, ${unlock}`,
  );
}

function report(
  shell: Shell,
  workspace: Workspace,
  results: readonly PlanResult[],
  judged: Review,
  format: "text" | "json",
): void {
  const { label, kind } = workspace;
  if (format === "json") {
    shell.print(JSON.stringify(planJson(kind, results, judged), null, 2));
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
  if (judged.verdict === "none") return;
  for (const line of verdictLines(judged, commandLine("review", kind === "sandbox"))) shell.print(`${label}${line}`);
}

function paint(line: string): string {
  if (line.startsWith("+")) return colors.green(line);
  return line.startsWith("-") ? colors.red(line) : colors.yellow(line);
}
