// Exactly what was reviewed and approved is applied, pull request by pull request, the oldest first. All stacks are planned once, and
// that plan is the one that is compared, judged and applied. What cannot be applied does not keep the others from it.
import type { Configuration } from "../../config/configuration";
import type { ApplyResult } from "../../terraform/apply";
import type { TerraformContext } from "../../terraform/command";
import type { PlanResult } from "../../terraform/plan";
import type { SynthesizedStack } from "../../terraform/synth";
import { applyJudged } from "../apply/apply";
import { type ChangedSinceReview, comparePlans, planExpected } from "../apply/expected";
import type { Workspace } from "../context";
import { parseAcceptance } from "../guards/acceptance";
import { refuseDangers } from "../guards/dangers";
import { refuseLocalState } from "../guards/local-state";
import { refuseLostIdentities } from "../guards/lost-identities";
import { sayPlanFaults } from "../plan/faults";
import { refuseClashes } from "../plan/preflight";
import { Refused } from "../refused";
import { synthStacks, withPlansLocked, withTerraform } from "../terraform";
import { listerOf, type ZoneLister } from "../zones";
import type { Group, Work } from "./work";

export interface WorkRequest {
  /** How many stacks at a time. */
  readonly parallel: number;
  /** How long it waits for whoever has the lock of a state, such as `10m`. */
  readonly lockTimeout: string;
  /** In CI: the machine keeps its disk, and with it state that is a local file. @default false */
  readonly localState?: boolean;
  /** Is told of what comes to its end. @default - nobody */
  readonly onEnd?: (end: GroupEnd) => void;
}

/** What is found or done of a group's stacks. */
export type GroupEnd =
  | ChangedSinceReview
  | { readonly kind: "done"; readonly stack: string }
  | { readonly kind: "ended"; readonly results: readonly ApplyResult[] };

/** Why a group is not applied. */
export interface Fault {
  /** changed: it would do something else than what was reviewed. refused: all else. */
  readonly kind: "changed" | "refused";
  /** What a person has to know and do. */
  readonly why: string;
  /** Whether something of it may be made. @default false */
  readonly begun?: true;
}

export interface Left extends Fault {
  readonly group: Group;
}

/**
 * Plans the stacks of all groups, and applies the groups that are still what was reviewed.
 * @returns the groups that are not applied; undefined after an interrupt
 * @throws UserError where it cannot begin; InterruptedError
 */
export async function applyWork(
  workspace: Workspace,
  config: Pick<Configuration, "domains" | "imports" | "backend">,
  work: Work,
  request: WorkRequest,
): Promise<readonly Left[] | undefined> {
  const { interrupts, kind, plans } = workspace;
  const { domains, imports } = config;
  refuseLocalState(workspace, config, { emulated: kind === "sandbox", localState: request.localState ?? false });
  return withPlansLocked(workspace, "apply", async () => {
    const all = await synthStacks(workspace, []);
    const wanted = new Set(work.groups.flatMap(({ expect }) => [...expect.keys()]));
    const stacks = all.filter(({ name }) => wanted.has(name));
    const planAndApply = async (terraform: TerraformContext) => {
      const results = await planExpected(workspace, terraform, stacks, { ...request, imports });
      for (const result of results) sayPlanFaults(workspace, result, imports);
      const left: Left[] = [];
      for (const group of work.groups) {
        if (interrupts.interrupted) return undefined;
        const planned = { workspace, terraform, stacks, results, lister: listerOf(workspace, domains) };
        const fault = await applyGroup(planned, group, work, request);
        if (fault === undefined) continue;
        left.push({ ...fault, group });
        // Nobody has agreed to these plans: they must not lie there for a later apply. Of one that was begun the note stays.
        if (!fault.begun) for (const stack of group.expect.keys()) await plans.discard(stack);
      }
      return interrupts.interrupted ? undefined : left;
    };
    return withTerraform(workspace, stacks, planAndApply, "apply");
  });
}

interface PlannedWork {
  readonly workspace: Workspace;
  readonly terraform: TerraformContext;
  readonly stacks: readonly SynthesizedStack[];
  readonly results: readonly PlanResult[];
  readonly lister: ZoneLister;
}

/** @returns undefined where all of the group is applied */
async function applyGroup(
  { workspace, terraform, stacks, results, lister }: PlannedWork,
  { title, expect, accept }: Group,
  { allowDestroy, isReviewed }: Work,
  { onEnd = () => {}, ...how }: WorkRequest,
): Promise<Fault | undefined> {
  const { label, interrupts, plans, say } = workspace;
  say(`${label}${title}`);
  const names = [...expect.keys()];
  const gone = names.filter((name) => !stacks.some((stack) => stack.name === name));
  if (gone.length > 0)
    return {
      kind: "changed",
      why: `${quoted(gone)} is no longer in the configuration: look in its state whether anything is left`,
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
  for (const { kind, stack } of comparisons) {
    if (kind !== "done") continue;
    await plans.discard(stack);
    onEnd({ kind, stack });
  }
  const saved = comparisons.flatMap((one) => (one.kind === "as-reviewed" ? [one.saved] : []));
  if (saved.length === 0) return undefined;
  try {
    const judged = saved.map(({ plan }) => plan);
    refuseLostIdentities(workspace, judged, allowDestroy);
    await refuseClashes(workspace, judged, lister);
    // In a pipeline nobody is asked, and an emulated world rehearses what is real.
    const real = { ...workspace, kind: "real" as const };
    const accepted = accept.map(parseAcceptance);
    await refuseDangers(real, judged, { accept: accepted, allowDestroy, isReviewed, unattended: true });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.message);
    return { kind: "refused", why: "it was refused, see above" };
  }
  if (interrupts.interrupted) return undefined;
  const ended = await applyJudged(workspace, terraform, stacks, saved, how);
  onEnd({ kind: "ended", results: ended });
  if (!interrupts.interrupted && ended.every(({ status }) => status === "applied")) return undefined;
  return {
    kind: "refused",
    begun: true,
    why: "it did not come to its end: fix what it reported, and run this again; the plan will show what is left",
  };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
