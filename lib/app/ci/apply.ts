// Applies exactly what was reviewed and approved, pull request by pull request, oldest first. All stacks are planned once, and
// that plan is compared, judged and applied. A group that cannot be applied does not stop the others.
import type { Configuration } from "../../config/configuration";
import type { Import } from "../../config/imports";
import { inlineCode } from "../../dns/text/escape";
import { changedKeys } from "../../review/key-follow";
import type { ApplyResult } from "../../terraform/apply";
import type { TerraformContext } from "../../terraform/command";
import type { PlanResult } from "../../terraform/plan-result";
import type { SynthesizedStack } from "../../terraform/synth";
import { applyJudged } from "../apply/apply";
import { type ChangedSinceReview, comparePlans, planExpected, plansAsReviewed } from "../apply/expected";
import { followKeys } from "../apply/follow-keys";
import type { Workspace } from "../context";
import { withGateway } from "../gateway";
import { parseAcceptance } from "../guards/acceptance";
import { refuseLocalState } from "../guards/local-state";
import { refuseUnsafe } from "../guards/unsafe";
import { sayPlanFaults } from "../plan/faults";
import { hasRecords, zonesOf } from "../plan/plan";
import { Refused } from "../refused";
import { synthStacks, withPlansLocked, withTerraform } from "../terraform";
import { listerOf, type ZoneLister } from "../zones";
import { addToFile } from "./environment";
import type { Group, Work } from "./work";

export interface WorkRequest {
  /** How many stacks are applied at a time. */
  readonly parallel: number;
  /** How long it waits for another run to release the lock of a state, such as `10m`. */
  readonly lockTimeout: string;
  /** In CI: the machine keeps its disk, including a state that is a local file. @default false */
  readonly localState?: boolean;
  /** Is told when something ends. @default - nobody */
  readonly onEnd?: (end: GroupEnd) => void;
}

/** What is found or done for the stacks of a group. */
export type GroupEnd =
  | ChangedSinceReview
  | { readonly kind: "done"; readonly stack: string }
  | { readonly kind: "ended"; readonly results: readonly ApplyResult[] };

/** Why a group is not applied. */
interface Fault {
  /** changed: it would do something else than what was reviewed. refused: any other reason. */
  readonly kind: "changed" | "refused";
  /** What a person must know and do. */
  readonly why: string;
  /** Whether part of it may have been applied. @default false */
  readonly isPartlyApplied?: true;
}

interface UnappliedGroup extends Fault {
  readonly group: Group;
}

/** The worst end of any of it. changed: it would do something else than what was reviewed. */
export type WorkEnd = "applied" | "changed" | "refused" | "interrupted";

/**
 * Plans the stacks of all groups, and applies the groups that still match their review. What is not applied is reported at the end,
 * and written to the summary of the run.
 * @throws UserError if it cannot begin; InterruptedError
 */
export async function applyWork(
  workspace: Workspace,
  config: Pick<Configuration, "domains" | "imports" | "backend">,
  work: Work,
  request: WorkRequest,
): Promise<WorkEnd> {
  const unapplied = await applyGroups(workspace, config, work, request);
  return unapplied === undefined ? "interrupted" : conclude(workspace, work, unapplied);
}

/** Says what is left to do. */
function conclude(workspace: Workspace, { groups, refused }: Work, unapplied: readonly UnappliedGroup[]): WorkEnd {
  const lines = [...unapplied.map(({ group, why }) => `${group.title}: ${why}`), ...refused];
  for (const line of lines) workspace.say(`not applied: ${line}`);
  const done = groups.length - unapplied.length;
  const count = lines.length === 0 ? "all of it is applied" : `${done} of ${groups.length} are applied`;
  addToFile(
    workspace,
    "GITHUB_STEP_SUMMARY",
    [`${count}.`, "", ...lines.map((line) => `- not applied: ${inlineCode(line)}`), ""].join("\n"),
  );
  if (refused.length > 0 || unapplied.some(({ kind }) => kind === "refused")) return "refused";
  return unapplied.length > 0 ? "changed" : "applied";
}

