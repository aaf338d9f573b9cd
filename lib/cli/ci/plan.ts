// mailzone ci plan: plans what a change may change, without a lock, and writes the review to mailzone-review/.
import type { Command } from "commander";
import { withIdToken } from "../../app/ci/id-token";
import { planChange } from "../../app/ci/plan";
import { Refused } from "../../app/refused";
import { reaches } from "../../review/review";
import { type CommonOptions, withConfig, withEmulated, withParallel } from "../options";
import { reportPlans } from "../plan-report";
import { EXIT, type Shell } from "../shell";
import { projectDataOf, workspacesOf } from "../workspace";

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
  command.action(async (names: string[], options: CiPlanOptions) =>
    exit(await withIdToken(shell, (inner) => ciPlan(inner, names, options))),
  );
}

async function ciPlan(shell: Shell, names: readonly string[], options: CiPlanOptions): Promise<number> {
  if (names.length > 0 && options.all) throw new Refused("ci plan got stack names and --all: say one or the other");
  const planned = await planChange(
    { ...shell, ...projectDataOf(shell, options) },
    {
      ...options,
      stacks: options.all ? "all" : names,
      onPlanned: (workspace, plans) => reportPlans(shell, workspace, plans),
    },
    workspacesOf(shell, options, { http: true }),
  );
  if (planned.kind === "interrupted") return EXIT.interrupted;
  if (planned.kind === "failed") return EXIT.refused;
  return reaches(planned.review, "danger") ? EXIT.no : EXIT.yes;
}
