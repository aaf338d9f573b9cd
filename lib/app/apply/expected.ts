// Applies what was reviewed, without keeping plan files. The stacks are planned again, and applied only if the digest of each
// plan is the one in the review.
import type { Import } from "../../config/imports";
import { DIGEST_VERSION, planDigest } from "../../plan/digest";
import type { TerraformContext } from "../../terraform/command";
import { planStacks } from "../../terraform/plan";
import type { PlanResult, SavedPlan } from "../../terraform/plan-result";
import type { Locking } from "../../terraform/state-lock";
import type { SynthesizedStack } from "../../terraform/synth";
import type { Context, Workspace } from "../context";
import { readNamed } from "../input";
import { inspectImports } from "../plan/faults";
import { Refused } from "../refused";
import { lockfileReadonly } from "../terraform";

/** The reviewed digest of each stack. */
export type Expectations = ReadonlyMap<string, string>;

/** Reads `STACK=DIGEST` from the command line, and from a file with one on each line. In a file `#` begins a comment. */
export async function readExpectations(
  context: Context,
  pairs: readonly string[],
  file?: string,
): Promise<Expectations> {
  const all = [...pairs, ...(file === undefined ? [] : await expectationLines(context, file))];
  const expected = new Map<string, string>();
  for (const pair of all) {
    const [, stack, digest] = /^([^=\s]+)=(\S+)$/.exec(pair) ?? [];
    if (stack === undefined || digest === undefined)
      throw new Refused(`"${pair}" is no expectation: write STACK=DIGEST, as in the review`);
    const [version] = digest.split("-");
    if (version !== DIGEST_VERSION && /^v\d+$/.test(version ?? ""))
      throw new Refused(
        `stack "${stack}" was reviewed with a digest of version ${version}, this mailzone makes ${DIGEST_VERSION}: review the plan again, and expect the digest of that review`,
      );
    if (expected.has(stack) && expected.get(stack) !== digest)
      throw new Refused(`stack "${stack}" is expected with two digests: name one`);
    expected.set(stack, digest);
  }
  if (expected.size === 0)
    throw new Refused(`"${file}" expects nothing: it needs a line STACK=DIGEST for each reviewed stack`);
  return expected;
}

/** How a fresh plan of a stack compares with the reviewed one. */
export type Comparison =
  | { readonly kind: "as-reviewed"; readonly stack: string; readonly saved: SavedPlan }
  /** Nothing is left to do: it was applied already, or done by hand. */
  | { readonly kind: "done"; readonly stack: string }
  | ChangedSinceReview;

/** A plan that would do something else than what was reviewed. */
export interface ChangedSinceReview {
  readonly kind: "changed";
  readonly stack: string;
  /** The digest of the fresh plan, and the reviewed one. */
  readonly digest: string;
  readonly reviewed: string | undefined;
  readonly saved: SavedPlan;
}

export interface ExpectOptions extends Pick<Locking, "lockTimeout"> {
  readonly parallel: number;
  readonly imports: readonly Import[];
}

/** The `STACK=DIGEST` lines of a file; `#` begins a comment. */
export async function expectationLines(context: Context, file: string): Promise<readonly string[]> {
  const text = String(await readNamed(context, file, "name a file of STACK=DIGEST lines"));
  return text.split("\n").flatMap((line) => line.replace(/#.*/, "").trim() || []);
}

/** Fresh plans of reviewed stacks, to be compared. */
export function planExpected(
  workspace: Workspace,
  terraform: TerraformContext,
  stacks: readonly SynthesizedStack[],
  { parallel, lockTimeout, imports }: ExpectOptions,
): Promise<PlanResult[]> {
  const { plans, kind } = workspace;
  const inspect = inspectImports(imports);
  const lockfile = { lockfileReadonly: lockfileReadonly(workspace) };
  return planStacks(terraform, stacks, { plans, kind, parallel, lockTimeout, inspect, ...lockfile });
}

/** How the plans compare with the reviewed ones. Plans that failed are left out. */
export function comparePlans(results: readonly PlanResult[], expected: Expectations): readonly Comparison[] {
  return results.flatMap(({ stack, saved, changed }): readonly Comparison[] => {
    if (saved === undefined) return [];
    if (!changed) return [{ kind: "done", stack }];
    const [digest, reviewed] = [planDigest(saved.plan), expected.get(stack)];
    return digest === reviewed
      ? [{ kind: "as-reviewed", stack, saved }]
      : [{ kind: "changed", stack, digest, reviewed, saved }];
  });
}

/** The plans that are as reviewed. Plans in which nothing is left to do are discarded, and `onDone` is told. */
export async function plansAsReviewed(
  { plans }: Pick<Workspace, "plans">,
  comparisons: readonly Comparison[],
  onDone: ((stack: string) => void) | undefined,
): Promise<readonly SavedPlan[]> {
  for (const { kind, stack } of comparisons) {
    if (kind !== "done") continue;
    await plans.discard(stack);
    onDone?.(stack);
  }
  return comparisons.flatMap((one) => (one.kind === "as-reviewed" ? [one.saved] : []));
}
