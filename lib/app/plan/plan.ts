// What would an apply change, and what would that do to mail? Saves a plan of each stack, with the review's word and with what stands in
// its way.
import { stateRoles } from "../../config/backend";
import type { Configuration } from "../../config/configuration";
import type { Preflight } from "../../review/preflight";
import { type Review, review } from "../../review/review";
import { type PlanResult, planStacks } from "../../terraform/plan";
import type { Locking } from "../../terraform/state-lock";
import type { SynthesizedStack } from "../../terraform/synth";
import type { Workspace } from "../context";
import { lockfileReadonly, synthStacks, withPlansLocked, withTerraform } from "../terraform";
import { listerOf } from "../zones";
import { inspectImports, sayPlanFaults } from "./faults";
import { keepPreflight } from "./preflight";

/** Which stacks are planned, and how. */
export interface PlanRequest extends Locking {
  /** Names of stacks. @default - all, and saved plans of others are discarded */
  readonly stacks?: readonly string[];
  /** How many stacks at a time. */
  readonly parallel: number;
  /** Whether AWS and Cloudflare are asked, or the state is trusted. @default true */
  readonly refresh?: boolean;
  /** Whether what is created is compared with what stands in the zones, which takes DNS Read. @default true */
  readonly preflight?: boolean;
}

/** What a plan of several stacks gave. */
export interface Planned {
  /** One for each stack, in their order. Those that were planned are saved. */
  readonly results: readonly PlanResult[];
  /** What the saved ones do to mail, and what stands in their way. */
  readonly review: Review;
}

/**
 * Synthesises and plans. What went wrong is in the results, and said.
 * @throws UserError where it cannot begin: synth fails, a name is no stack's, there is no terraform; InterruptedError
 */
export async function plan(
  workspace: Workspace,
  { domains, imports }: Pick<Configuration, "domains" | "imports">,
  request: PlanRequest,
): Promise<Planned> {
  const { plans, kind, backend } = workspace;
  const { stacks: names = [], parallel, refresh, lockTimeout } = request;
  return withPlansLocked(workspace, "plan", async () => {
    const stacks = await synthStacks(workspace, names);
    if (names.length === 0) await discardGone(workspace, stacks);
    // The role that reads the state may not write its lock.
    const lock = request.lock && stateRoles(backend) === undefined;
    const inspect = inspectImports(imports);
    const results = await withTerraform(workspace, stacks, (terraform) => {
      const lockfile = { lockfileReadonly: lockfileReadonly(workspace) };
      return planStacks(terraform, stacks, { plans, kind, parallel, refresh, inspect, lock, lockTimeout, ...lockfile });
    });
    for (const result of results) sayPlanFaults(workspace, result, imports);
    const saved = results.flatMap((result) => result.saved ?? []);
    const preflights: ReadonlyMap<string, Preflight> =
      request.preflight === false ? new Map() : await keepPreflight(workspace, saved, listerOf(workspace, domains));
    const judged = review(
      saved.map((one) => one.plan),
      { preflights },
    );
    return { results, review: judged };
  });
}

/** Whether each stack was planned and nothing that stands in its zone is in the way. */
export function isApplicable({ results, review: { preflights } }: Planned): boolean {
  const isClear = [...preflights.values()].every(({ clashes }) => clashes.length === 0);
  return isClear && results.every(({ status }) => status === "planned");
}

/** Saved plans of stacks that are no longer in the configuration: a review would take them for plans of today. */
async function discardGone({ plans }: Workspace, stacks: readonly SynthesizedStack[]): Promise<void> {
  const gone = plans.stacks().filter((stack) => stacks.every(({ name }) => name !== stack));
  for (const stack of gone) await plans.discard(stack);
}