/** @returns the groups that are not applied; undefined after an interrupt */
async function applyGroups(
  workspace: Workspace,
  config: Pick<Configuration, "domains" | "imports" | "backend">,
  work: Work,
  request: WorkRequest,
): Promise<readonly UnappliedGroup[] | undefined> {
  const { interrupts, kind, plans } = workspace;
  const { domains, imports } = config;
  refuseLocalState(workspace, config, { emulated: kind === "sandbox", localState: request.localState ?? false });
  return withPlansLocked(workspace, "apply", async () => {
    const all = await synthStacks(workspace, []);
    const wanted = new Set(work.groups.flatMap(({ expect }) => [...expect.keys()]));
    const stacks = all.filter(({ name }) => wanted.has(name));
    const planAndApply = async (terraform: TerraformContext, expectRequests: () => void) => {
      const results = await planExpected(workspace, terraform, stacks, { ...request, imports });
      for (const result of results) sayPlanFaults(workspace, result, imports);
      if (results.some(({ saved }) => saved !== undefined && hasRecords(saved.plan))) expectRequests();
      const unapplied: UnappliedGroup[] = [];
      for (const group of work.groups) {
        if (interrupts.interrupted) return undefined;
        const planned = { workspace, terraform, stacks, results, imports, lister: listerOf(workspace, domains) };
        const fault = await applyGroup(planned, group, work, request);
        if (fault === undefined) continue;
        unapplied.push({ ...fault, group });
        // Nobody has approved these plans, so a later apply must not find them. The note of a plan whose apply has begun stays.
        if (!fault.isPartlyApplied) for (const stack of group.expect.keys()) await plans.discard(stack);
      }
      return interrupts.interrupted ? undefined : unapplied;
    };
    return withGateway(workspace, zonesOf(domains, stacks), (inside, expectRequests) =>
      withTerraform(inside, stacks, (terraform) => planAndApply(terraform, expectRequests), "apply"),
    );
  });
}

interface PlannedWork {
  readonly workspace: Workspace;
  readonly terraform: TerraformContext;
  readonly stacks: readonly SynthesizedStack[];
  readonly results: readonly PlanResult[];
  readonly lister: ZoneLister;
  readonly imports: readonly Import[];
}

/** @returns undefined if the whole group is applied */
async function applyGroup(
  { workspace, terraform, stacks, results, lister, imports }: PlannedWork,
  { title, expect, accept }: Group,
  { allowDestroy, isReviewed }: Work,
  { onEnd = () => {}, ...how }: WorkRequest,
): Promise<Fault | undefined> {
  const { label, interrupts, say } = workspace;
  say(`${label}${title}`);
  const names = [...expect.keys()];
  const missing = names.filter((name) => !stacks.some((stack) => stack.name === name));
  if (missing.length > 0)
    return {
      kind: "changed",
      why: `${quoted(missing)} is no longer in the configuration: look in its state whether anything is left`,
    };
  const own = results.filter(({ stack }) => expect.has(stack));
  const failed = own.filter(({ status }) => status !== "planned").map(({ stack }) => stack);
  if (failed.length > 0)
    return {
      kind: "refused",
      why: `the plan of ${quoted(failed)} failed: fix what it reported, and run this again`,
    };
  const comparisons = comparePlans(own, expect);
  const changed = comparisons.filter((one) => one.kind === "changed");
  for (const one of changed) onEnd(one);
  if (changed.length > 0)
    return {
      kind: "changed",
      why: `${quoted(changed.map(({ stack }) => stack))} would no longer do what was reviewed: read what it would do now, and apply that by hand with its digest, or bring a pull request that changes it`,
    };
  const saved = await plansAsReviewed(workspace, comparisons, (stack) => onEnd({ kind: "done", stack }));
  if (saved.length === 0) return undefined;
  const judged = saved.map(({ plan }) => plan);
  const dangers = { accept: accept.map(parseAcceptance), allowDestroy, isReviewed };
  // In a pipeline nobody can be asked. An emulated world must behave like the real one.
  const guards = { ...dangers, unattended: true, kind: "real", lister } as const;
  try {
    await refuseUnsafe(workspace, judged, guards);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.message);
    return { kind: "refused", why: "it was refused, see above" };
  }
  if (interrupts.interrupted) return undefined;
  const ended = await applyJudged(workspace, terraform, stacks, saved, how);
  onEnd({ kind: "ended", results: ended });
  const applied = new Set(ended.flatMap(({ stack, status }) => (status === "applied" ? [stack] : [])));
  const followed = await followKeys(workspace, terraform, stacks, changedKeys(judged, applied), {
    ...how,
    imports,
    guards,
    applyPlans: (more) => applyJudged(workspace, terraform, stacks, more, how),
  });
  if (followed.results.length > 0) onEnd({ kind: "ended", results: followed.results });
  if (followed.faults.length > 0) return { kind: "refused", isPartlyApplied: true, why: followed.faults.join("; ") };
  if (!interrupts.interrupted && ended.every(({ status }) => status === "applied")) return undefined;
  return {
    kind: "refused",
    isPartlyApplied: true,
    why: "it did not come to its end: fix what it reported, and run this again; the plan will show what is left",
  };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
