// Checks whether the records that the plans create fit into their zones. In a zone that was never adopted some of them would be
// refused after others were created. `plan` checks first, so that a reviewer sees it; `apply` checks again before it creates
// anything.
import { CloudflareError } from "../../cloudflare/error";
import { legibleText } from "../../dns/finding";
import type { Plan } from "../../plan/plan";
import { clashesOf } from "../../review/clashes";
import { type LiveRecord, plannedCreates } from "../../review/creates";
import {
  clashSentence,
  type Preflight,
  type PreflightClash,
  preflightClash,
  remedyTexts,
} from "../../review/preflight";
import { plainSentence } from "../../review/rules/sentence";
import type { SavedPlan } from "../../terraform/plan-result";
import { UserError } from "../../user-error";
import { commandLine } from "../command-line";
import type { Context, ProjectData } from "../context";
import { Refused } from "../refused";
import type { ZoneLister } from "../zones";

type Interruptible = Pick<Context, "interrupts"> & Pick<ProjectData, "kind">;

/**
 * The check before an apply.
 * @throws Refused with one line for each clash and what to do about it, or if a zone cannot be listed
 */
export async function refuseClashes(context: Interruptible, plans: readonly Plan[], lister: ZoneLister): Promise<void> {
  const found = await compare(context, plans, lister).catch((error) => {
    if (!(error instanceof UserError)) throw error;
    throw new Refused(`nothing is applied, ${error.message}; or say --no-preflight`, { cause: error });
  });
  const clashes = found.flat();
  if (clashes.length > 0) throw new Refused(renderClashes(clashes, context, "nothing is applied"));
}

/**
 * The check after a plan: the result is stored beside each saved plan and reported. Zones that the token may not read are
 * compared only by the apply.
 * @returns by stack; a stack is missing if an interrupt came first
 */
export async function keepPreflight(
  context: Interruptible & Pick<Context, "say"> & Pick<ProjectData, "label" | "plans">,
  saved: readonly SavedPlan[],
  lister: ZoneLister,
): Promise<ReadonlyMap<string, Preflight>> {
  const { label, plans } = context;
  const results = new Map<string, Preflight>();
  const keep = async (unread: string | null, found: readonly (readonly PreflightClash[])[]) => {
    for (const [index, { info }] of saved.entries()) {
      const result: Preflight = { format: 1, unread, clashes: found[index] ?? [] };
      await plans.keepPreflight(info, `${JSON.stringify(result, null, 2)}\n`);
      results.set(info.stack, result);
    }
  };
  try {
    const found = await compare(
      context,
      saved.map(({ plan }) => plan),
      lister,
    );
    if (context.interrupts.interrupted) return results;
    await keep(null, found);
    const clashes = found.flat();
    if (clashes.length > 0) context.say(renderClashes(clashes, context, "an apply is refused"));
  } catch (error) {
    if (!(error instanceof CloudflareError)) throw error;
    await keep(error.message, []);
    context.say(`${label}the new records were not compared with those in the zones, apply does that: ${error.message}`);
  }
  return results;
}

/** The clashes of each plan. */
async function compare(
  context: Interruptible,
  plans: readonly Plan[],
  lister: ZoneLister,
): Promise<PreflightClash[][]> {
  const changes = plans.flatMap((plan) => plan.changes);
  const zones = new Map<string, readonly LiveRecord[]>();
  for (const zoneId of new Set(plannedCreates(changes).map((create) => create.zoneId))) {
    const records = context.interrupts.interrupted ? undefined : await unlessInterrupted(context, lister(zoneId));
    // Then the apply does not begin.
    if (records === undefined) return [];
    zones.set(zoneId, records);
  }
  return zones.size === 0
    ? plans.map(() => [])
    : plans.map((plan) => clashesOf(plan.changes, zones, changes).map((clash) => preflightClash(clash, plan)));
}

/** A request that Ctrl-C stopped is not a failure of Cloudflare. */
async function unlessInterrupted<T>({ interrupts }: Interruptible, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!interrupts.interrupted) throw error;
    return undefined;
  }
}

/** One line for each clash, then what to do. */
function renderClashes(
  clashes: readonly PreflightClash[],
  context: Pick<ProjectData, "kind">,
  consequence: string,
): string {
  // What others published may contain anything.
  const lines = clashes.map((clash) => legibleText(plainSentence(clashSentence(clash))));
  const fixes = remedyTexts(clashes, commandLine("adopt", context));
  return [...lines, `${consequence}: ${fixes.join("; ")}; or apply with --no-preflight`].join("\n");
}
