// mailzone apply --expect: what was reviewed is what is applied, without keeping plan files. The stacks are planned again, and
// applied only if the digest of each plan is the one in the review.
import type { Import } from "../../config/imports";
import { DIGEST_VERSION, planDigest } from "../../plan/digest";
import type { TerraformContext } from "../../terraform/command";
import { type PlanResult, planStacks, type SavedPlan } from "../../terraform/plan";
import type { Locking } from "../../terraform/state-lock";
import type { SynthesizedStack } from "../../terraform/synth";
import { readNamed } from "../input";
import { lockfileReadonly } from "../lock";
import { changeLines, inspectImports, refuseFailedPlans } from "../plan";
import { EXIT, Refused, type Shell } from "../shell";
import type { Workspace } from "../workspace";

/** The digest that was reviewed, by stack. */
export type Expectations = ReadonlyMap<string, string>;

/** Reads `STACK=DIGEST`, from the command line and from a file with one a line; `#` begins a comment there. */
export async function readExpectations(shell: Shell, pairs: readonly string[], file?: string): Promise<Expectations> {
  const all = [...pairs, ...(file === undefined ? [] : await expectationLines(shell, file))];
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

/** How a fresh plan of a stack stands to the reviewed one. */
export type Outcome =
  | { readonly kind: "as-reviewed"; readonly saved: SavedPlan }
  /** Nothing is left to do: it was applied already, or done by hand. */
  | { readonly kind: "done"; readonly stack: string }
  | { readonly kind: "changed"; readonly stack: string; readonly told: string };

export interface ExpectOptions extends Pick<Locking, "lockTimeout"> {
  readonly parallel: number;
  readonly imports: readonly Import[];
}

/** `STACK=DIGEST` lines of a file; `#` begins a comment. */
export async function expectationLines(shell: Shell, file: string): Promise<readonly string[]> {
  const text = String(await readNamed(shell, file, "name a file of STACK=DIGEST lines"));
  return text.split("\n").flatMap((line) => line.replace(/#.*/, "").trim() || []);
}

/** Plans the stacks and compares them all: an exit code where the run ends here, else the plans, which may all be applied. */
export async function planAsReviewed(
  shell: Shell,
  workspace: Workspace,
  context: TerraformContext,
  stacks: readonly SynthesizedStack[],
  expected: Expectations,
  options: ExpectOptions,
): Promise<number | readonly SavedPlan[]> {
  const { label } = workspace;
  const results = await planExpected(shell, workspace, context, stacks, options);
  refuseFailedPlans(shell, results, "nothing is applied", options.imports);
  if (shell.interrupts.interrupted) return EXIT.interrupted;

  const outcomes = compare(label, results, expected);
  const changed = outcomes.flatMap((outcome) => (outcome.kind === "changed" ? [outcome.told] : []));
  for (const told of changed) shell.print(told);
  if (changed.length > 0) {
    // Nobody has seen these plans: they must not lie there for a later apply.
    for (const { name } of stacks) await workspace.plans.discard(name);
    shell.say(`${label}nothing is applied: review what is above, and apply it with its own digest`);
    return EXIT.no;
  }
  await passDone(shell, workspace, outcomes);
  const reviewed = outcomes.flatMap((outcome) => (outcome.kind === "as-reviewed" ? [outcome.saved] : []));
  return reviewed.length === 0 ? EXIT.yes : reviewed;
}

/** Fresh plans of stacks that were reviewed, to be compared. */
export function planExpected(
  shell: Shell,
  { plans, kind }: Workspace,
  context: TerraformContext,
  stacks: readonly SynthesizedStack[],
  { parallel, lockTimeout, imports }: ExpectOptions,
): Promise<PlanResult[]> {
  const inspect = inspectImports(imports);
  const lockfile = { lockfileReadonly: lockfileReadonly(shell, kind) };
  return planStacks(context, stacks, { plans, kind, parallel, lockTimeout, inspect, ...lockfile });
}

/** How the plans that were made stand to the reviewed ones. */
export function compare(label: string, results: readonly PlanResult[], expected: Expectations): readonly Outcome[] {
  return results.flatMap(({ stack, saved, changed }): readonly Outcome[] => {
    if (saved === undefined) return [];
    if (!changed) return [{ kind: "done", stack }];
    const [digest, reviewed] = [planDigest(saved.plan), expected.get(stack)];
    if (digest === reviewed) return [{ kind: "as-reviewed", saved }];
    const head = `${label}${stack}: not what was reviewed: its digest is ${digest}, the reviewed one ${reviewed}; it would now do`;
    const lines = changeLines(saved.plan);
    const told = [head, ...(lines.length === 0 ? ["outputs alone"] : lines).map((line) => `  ${line}`)].join("\n");
    return [{ kind: "changed", stack, told }];
  });
}

/** Says of which stacks nothing is left to do; their plans are empty, and go. */
export async function passDone(shell: Shell, { plans, label }: Workspace, outcomes: readonly Outcome[]): Promise<void> {
  for (const outcome of outcomes) {
    if (outcome.kind !== "done") continue;
    await plans.discard(outcome.stack);
    shell.print(`${label}${outcome.stack}: nothing is left to do, it is applied already`);
  }
}
