// mailzone apply: exactly the saved plans, or none of them.
import type { Command } from "commander";
import { stateRoles } from "../../config/backend";
import type { ResourceChange } from "../../plan/change";
import { planDigest } from "../../plan/digest";
import { lostIdentities, type Plan, readPlan } from "../../plan/plan";
import { explainConflicts } from "../../review/conflicts";
import { type ApplyOptions, type ApplyResult, applyStacks } from "../../terraform/apply";
import type { TerraformContext } from "../../terraform/command";
import { formatDiagnostic } from "../../terraform/diagnostics";
import type { SavedPlan } from "../../terraform/plan";
import { checkSavedPlans, type PlanCheck, type Refusal } from "../../terraform/saved-plans/checks";
import type { Locking } from "../../terraform/state-lock";
import type { SynthesizedStack } from "../../terraform/synth";
import { listerOf } from "../adopt/zones";
import { colors } from "../colors";
import { type LocalStateOptions, refuseLocalState } from "../local-state";
import {
  type CommonOptions,
  collect,
  commandLine,
  soundConfig,
  withConfig,
  withEmulated,
  withLockTimeout,
  withParallel,
} from "../options";
import { sayDiagnostics, sayWhatIsLeft } from "../plan";
import { preflight } from "../preflight";
import { EXIT, Refused, type Shell } from "../shell";
import { parseAcceptance } from "../verdict";
import { inWorkspace, synthStacks, type Workspace, withPlansLocked, withTerraform } from "../workspace";
import { settleDangers } from "./dangers";
import { planAsReviewed, readExpectations } from "./expect";

interface ApplyCommandOptions extends CommonOptions, LocalStateOptions, Pick<Locking, "lockTimeout"> {
  readonly parallel: number;
  readonly allowDestroy: readonly string[];
  readonly expect?: readonly string[];
  readonly expectFile?: string;
  readonly accept?: readonly string[];
  /** @default true */
  readonly preflight?: boolean;
  /** Of the emulator's demo. @default false */
  readonly unattended?: boolean;
}

export function addApply(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("apply")
    .description("apply the saved plans, exactly as they were planned")
    .argument("[stack...]", "the stacks to apply (default: all)")
    .option(
      "--allow-destroy <name>",
      "let the plan delete or replace the identity of this entry; repeatable",
      collect,
      [],
    );
  command
    .option(
      "--accept <rule[@domain]>",
      "take a danger that review names as wanted, for one domain or all, and do not ask; repeatable",
      collect,
    )
    .option(
      "--expect <stack=digest>",
      "plan this stack again and apply it if its digest is the reviewed one, else exit 1; repeatable",
      collect,
    )
    .option("--expect-file <file>", "the same from a file, one a line")
    .option("--local-state", "in CI: the machine keeps its disk, and with it state that is a local file")
    .option("--no-preflight", "do not compare what is created with what stands in the zones, which takes DNS Read");
  withEmulated(withConfig(withParallel(withLockTimeout(command))));
  command.action(async (names: string[], options: ApplyCommandOptions) => exit(await apply(shell, names, options)));
}

export async function apply(shell: Shell, names: readonly string[], options: ApplyCommandOptions): Promise<number> {
  const { expect, expectFile, parallel, lockTimeout, allowDestroy, accept = [], unattended = false } = options;
  const reviewed =
    expect === undefined && expectFile === undefined
      ? undefined
      : await readExpectations(shell, expect ?? [], expectFile);
  if (reviewed !== undefined && names.length > 0) {
    throw new Refused("apply got stack names and expectations: --expect names the stacks already");
  }
  for (const text of accept) parseAcceptance(text);
  const config = soundConfig(shell, options);
  refuseLocalState(shell, config, options);
  const { domains, imports } = config;
  const isCompared = options.preflight !== false;
  const run = async (workspace: Workspace) => {
    const stacks = await synthStacks(shell, workspace, reviewed === undefined ? names : [...reviewed.keys()]);
    const judgeAndApply = async (context: TerraformContext) => {
      const saved = reviewed === undefined ? await readyPlans(shell, workspace, context, stacks, parallel) : undefined;
      // Terraform would apply a saved plan with the role that may only read its state.
      const isReusable = saved !== undefined && stateRoles(workspace.backend) === undefined;
      const expected = reviewed ?? new Map(saved?.map(({ info, plan }) => [info.stack, planDigest(plan)]));
      const judged = isReusable
        ? saved
        : await planAsReviewed(shell, workspace, context, stacks, expected, { parallel, lockTimeout, imports });
      if (typeof judged === "number") return judged;
      const plans = judged.map(({ plan }) => plan);
      refuseLostIdentities(shell, plans, allowDestroy);
      if (isCompared) await preflight(shell, workspace, plans, listerOf(shell, workspace, domains));
      const isReviewed = reviewed !== undefined;
      await settleDangers(shell, workspace, plans, { accept, allowDestroy, isReviewed, unattended });
      if (shell.interrupts.interrupted) return EXIT.interrupted;
      return applyJudged(shell, workspace, context, stacks, judged, { parallel, lockTimeout });
    };
    return withTerraform(shell, workspace, stacks, judgeAndApply, "apply");
  };
  const locked = (workspace: Workspace) => withPlansLocked(shell, workspace, "apply", () => run(workspace));
  return inWorkspace(shell, options, domains, locked, { http: isCompared, backend: config.backend });
}

