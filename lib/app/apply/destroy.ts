// Destroys everything in some stacks, after naming the mail that stops.
import type { Configuration } from "../../config/configuration";
import { hasIdentity } from "../../dns/has-identity";
import { RECORD } from "../../plan/attributes";
import { isPlanned } from "../../plan/change";
import { lostIdentities, type Plan } from "../../plan/plan";
import { planStacks } from "../../terraform/plan";
import type { Locking } from "../../terraform/state-lock";
import type { Workspace } from "../context";
import { withGateway } from "../gateway";
import { refuseFailedPlans } from "../plan/faults";
import { zonesOf } from "../plan/plan";
import { Refused } from "../refused";
import { synthStacks, withPlansLocked, withTerraform } from "../terraform";
import { type Applied, applyJudged, haveAppliedRecords } from "./apply";

/** Which stacks are destroyed, and whether somebody is asked. */
export interface DestroyRequest extends Pick<Locking, "lockTimeout"> {
  /** Names of stacks, or all of them. */
  readonly stacks: readonly string[] | "all";
  /** How many stacks are destroyed at a time. */
  readonly parallel: number;
  /** Nobody is asked. @default false */
  readonly yes?: boolean;
}

/**
 * Plans the destruction, says what it deletes, asks, and does it.
 * @throws Refused if an entry is protected, nobody can be asked, or the answer is not yes: then nothing is destroyed; UserError
 * if it cannot begin; InterruptedError
 */
export async function destroy(
  workspace: Workspace,
  { domains }: Pick<Configuration, "domains">,
  { stacks: wanted, parallel, lockTimeout, yes = false }: DestroyRequest,
): Promise<Applied> {
  const { plans, kind, label, interrupts, ask, say } = workspace;
  const kept = domains
    .filter((domain) => domain.protect && hasIdentity(domain) && (wanted === "all" || wanted.includes(domain.stack)))
    .map(({ entry }) => `"${entry}"`);
  if (kept.length > 0) {
    throw new Refused(
      `${kept.join(", ")} ${kept.length > 1 ? "are" : "is"} protected: set protect: false there first, if its mail is to stop`,
    );
  }
  if (!yes && ask === undefined)
    throw new Refused("destroy has no terminal on which to ask: say --yes if you are sure");
  return withPlansLocked(workspace, "destroy", async () => {
    const stacks = await synthStacks(workspace, wanted === "all" ? [] : wanted);
    return withGateway(workspace, zonesOf(domains, stacks), async (inside, expectRequests): Promise<Applied> => {
      const options = { plans, kind, parallel, lockTimeout, destroy: true };
      const planned = await withTerraform(
        inside,
        stacks,
        (terraform) => planStacks(terraform, stacks, options),
        "apply",
      );
      refuseFailedPlans(workspace, planned, "nothing is destroyed");
      if (interrupts.interrupted) return { kind: "interrupted" };
      const judged = planned.flatMap(({ saved }) => saved ?? []);
      for (const { plan } of judged) for (const line of stoppedMail(plan)) say(`${label}${line}`);
      if (!yes && (await ask?.(`${label}Destroy it? Only "yes" will do: `)) !== "yes")
        throw new Refused("nothing is destroyed: the answer was not yes");
      const results = await withTerraform(
        inside,
        stacks,
        (terraform) => applyJudged(workspace, terraform, stacks, judged, { parallel, lockTimeout }),
        "apply",
      );
      if (
        haveAppliedRecords(
          judged.map(({ plan }) => plan),
          results,
        )
      )
        expectRequests();
      return { kind: "ended", results };
    });
  });
}

function stoppedMail(plan: Plan): string[] {
  const { stack } = plan;
  const changes = plan.changes.filter(isPlanned);
  if (changes.length === 0) return [`${stack}: there is nothing to destroy`];
  const records = changes.filter(({ type }) => type === RECORD);
  const mail = lostIdentities(plan).map(({ entry, before }) => {
    const own = records.filter((record) => record.entry === entry).length;
    return `${stack}: mail of "${before?.email_identity}" (${before?.region}) stops, ${own} records go`;
  });
  return [...mail, `${stack}: ${changes.length} resources in all are destroyed`];
}
