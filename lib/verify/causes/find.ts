// All causes of one entry: what checks find, why records are not live, and what only takes time.
import type { DnsRecord } from "../../dns/record";
import { explainRecords } from "./explain";
import { checkKeys, checkTokens } from "./mail/dkim";
import { checkDmarcPolicy, checkDmarcTwice, checkNoneLong, checkReportConsent } from "./mail/dmarc";
import { checkMx, checkShared } from "./mail/mail-from";
import { checkInbound } from "./mail/posture";
import { checkApexSpf, checkSpfCost, checkSpfTwice } from "./mail/spf";
import { checkTextByCname } from "./record/aliases";
import { checkCnameTwice } from "./record/names";
import type { Check, Problem, Subject, World } from "./subject";
import type { CauseId } from "./table";
import { overheard, type Unread } from "./unread";
import { checkWeb } from "./web";
import { cacheProblem } from "./zone/caches";

/** What makes a record other than it should be by itself: it needs no further cause. */
const EXPLAINING: readonly CauseId[] = [
  "cname-twice",
  "spf-twice",
  "dmarc-twice",
  "mail-from-second-mx",
  "dkim-tokens-stale",
];

/** With what they read in DNS beside the records. */
const CHECKS: readonly (readonly [check: Check, reads?: string])[] = [
  [checkCnameTwice],
  [checkTextByCname],
  [checkTokens],
  [checkKeys, "DKIM keys"],
  [checkMx],
  [checkShared, "other records at the MAIL FROM domain"],
  [checkSpfTwice],
  [checkSpfCost, "SPF includes"],
  [checkApexSpf, "SPF of other senders"],
  [checkDmarcTwice],
  [checkDmarcPolicy, "DMARC above"],
  [checkReportConsent, "consent to DMARC reports"],
  [checkNoneLong],
  [checkInbound, "MX, MTA-STS and TLS-RPT"],
  [checkWeb, "CAA and addresses of the website"],
];

/**
 * In the order of the records, then of the checks.
 * @param away records that lie in zones of others, of which all is said
 * @param unread gets what could not be read, but for names for which `isTold`
 */
export async function findProblems(
  subject: Subject,
  world: World,
  away: ReadonlySet<DnsRecord>,
  unread: Unread,
  isTold: (name: string) => boolean,
): Promise<readonly Problem[]> {
  const run = ([check, reads = ""]: (typeof CHECKS)[number]) => {
    const dns = overheard(world.dns, (name, answer) => {
      if (!isTold(name)) unread.add(reads, subject.domain, answer);
    });
    return check(subject, { ...world, dns });
  };
  const found = (await Promise.all(CHECKS.map(run))).flat();
  const explained = new Set(
    found.filter(({ id }) => EXPLAINING.includes(id)).flatMap(({ records }) => records.map(({ id }) => id)),
  );
  const open = subject.records.filter(({ record }) => !explained.has(record.id) && !away.has(record));
  const why = await explainRecords(world, subject, open);
  const order = subject.records.map(({ record }) => record.id);
  const rank = ({ records }: Problem) => order.indexOf(records[0]?.id ?? "");
  return [...why.toSorted((a, b) => rank(a) - rank(b)), ...cacheProblem(subject.domain, subject.records), ...found];
}
