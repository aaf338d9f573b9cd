// mailzone apply --expect: what was reviewed is what is applied, without keeping plan files. The stacks are planned again, and
// applied only if the digest of each plan is the one in the review.
import type { Import } from "../../config/imports/imports";
import { DIGEST_VERSION, planDigest } from "../../plan/digest";
import type { TerraformContext } from "../../terraform/command";
import { planStacks, type SavedPlan } from "../../terraform/plan";
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
  const text = file === undefined ? "" : String(await readNamed(shell, file, "name a file of STACK=DIGEST lines"));
  const lines = text.split("\n");
  const all = [...pairs, ...lines.map((line) => line.replace(/#.*/, "").trim()).filter((line) => line !== "")];
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

/** Plans the stacks and compares them all: an exit code where the run ends here, else the plans, which may all be applied. */
export async function planAsReviewed(
  shell: Shell,
  workspace: Workspace,
  context: TerraformContext,
  stacks: readonly SynthesizedStack[],
  expected: Expectations,
  { parallel, imports }: { readonly parallel: number; readonly imports: readonly Import[] },
): Promise<number | readonly SavedPlan[]> {
  const { plans, kind, label } = workspace;
  const results = await planStacks(context, stacks, {
    plans,
    kind,
    parallel,
    inspect: inspectImports(imports),
    lockfileReadonly: lockfileReadonly(shell, kind),
  });
  refuseFailedPlans(shell, results, "nothing is applied", imports);
  if (shell.interrupts.interrupted) return EXIT.interrupted;

  const made = results.flatMap(({ saved }) => saved ?? []);
  const judged = made.map(({ plan }) => ({ plan, digest: planDigest(plan), reviewed: expected.get(plan.stack) }));
  const changed = judged.filter(({ digest, reviewed }) => digest !== reviewed);
  for (const { plan, digest, reviewed } of changed) {
    const lines = changeLines(plan);
    shell.print(
      [
        `${label}${plan.stack}: not what was reviewed: its digest is ${digest}, the reviewed one ${reviewed}; it would now do`,
        ...(lines.length === 0 ? ["  nothing"] : lines.map((line) => `  ${line}`)),
      ].join("\n"),
    );
  }
  if (changed.length === 0) return made;
  // Nobody has seen these plans: they must not lie there for a later apply.
  for (const { name } of stacks) await plans.discard(name);
  shell.say(`${label}nothing is applied: review what is above, and apply it with its own digest`);
  return EXIT.no;
}
