// All causes of one entry: what checks find, why records are not live, and what only takes time.
import type { DnsRecord } from "../../dns/record";
import { explainRecords } from "./explain";
import { type FailedReads, withFailureListener } from "./failed-reads";
import { checkDkimKeys, checkDkimTokens } from "./mail/dkim";
import { checkDmarcNone, checkDmarcPolicy, checkReportAuthorization, checkSingleDmarc } from "./mail/dmarc";
import { checkInbound } from "./mail/inbound";
import { checkMailFromMx, checkMailFromShared } from "./mail/mail-from";
import { checkApexSpf, checkSingleSpf, checkSpfLimits } from "./mail/spf";
import type { Check, CheckContext, ObservedEntry, Problem } from "./problem";
import { checkTextByCname } from "./record/aliases";
import { checkSingleCname } from "./record/names";
import type { CauseId } from "./table";
import { checkWeb } from "./web";
import { cacheProblem } from "./zone/caches";

/** What makes a record other than it should be by itself: it needs no further cause. */
const SELF_EXPLANATORY: readonly CauseId[] = [
  "cname-twice",
  "spf-twice",
  "dmarc-twice",
  "mail-from-second-mx",
  "dkim-tokens-stale",
];

/** With what they read in DNS beside the records. */
const CHECKS: readonly (readonly [check: Check, reads?: string])[] = [
  [checkSingleCname],
  [checkTextByCname],
  [checkDkimTokens],
  [checkDkimKeys, "DKIM keys"],
  [checkMailFromMx],
  [checkMailFromShared, "other records at the MAIL FROM domain"],
  [checkSingleSpf],
  [checkSpfLimits, "SPF includes"],
  [checkApexSpf, "SPF of other senders"],
  [checkSingleDmarc],
  [checkDmarcPolicy, "DMARC above"],
  [checkReportAuthorization, "consent to DMARC reports"],
  [checkDmarcNone],
  [checkInbound, "MX, MTA-STS and TLS-RPT"],
  [checkWeb, "CAA and addresses of the website"],
];

/**
 * In the order of the records, then of the checks.
 * @param away records that lie in zones of others, of which all is said
 * @param unread gets what could not be read, but for names for which `isTold`
 */
export async function findProblems(
  subject: ObservedEntry,
  world: CheckContext,
  away: ReadonlySet<DnsRecord>,
  unread: FailedReads,
  isTold: (name: string) => boolean,
): Promise<readonly Problem[]> {
  const run = ([check, reads = ""]: (typeof CHECKS)[number]) => {
    const dns = withFailureListener(world.dns, (name, answer) => {
      if (!isTold(name)) unread.add(reads, subject.domain, answer);
    });
    return check(subject, { ...world, dns });
  };
  const found = (await Promise.all(CHECKS.map(run))).flat();
  const explained = new Set(
    found.filter(({ rule }) => SELF_EXPLANATORY.includes(rule)).flatMap(({ records }) => records.map(({ id }) => id)),
  );
  const open = subject.records.filter(({ record }) => !explained.has(record.id) && !away.has(record));
  const why = await explainRecords(world, subject, open);
  const order = subject.records.map(({ record }) => record.id);
  const rank = ({ records }: Problem) => order.indexOf(records[0]?.id ?? "");
  return [...why.toSorted((a, b) => rank(a) - rank(b)), ...cacheProblem(subject.domain, subject.records), ...found];
}
