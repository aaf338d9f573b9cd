// The saved plans for mailzone review: with the hashes that apply checks, and only while they match the current configuration.
import path from "node:path";
import { type Plan, readPlan } from "../../plan/plan";
import { type Preflight, readPreflight } from "../../review/preflight";
import type { PlanInfo } from "../../terraform/saved-plans/plan-info";
import type { SavedPlans } from "../../terraform/saved-plans/store";
import { readManifest } from "../../terraform/synth";
import { commandLine } from "../command-line";
import type { Context, ProjectData } from "../context";
import { Refused } from "../refused";

/** A saved plan as it is reviewed. */
export interface SavedForReview {
  readonly plan: Plan;
  /** What in its zones blocks it. @default - the zones were not read */
  readonly preflight?: Preflight;
}

/**
 * The plans that `mailzone plan` saved, of every stack. Plans that are applied already are skipped with a message, unless there
 * are no others.
 * @param only stacks. @default - all
 * @throws Refused if a stack's plan is missing, damaged, partly applied, or for another configuration than the synthesised one
 */
export async function readSavedPlans(
  context: Pick<Context, "cwd" | "say"> & ProjectData,
  only?: readonly string[],
): Promise<readonly SavedForReview[]> {
  const { plans, cwd, say } = context;
  const again = commandLine("plan", context);
  const stacks = plans.stacks().filter((stack) => only?.includes(stack) !== false);
  if (stacks.length === 0) {
    const root = path.relative(cwd, plans.root);
    throw new Refused(`there is no saved plan in ${root}: run ${again}, or name the files`);
  }
  const infos: PlanInfo[] = [];
  for (const stack of stacks) infos.push(await readInfo(plans, stack, again));
  const open = infos.filter(({ status }) => status !== "applied");
  if (open.length === 0) throw new Refused(`all saved plans have been applied already: run ${again} for what is new`);
  for (const { stack, status } of infos) if (status === "applied") say(`${stack}: already applied`);
  const hashes = await synthesized(context);
  return Promise.all(
    open.map(async (info): Promise<SavedForReview> => {
      const hash = hashes.get(info.stack);
      if (hash !== undefined && hash !== info.synthesized)
        throw new Refused(
          `the configuration of stack "${info.stack}" was synthesised again since its plan: run ${again} again`,
        );
      const plan = readPlan(await plans.readVerified(info, "json"), info.stack);
      if (info.preflight === null) return { plan };
      const text = (await plans.readVerified(info, "preflight")).toString();
      return { plan, preflight: readPreflight(text, info.stack) };
    }),
  );
}

/** What blocks the plans whose zones were read, by stack, as a review takes it. */
export function preflightsOf(saved: readonly SavedForReview[]): ReadonlyMap<string, Preflight> {
  return new Map(saved.flatMap(({ plan, preflight }) => (preflight ? [[plan.stack, preflight]] : [])));
}

async function readInfo(plans: SavedPlans, stack: string, again: string): Promise<PlanInfo> {
  const info = await plans.read(stack);
  if (info === "damaged") {
    throw new Refused(
      `the saved plan of stack "${stack}" is damaged, or its files are of two plans, or another version of mailzone saved it: run ${again} again`,
    );
  }
  if (info?.status === "unfinished")
    throw new Refused(`the last apply of stack "${stack}" did not end well: run ${again} for what is left`);
  if (info === undefined || (info.json === null && info.status !== "applied")) {
    throw new Refused(
      `the plan of stack "${stack}" left nothing to review: fix what it reported and run ${again} again`,
    );
  }
  return info;
}

/** The configurations in the out folder, if there is one: plans may have come from another machine. */
async function synthesized({ out }: ProjectData): Promise<ReadonlyMap<string, string>> {
  const stacks = await readManifest(out).catch(() => []);
  return new Map(stacks.map(({ name, hash }) => [name, hash]));
}