/** The saved plans that may be applied. */
async function readyPlans(
  shell: Shell,
  workspace: Workspace,
  context: TerraformContext,
  stacks: readonly SynthesizedStack[],
  parallel: number,
): Promise<readonly SavedPlan[]> {
  const { plans, kind } = workspace;
  const checks = await checkSavedPlans(context, stacks, { plans, kind, parallel });
  const refusals = withoutDone(shell, workspace, checks);
  for (const { stack, errors } of refusals) {
    for (const error of errors) shell.say(formatDiagnostic(stack, error));
  }
  if (refusals.length > 0) throw new Refused(refusals.map(({ message }) => message).join("\n"));
  const ready = checks.flatMap(({ info, refusal }) => (info === undefined || refusal !== undefined ? [] : [info]));
  const read = ready.map(async (info) => ({
    info,
    plan: readPlan(await plans.readVerified(info, "json"), info.stack),
  }));
  return Promise.all(read);
}

/** The refusals that count: of a run that was cut off, what is done already is passed over, unless nothing else is left. */
function withoutDone(shell: Shell, { label }: Workspace, checks: readonly PlanCheck[]): Refusal[] {
  const refusals = checks.flatMap(({ refusal }) => refusal ?? []);
  const done = refusals.filter(({ reason }) => reason === "applied");
  if (done.length === checks.length) return refusals;
  for (const { stack } of done) shell.say(`${label}${stack}: already applied`);
  return refusals.filter(({ reason }) => reason !== "applied");
}

/** Applies what was judged and nothing else, and prints how it ended. */
export async function applyJudged(
  shell: Shell,
  workspace: Workspace,
  context: TerraformContext,
  stacks: readonly SynthesizedStack[],
  judged: readonly SavedPlan[],
  { parallel, lockTimeout }: Pick<ApplyOptions, "parallel" | "lockTimeout">,
): Promise<number> {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const ready = judged.flatMap(({ info }) => {
    const stack = byName.get(info.stack);
    return stack === undefined ? [] : [{ stack, info }];
  });
  const { plans } = workspace;
  const results = await applyStacks(context, ready, { plans, parallel, lockTimeout });
  return reportApply(
    shell,
    workspace,
    judged.map(({ plan }) => plan),
    results,
  );
}

/** Prints how each stack ended; the exit code is of the worst. */
function reportApply(
  shell: Shell,
  workspace: Workspace,
  plans: readonly Plan[],
  results: readonly ApplyResult[],
): number {
  const { label, kind } = workspace;
  const adopt = commandLine("adopt", kind === "sandbox");
  for (const result of results) {
    sayDiagnostics(shell, result);
    const changes = plans.find(({ stack }) => stack === result.stack)?.changes ?? [];
    for (const line of explainConflicts(result.errors, changes, adopt)) shell.say(line);
    if (result.refusal) shell.say(result.refusal.message);
  }
  for (const { stack, status, counts } of results) {
    const { import: imported, add, change, destroy, forget } = counts;
    const forgotten = forget > 0 ? `, ${forget} forgotten` : "";
    const done = `${imported} imported, ${add} added, ${change} changed, ${destroy} destroyed${forgotten}`;
    const text = status === "applied" ? colors.green("applied") : colors.red(status);
    shell.print(`${label}${stack}: ${text}: ${done}`);
  }
  sayWhatIsLeft(shell, workspace, results, "plan");
  if (shell.interrupts.interrupted) return EXIT.interrupted;
  return results.every(({ status }) => status === "applied") ? EXIT.yes : EXIT.refused;
}

/** Terraform's prevent_destroy is gone with the entry that had it: here the deletion of an entry is caught. */
export function refuseLostIdentities(shell: Shell, plans: readonly Plan[], allowed: readonly string[]): void {
  const lost = plans.flatMap((plan) => lostIdentities(plan).map((change) => ({ stack: plan.stack, change })));
  const refused = lost.filter(({ change }) => !allowed.includes(nameOf(change)));
  if (refused.length > 0) {
    const lines = refused.map(({ stack, change }) => {
      const verb = change.action === "delete" ? "deletes" : "replaces";
      const effect =
        change.action === "delete" ? "its mail stops" : "its DKIM tokens change, mail is unsigned until DNS follows";
      const name = nameOf(change);
      return `the plan of stack "${stack}" ${verb} the identity "${name}", ${effect}: add --allow-destroy ${name} if that is wanted`;
    });
    throw new Refused(lines.join("\n"));
  }
  for (const name of allowed) {
    if (lost.every(({ change }) => nameOf(change) !== name)) {
      shell.say(`warning: --allow-destroy "${name}" names no identity that these plans delete or replace`);
    }
  }
}

function nameOf({ entry, address }: ResourceChange): string {
  return entry ?? address;
}
