// mailzone ci plan: plans what a change may change, without a lock, and writes the review to mailzone-review/.
import type { Command } from "commander";
import { changedStacks } from "../../app/ci/changed";
import { withIdToken } from "../../app/ci/id-token";
import { clearReviews, leaveExpectations, leaveReview, pullAcceptances } from "../../app/ci/review-folder";
import { refuseErrors } from "../../app/configuration";
import { Refused } from "../../app/refused";
import type { Configuration } from "../../config/configuration";
import { reaches } from "../../review/review";
import { explain } from "../explain";
import { type CommonOptions, withConfig, withEmulated, withParallel } from "../options";
import { planAndReport } from "../plan-report";
import { EXIT, type Shell } from "../shell";
import { keptOf } from "../workspace";

interface CiPlanOptions extends CommonOptions {
  readonly parallel: number;
  readonly all?: boolean;
  readonly base?: string;
}

export function addCiPlan(ci: Command, shell: Shell, exit: (code: number) => void): void {
  const command = ci
    .command("plan")
    .description(
      "plan what a change may change, without a lock, and leave its review in mailzone-review/. Exit 1: a danger",
    )
    .argument("[stack...]", "the stacks to plan (default: those that the change may change)")
    .option("--all", "all stacks")
    .option("--base <commit>", "the commit that is changed (default: HEAD's first parent, where HEAD is a merge)");
  withEmulated(withConfig(withParallel(command)));
  command.action(async (names: string[], options: CiPlanOptions) => exit(await ciPlan(shell, names, options)));
}

async function ciPlan(shell: Shell, names: readonly string[], options: CiPlanOptions): Promise<number> {
  if (names.length > 0 && options.all) throw new Refused("ci plan got stack names and --all: say one or the other");
  clearReviews(shell);
  const acceptances = await pullAcceptances(shell);
  const config = refuseErrors(shell, options);
  const stacks = await stacksOf(shell, names, options, config);
  const planned = stacks.length === 0 ? EXIT.yes : await planAll(shell, stacks, options);
  if (shell.interrupts.interrupted) return EXIT.interrupted;
  const context = { ...shell, ...keptOf(shell, options.emulated) };
  const { review, failed } = await leaveReview(context, config, stacks, acceptances);
  if (planned !== EXIT.yes || failed.length > 0) return EXIT.refused;
  leaveExpectations(shell, review);
  return reaches(review, "danger") ? EXIT.no : EXIT.yes;
}

/** A plan that cannot begin leaves a review too. */
async function planAll(shell: Shell, stacks: readonly string[], options: CiPlanOptions): Promise<number> {
  try {
    return await withIdToken(shell, (inner) => planAndReport(inner, { ...options, stacks, lock: false }, "text"));
  } catch (error) {
    if (shell.interrupts.interrupted) throw error;
    shell.say(explain(error).text ?? "interrupted");
    return EXIT.refused;
  }
}

async function stacksOf(
  shell: Shell,
  names: readonly string[],
  options: CiPlanOptions,
  { domains }: Configuration,
): Promise<readonly string[]> {
  const all = [...new Set(domains.map(({ stack }) => stack))].sort();
  if (options.all) return all;
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new Refused(`stack "${unknown}" is not in the configuration: the stacks are ${all.join(", ")}`);
  if (names.length > 0) return [...new Set(names)];
  const { stacks, why } = await changedStacks(shell, options, options.base);
  shell.say(`${stacks.length} of ${all.length} stacks are planned: ${why}`);
  return stacks;
}
