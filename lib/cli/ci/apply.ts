// mailzone ci apply: exactly what was reviewed and approved, pull request by pull request, the oldest first. All stacks are planned once,
// and that plan is the one that is compared, judged and applied. What cannot be applied does not keep the others from it, and at the end
// it is said what a person has to do.
import type { Command } from "commander";
import { inlineCode } from "../../dns/text/escape";
import type { TerraformContext } from "../../terraform/command";
import type { PlanResult } from "../../terraform/plan";
import type { SynthesizedStack } from "../../terraform/synth";
import { listerOf } from "../adopt/zones";
import { applyJudged, refuseLostIdentities } from "../apply/apply";
import { settleDangers } from "../apply/dangers";
import { compare, passDone, planExpected } from "../apply/expect";
import { refuseLocalState } from "../local-state";
import { type CommonOptions, soundConfig, withConfig, withEmulated, withLockTimeout, withParallel } from "../options";
import { sayPlanFaults } from "../plan";
import { preflight } from "../preflight";
import { EXIT, Refused, type Shell } from "../shell";
import { inWorkspace, synthStacks, type Workspace, withPlansLocked, withTerraform } from "../workspace";
import { addToFile } from "./environment";
import { withIdToken } from "./id-token";
import { type Group, readWork, type Work } from "./work";

interface CiApplyOptions extends CommonOptions {
  readonly parallel: number;
  readonly lockTimeout?: string;
  readonly expectFile?: string;
  readonly localState?: boolean;
}

/** How long it waits for whoever has the lock of a state. */
const PATIENCE = "10m";

export function addCiApply(ci: Command, shell: Shell, exit: (code: number) => void): void {
  const command = ci
    .command("apply")
    .description("apply what was reviewed: of APPROVED (ci approved), EXPECT (STACK=DIGEST by hand), or --expect-file")
    .option("--expect-file <file>", "STACK=DIGEST, one a line, whose review was read by whoever starts this")
    .option("--local-state", "the machine keeps its disk, and with it state that is a local file");
  withEmulated(withConfig(withParallel(withLockTimeout(command))));
  command.action(async (options: CiApplyOptions) => exit(await withIdToken(shell, (inner) => ciApply(inner, options))));
}

async function ciApply(shell: Shell, options: CiApplyOptions): Promise<number> {
  const work = await readWork(shell, options.expectFile);
  if (work.groups.length === 0 && work.refused.length === 0) {
    shell.say("nothing changes");
    return EXIT.yes;
  }
  const config = soundConfig(shell, options);
  refuseLocalState(shell, config, options);
  const { domains, imports } = config;
  const { parallel, lockTimeout = PATIENCE } = options;
  const run = async (workspace: Workspace) => {
    const all = await synthStacks(shell, workspace, []);
    const wanted = new Set(work.groups.flatMap(({ expect }) => [...expect.keys()]));
    const stacks = all.filter(({ name }) => wanted.has(name));
    const planAndApply = async (context: TerraformContext) => {
      const results = await planExpected(shell, workspace, context, stacks, { parallel, lockTimeout, imports });
      for (const result of results) sayPlanFaults(shell, result, imports);
      const left: Left[] = [];
      for (const group of work.groups) {
        if (shell.interrupts.interrupted) return EXIT.interrupted;
        const scene = { shell, workspace, context, stacks, results, lister: listerOf(shell, workspace, domains) };
        const fault = await applyGroup(scene, group, work, { parallel, lockTimeout });
        if (fault === undefined) continue;
        left.push({ ...fault, group });
        // Nobody has agreed to these plans: they must not lie there for a later apply. Of one that was begun the note stays.
        if (!fault.begun) for (const stack of group.expect.keys()) await workspace.plans.discard(stack);
      }
      if (shell.interrupts.interrupted) return EXIT.interrupted;
      return conclude(shell, work, left);
    };
    return withTerraform(shell, workspace, stacks, planAndApply, "apply");
  };
  const locked = (workspace: Workspace) => withPlansLocked(shell, workspace, "apply", () => run(workspace));
  return inWorkspace(shell, options, domains, locked, { http: true, backend: config.backend });
}

