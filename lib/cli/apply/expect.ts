// mailzone apply --expect: what was reviewed is what is applied, without keeping plan files. The stacks are planned again, and
// applied only if the digest of each plan is the one in the review.
import fs from "node:fs";
import type { Import } from "../../config/imports/imports";
import { planDigest } from "../../plan/digest";
import { readPlan } from "../../plan/plan";
import { renderChange } from "../../review/planned-changes";
import type { TerraformContext } from "../../terraform/command";
import { planStacks } from "../../terraform/plan";
import type { SynthesizedStack } from "../../terraform/synth";
import { lockfileReadonly } from "../lock";
import { inspectImports, refuseFailedPlans, savedChanges } from "../plan";
import { EXIT, Refused, readNamed, type Shell } from "../shell";
import type { Workspace } from "../workspace";

/** The digest that was reviewed, by stack. */
export type Expectations = ReadonlyMap<string, string>;

/** Reads `STACK=DIGEST`, from the command line and from a file with one a line; `#` begins a comment there. */
export function readExpectations(shell: Shell, pairs: readonly string[], file?: string): Expectations {
  const text = file === undefined ? "" : readNamed(shell, file, "name a file of STACK=DIGEST lines").toString();
  const lines = text.split("\n");
  const all = [...pairs, ...lines.map((line) => line.replace(/#.*/, "").trim()).filter((line) => line !== "")];
  const expected = new Map<string, string>();
  for (const pair of all) {
    const [, stack, digest] = /^([^=\s]+)=(\S+)$/.exec(pair) ?? [];
    if (stack === undefined || digest === undefined)
      throw new Refused(`"${pair}" is no expectation: write STACK=DIGEST, as in the review`);
    if (expected.has(stack) && expected.get(stack) !== digest)
      throw new Refused(`stack "${stack}" is expected with two digests: name one`);
    expected.set(stack, digest);
  }
  if (expected.size === 0)
    throw new Refused(`"${file}" expects nothing: it needs a line STACK=DIGEST for each reviewed stack`);
  return expected;
}

/** Plans the stacks and compares them all: an exit code where the run ends here, undefined where all may be applied. */
export async function planAsReviewed(
  shell: Shell,
  workspace: Workspace,
  context: TerraformContext,
  stacks: readonly SynthesizedStack[],
  expected: Expectations,
  { parallel, imports }: { readonly parallel: number; readonly imports: readonly Import[] },
): Promise<number | undefined> {
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

  const digests = new Map(stacks.map(({ name }) => [name, digestOf(workspace, name)]));
  const changed = stacks.filter(({ name }) => digests.get(name) !== expected.get(name));
  for (const { name } of changed) {
    const changes = savedChanges(workspace, name).map((change) => `  ${renderChange(change)}`);
    shell.print(
      [
        `${label}${name}: not what was reviewed: its digest is ${digests.get(name)}, the reviewed one ${expected.get(name)}; it would now do`,
        ...(changes.length === 0 ? ["  nothing"] : changes),
      ].join("\n"),
    );
  }
  if (changed.length === 0) return undefined;
  // Nobody has seen these plans: they must not lie there for a later apply.
  for (const { name } of stacks) await plans.discard(name);
  shell.say(`${label}nothing is applied: review what is above, and apply it with its own digest`);
  return EXIT.no;
}

function digestOf({ plans }: Workspace, stack: string): string {
  return planDigest(readPlan(fs.readFileSync(plans.jsonFile(stack)), stack));
}
