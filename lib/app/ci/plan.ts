// Plans what a change may change, without a lock, and writes the review to mailzone-review/.
import type { Configuration } from "../../config/configuration";
import type { Review } from "../../review/review";
import { allStacks, type ConfigurationOptions, soundConfiguration } from "../configuration";
import type { Context, InWorkspace, ProjectData, Workspace } from "../context";
import { unlessFailed } from "../explain";
import { isApplicable, type Planned, plan } from "../plan/plan";
import { Refused } from "../refused";
import { changedSince } from "./changed";
import { baseCommit } from "./git";
import { clearReviews, pullAcceptances, writeExpectations, writeReview } from "./review-folder";

export interface ChangeRequest extends ConfigurationOptions {
  /** Names of stacks, or all of them. @default - those that the change may change */
  readonly stacks?: readonly string[] | "all";
  /** The commit that is changed. @default - HEAD's first parent, if HEAD is a merge */
  readonly base?: string;
  /** How many stacks are planned at a time. */
  readonly parallel: number;
  /** Is told about the plans before they are reviewed. @default - nobody */
  readonly onPlanned?: (workspace: Workspace, planned: Planned) => void;
}

export type ChangePlanned =
  | { readonly kind: "interrupted" }
  /** failed: not all of it was planned. The review says so. */
  | { readonly kind: "planned" | "failed"; readonly review: Review };

/**
 * Plans the stacks. A plan that fails or cannot begin is reported, and leaves a review too.
 * @throws Refused if the configuration has errors, a name is not a stack, or a label of the pull request cannot be read
 */
export async function planChange(
  context: Context & ProjectData,
  request: ChangeRequest,
  inWorkspace: InWorkspace,
): Promise<ChangePlanned> {
  const { parallel, onPlanned } = request;
  clearReviews(context);
  const acceptances = await pullAcceptances(context);
  const config = soundConfiguration(context, request);
  const stacks = await stacksOf(context, config, request);
  const planAll = () =>
    inWorkspace(config, async (workspace) => {
      const planned = await plan(workspace, config, { stacks, parallel, lock: false });
      onPlanned?.(workspace, planned);
      return isApplicable(planned);
    });
  const isPlanned = stacks.length === 0 || (await unlessFailed(context, planAll)) === true;
  if (context.interrupts.interrupted) return { kind: "interrupted" };
  const { review, failed } = await writeReview(context, config, stacks, acceptances);
  if (!isPlanned || failed.length > 0) return { kind: "failed", review };
  writeExpectations(context, review);
  return { kind: "planned", review };
}

async function stacksOf(context: Context, config: Configuration, request: ChangeRequest): Promise<readonly string[]> {
  const { stacks: names = [], base } = request;
  const all = allStacks(config);
  if (names === "all") return all;
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new Refused(`stack "${unknown}" is not in the configuration: the stacks are ${all.join(", ")}`);
  if (names.length > 0) return [...new Set(names)];
  const { stacks, why } = await changedSince(context, request, await baseCommit(context, base));
  context.say(`${stacks.length} of ${all.length} stacks are planned: ${why}`);
  return stacks;
}
