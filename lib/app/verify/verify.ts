// Checks whether everything is live, and if not, why. It checks DNS, SES and the websites once, or repeatedly.
import type { Domain } from "../../dns/domain";
import { kindOf } from "../../dns/kinds/kinds";
import type { DnsRecord } from "../../dns/record";
import type { LiveNotes } from "../../records/table";
import { statusText, statusWord } from "../../verify/render/status";
import type { Verification } from "../../verify/verification";
import type { Workspace } from "../context";
import { filterRecords, type RecordFilter } from "../published";
import { checkUntilLive, type VerifyWatch } from "./check-until-live";
import { knownRestarts, searchAgain } from "./search-again";
import { refuseWithoutDomains, type TargetRequest, withTarget } from "./target";

/** What is looked at, for how long, and whether SES searches again. */
export interface VerifyRequest extends TargetRequest {
  /** Milliseconds for which it looks again until everything is live. @default 0 */
  readonly wait?: number;
  /**
   * Whether SES must search again if it has given up; "with-new-tokens" also if that needs a plan and an apply. @default - no
   */
  readonly retry?: boolean | "with-new-tokens" | undefined;
  /** @default - nobody watches */
  readonly watch?: VerifyWatch | undefined;
}

/**
 * Looks at DNS from outside, at SES and at the websites, and waits until everything is live if that is asked for.
 * @param configured the domains of the configuration
 * @throws Refused if there is nothing to look for, or SES does not search again
 */
export async function verifyDomains(
  workspace: Workspace,
  configured: readonly Domain[],
  { wait = 0, retry = false, watch, ...request }: VerifyRequest = {},
): Promise<Verification> {
  // Reading uses the role that reads; starting the search again needs the other one.
  const role = retry === false ? "plan" : "apply";
  return withTarget(workspace, configured, { ...request, role }, async ({ outside, domains, records, known }) => {
    if (retry !== false) {
      refuseWithoutDomains(domains);
      await searchAgain(workspace, outside, domains, { yes: retry === "with-new-tokens" });
      known.clear();
    }
    const restarts = knownRestarts(workspace, domains);
    return checkUntilLive(outside, { domains, records, known, restarts, wait, clock: workspace.clock, watch });
  });
}

/** One look for the hand-over table: the records, and the result for each. */
export async function verifyRecords(
  workspace: Workspace,
  configured: readonly Domain[],
  { watch, ...request }: TargetRequest & RecordFilter & Pick<VerifyRequest, "watch">,
): Promise<{ readonly records: readonly DnsRecord[]; readonly notes: LiveNotes }> {
  const { label, clock, say } = workspace;
  return withTarget(workspace, configured, request, async ({ outside, domains, records: all, known }) => {
    const records = filterRecords(all, [], request);
    const restarts = knownRestarts(workspace, domains);
    const seen = await checkUntilLive(outside, { domains, records, known, restarts, wait: 0, clock, watch });
    for (const sentence of seen.unseen) say(`${label}not seen: ${sentence}`);
    const checked = new Map(seen.records.map((one) => [keyOf(one.record), one]));
    const deadlines = new Map(seen.identities.map(({ entry, deadline }) => [entry, deadline]));
    const notes: LiveNotes = (record) => {
      const deadline = kindOf(record.purpose).isCheckedBySes ? (deadlines.get(record.entry) ?? null) : null;
      const one = checked.get(keyOf(record));
      return {
        status: one === undefined ? "" : statusWord(one),
        shown: (words) => (one === undefined ? "" : statusText(one, words)),
        deadline: deadline === null ? null : new Date(deadline).toISOString(),
      };
    };
    return { records, notes };
  });
}

function keyOf({ entry, id }: DnsRecord): string {
  return `${entry} ${id}`;
}