interface Fault {
  readonly code: number;
  /** What a person has to know and do. */
  readonly why: string;
  /** Whether something of it may be made. @default false */
  readonly begun?: true;
}

interface Left extends Fault {
  readonly group: Group;
}

interface Scene {
  readonly shell: Shell;
  readonly workspace: Workspace;
  readonly context: TerraformContext;
  readonly stacks: readonly SynthesizedStack[];
  readonly results: readonly PlanResult[];
  readonly lister: ReturnType<typeof listerOf>;
}

/** @returns undefined where all of the group is applied */
async function applyGroup(
  { shell, workspace, context, stacks, results, lister }: Scene,
  { title, expect, accept }: Group,
  { allowDestroy, isReviewed }: Work,
  how: { readonly parallel: number; readonly lockTimeout: string },
): Promise<Fault | undefined> {
  const { label } = workspace;
  shell.say(`${label}${title}`);
  const names = [...expect.keys()];
  const gone = names.filter((name) => !stacks.some((stack) => stack.name === name));
  if (gone.length > 0)
    return {
      code: EXIT.no,
      why: `${quoted(gone)} is no longer in the configuration: look in its state whether anything is left`,
    };
  const own = results.filter(({ stack }) => expect.has(stack));
  const failed = own.filter(({ status }) => status !== "planned").map(({ stack }) => stack);
  if (failed.length > 0)
    return {
      code: EXIT.refused,
      why: `the plan of ${quoted(failed)} failed: fix what it reported, and run this again`,
    };
  const outcomes = compare(label, own, expect);
  const changed = outcomes.flatMap((outcome) => (outcome.kind === "changed" ? [outcome] : []));
  for (const { told } of changed) shell.print(told);
  if (changed.length > 0)
    return {
      code: EXIT.no,
      why: `${quoted(changed.map(({ stack }) => stack))} would no longer do what was reviewed: read what it would do now, and apply that by hand with its digest, or bring a pull request that changes it`,
    };
  await passDone(shell, workspace, outcomes);
  const saved = outcomes.flatMap((outcome) => (outcome.kind === "as-reviewed" ? [outcome.saved] : []));
  if (saved.length === 0) return undefined;
  try {
    const judged = saved.map(({ plan }) => plan);
    refuseLostIdentities(shell, judged, allowDestroy);
    await preflight(shell, workspace, judged, lister);
    // In a pipeline nobody is asked, and an emulator rehearses what is real.
    const real = { ...workspace, kind: "real" as const };
    await settleDangers(shell, real, judged, { accept, allowDestroy, isReviewed, unattended: true });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    shell.say(error.message);
    return { code: EXIT.refused, why: "it was refused, see above" };
  }
  if (shell.interrupts.interrupted) return undefined;
  const ended = await applyJudged(shell, workspace, context, stacks, saved, how);
  if (ended === EXIT.yes) return undefined;
  return {
    code: EXIT.refused,
    begun: true,
    why: "it did not come to its end: fix what it reported, and run this again; the plan will show what is left",
  };
}

/** Says what is left, plainly, and how bad it is. */
function conclude(shell: Shell, { groups, refused }: Work, left: readonly Left[]): number {
  const lines = [...left.map(({ group, why }) => `${group.title}: ${why}`), ...refused];
  for (const line of lines) shell.say(`not applied: ${line}`);
  const done = groups.length - left.length;
  const count = lines.length === 0 ? "all of it is applied" : `${done} of ${groups.length} are applied`;
  addToFile(
    shell,
    "GITHUB_STEP_SUMMARY",
    [`${count}.`, "", ...lines.map((line) => `- not applied: ${inlineCode(line)}`), ""].join("\n"),
  );
  if (refused.length > 0) return EXIT.refused;
  return left.reduce<number>((worst, fault) => Math.max(worst, fault.code), EXIT.yes);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
