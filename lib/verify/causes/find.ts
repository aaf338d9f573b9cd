// All causes of one entry: what checks find, why records are not live, and what only takes time.
import { explainRecords } from "./explain";
import { checkKeys, checkTokens } from "./mail/dkim";
import { checkDmarcPolicy, checkDmarcTwice, checkNoneLong, checkReportConsent } from "./mail/dmarc";
import { checkMx, checkShared } from "./mail/mail-from";
import { checkInbound } from "./mail/posture";
import { checkApexSpf, checkSpfCost, checkSpfTwice } from "./mail/spf";
import { checkCnameTwice } from "./record/names";
import type { Check, Problem, Subject, World } from "./subject";
import type { CauseId } from "./table";
import { checkWeb } from "./web";
import { cacheProblem } from "./zone/servers";

/** What makes a record other than it should be by itself: it needs no further cause. */
const EXPLAINING: readonly CauseId[] = [
  "cname-twice",
  "spf-twice",
  "dmarc-twice",
  "mail-from-second-mx",
  "dkim-tokens-stale",
];

const CHECKS: readonly Check[] = [
  ...[checkCnameTwice, checkTokens, checkKeys, checkMx, checkShared, checkSpfTwice, checkSpfCost, checkApexSpf],
  ...[checkDmarcTwice, checkDmarcPolicy, checkReportConsent, checkNoneLong, checkInbound, checkWeb],
];

/** In the order of the records, then of the checks. */
export async function findProblems(subject: Subject, world: World): Promise<readonly Problem[]> {
  const found = (await Promise.all(CHECKS.map((check) => check(subject, world)))).flat();
  const explained = new Set(
    found.filter(({ id }) => EXPLAINING.includes(id)).flatMap(({ records }) => records.map(({ id }) => id)),
  );
  const why = await explainRecords(world.dns, subject, explained);
  const order = subject.records.map(({ record }) => record.id);
  const rank = ({ records }: Problem) => order.indexOf(records[0]?.id ?? "");
  return [...why.toSorted((a, b) => rank(a) - rank(b)), ...cacheProblem(subject.domain, subject.records), ...found];
}
