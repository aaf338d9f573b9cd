// All problems of one entry: what the checks find, why records are not live, and what only takes time.
import type { DnsRecord } from "../../dns/record";
import { explainRecords } from "./explain";
import { type FailedReads, withFailureListener } from "./failed-reads";
import { checkDkimKeys, checkDkimTokens } from "./mail/dkim";
import { checkDmarcNone, checkDmarcPolicy, checkReportAuthorization, checkSingleDmarc } from "./mail/dmarc";
import { checkFormerKeys } from "./mail/former-keys";
import { checkInbound } from "./mail/inbound";
import { checkMailFromMx, checkMailFromShared } from "./mail/mail-from";
import { checkNullMx } from "./mail/null-mx";
import { checkBimi, checkMtaStsPolicy } from "./mail/policies";
import { checkApexSpf, checkSingleSpf, checkSpfLimits } from "./mail/spf";
import type { Check, CheckContext, ObservedEntry, Problem } from "./problem";
import { checkSingleCname, checkTextByCname } from "./record/names";
import { checkProxied } from "./record/proxy";
import type { CauseId } from "./table";
import { checkWeb } from "./web";
import { cacheProblem } from "./zone/caches";

/** These explain a record that is not as it should be; no further cause is looked for. */
const SELF_EXPLANATORY: readonly CauseId[] = [
  "proxy-off",
  "cname-twice",
  "spf-twice",
  "dmarc-twice",
  "mail-from-second-mx",
  "null-mx-second",
  "dkim-tokens-stale",
];

/** The checks, with what they read in DNS besides the expected records. */
const CHECKS: readonly (readonly [check: Check, reads?: string])[] = [
  [checkSingleCname],
  [checkTextByCname],
  [checkProxied, "targets of proxied records"],
  [checkDkimTokens],
  [checkDkimKeys, "DKIM keys"],
  [checkFormerKeys],
  [checkMailFromMx],
  [checkNullMx],
  [checkMailFromShared, "other records at the MAIL FROM domain"],
  [checkSingleSpf],
  [checkSpfLimits, "SPF includes"],
  [checkApexSpf, "SPF of other senders"],
  [checkSingleDmarc],
  [checkDmarcPolicy, "DMARC above"],
  [checkReportAuthorization, "consent to DMARC reports"],
  [checkDmarcNone],
  [checkInbound, "MX, MTA-STS and TLS-RPT"],
  [checkMtaStsPolicy, "MX and the host of the MTA-STS policy"],
  [checkBimi, "DMARC for BIMI"],
  [checkWeb, "CAA and addresses of the website"],
];

/**
 * In the order of the records, then of the checks.
 * @param away records in zones that are delegated to others; these are reported already
 * @param unread receives what could not be read, except for names for which `isReported` is true
 */
export async function findProblems(
  entry: ObservedEntry,
  context: CheckContext,
  away: ReadonlySet<DnsRecord>,
  unread: FailedReads,
  isReported: (name: string) => boolean,
): Promise<readonly Problem[]> {
  const run = ([check, reads = ""]: (typeof CHECKS)[number]) => {
    const dns = withFailureListener(context.dns, (name, answer) => {
      if (!isReported(name)) unread.add(reads, entry.domain, answer);
    });
    return check(entry, { ...context, dns });
  };
  const found = (await Promise.all(CHECKS.map(run))).flat();
  const explained = new Set(
    found.filter(({ rule }) => SELF_EXPLANATORY.includes(rule)).flatMap(({ records }) => records.map(({ id }) => id)),
  );
  const open = entry.records.filter(({ record }) => !explained.has(record.id) && !away.has(record));
  const why = await explainRecords(context, entry, open);
  const order = entry.records.map(({ record }) => record.id);
  const rank = ({ records }: Problem) => order.indexOf(records[0]?.id ?? "");
  return [...why.toSorted((a, b) => rank(a) - rank(b)), ...cacheProblem(entry.domain, entry.records), ...found];
}
