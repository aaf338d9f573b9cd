// Plans what an apply would change, and says what that would do to mail. Saves a plan for each stack, with the review's result
// and with what in the zones blocks it.
import { stateRoles } from "../../config/backend";
import type { Configuration } from "../../config/configuration";
import type { Domain } from "../../dns/domain";
import { RECORD } from "../../plan/attributes";
import type { Plan } from "../../plan/plan";
import type { Preflight } from "../../review/preflight";
import { type Review, review } from "../../review/review";
import { planStacks } from "../../terraform/plan";
import type { PlanResult } from "../../terraform/plan-result";
import type { Locking } from "../../terraform/state-lock";
import type { SynthesizedStack } from "../../terraform/synth";
import type { Workspace } from "../context";
import { withGateway } from "../gateway";
import { lockfileReadonly, synthStacks, withPlansLocked, withTerraform } from "../terraform";
import { listerOf } from "../zones";
import { inspectImports, sayPlanFaults } from "./faults";
import { keepPreflight } from "./preflight";

/** Which stacks are planned, and how. */
export interface PlanRequest extends Locking {
  /** Names of stacks. @default - all; saved plans of other stacks are deleted */
  readonly stacks?: readonly string[];
  /** How many stacks are planned at a time. */
  readonly parallel: number;
  /** Whether AWS and Cloudflare are asked. If not, the state is trusted. @default true */
  readonly refresh?: boolean;
  /** Whether new records are compared with those in the zones. This needs the permission DNS Read. @default true */
  readonly preflight?: boolean;
}

/** The result of planning several stacks. */
export interface Planned {
  /** One for each stack, in the order of the stacks. Successful plans are saved. */
  readonly results: readonly PlanResult[];
  /** What the saved plans do to mail, and what in the zones blocks them. */
  readonly review: Review;
}

/**
 * Synthesises and plans. Failures are in the results, and are reported.
 * @throws UserError if it cannot begin: synth fails, a name is not a stack, there is no terraform; InterruptedError
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
    if (names.length === 0) await discardRemoved(workspace, stacks);
    // The role that reads the state must not write its lock.
    const lock = request.lock && stateRoles(backend) === undefined;
    const inspect = inspectImports(imports);
    const results = await withGateway(workspace, zonesOf(domains, stacks), async (inside, expectRequests) => {
      const planned = await withTerraform(inside, stacks, (terraform) => {
        const lockfile = { lockfileReadonly: lockfileReadonly(workspace) };
        return planStacks(terraform, stacks, {
          plans,
          kind,
          parallel,
          refresh,
          inspect,
          lock,
          lockTimeout,
          ...lockfile,
        });
      });
      if (refresh !== false && planned.some(({ saved }) => saved !== undefined && hasRecords(saved.plan)))
        expectRequests();
      return planned;
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

/** Whether each stack was planned and nothing in its zones is in the way. */
export function isApplicable({ results, review: { preflights } }: Planned): boolean {
  const isClear = [...preflights.values()].every(({ clashes }) => clashes.length === 0);
  return isClear && results.every(({ status }) => status === "planned");
}

/** How many zones the stacks have. */
export function zonesOf(domains: readonly Domain[], stacks: readonly SynthesizedStack[]): number {
  const names = new Set(stacks.map(({ name }) => name));
  return new Set(domains.flatMap(({ stack, zone }) => (names.has(stack) ? [zone.name] : []))).size;
}

/** Whether there are records at Cloudflare that the plan has looked at. */
export function hasRecords({ changes }: Plan): boolean {
  return changes.some(({ type, before }) => type === RECORD && before !== null);
}

/** Saved plans of stacks that are no longer in the configuration: a review would take them for current plans. */
async function discardRemoved({ plans }: Workspace, stacks: readonly SynthesizedStack[]): Promise<void> {
  const removed = plans.stacks().filter((stack) => stacks.every(({ name }) => name !== stack));
  for (const stack of removed) await plans.discard(stack);
}
