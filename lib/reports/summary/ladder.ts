// Whether the next step of a domain's ladder is earned, by the figures of its last days, which are part of the answer.
import { type DmarcLadder, type LadderStep, nextStep, stepOf, stepText } from "../../dns/dmarc-ladder";
import { parseDmarc } from "../../dns/text/dmarc";
import type { ReportedDomain } from "./facts";
import { type DomainSummary, type PolicyEffect, summariseDomains } from "./summary";
import { DAY, type ReportTally } from "./tally";

export interface LadderFigures {
  /** Messages of senders that are or seem to be the domain's. */
  readonly own: number;
  /** Of these, messages that failed and did not come by way of a forwarder or a mailing list. */
  readonly failed: number;
  /** Messages that failed on the way through a forwarder or a mailing list. */
  readonly forwarded: number;
  /** Days of the window of which there is a report. */
  readonly days: number;
  readonly receivers: number;
  /** Reports about any domain that count for no step: they came by mail that failed DMARC for its sender. */
  readonly unproven: number;
  /** The names that receivers give themselves, most reports first. */
  readonly reporters: readonly string[];
}

export interface LadderVerdict {
  readonly domain: string;
  readonly entry: string;
  readonly ladder: DmarcLadder;
  readonly step: LadderStep;
  /** @default - the ladder ends here */
  readonly next?: LadderStep;
  /** Why the next step is not earned, as sentences; empty if it is. */
  readonly missing: readonly string[];
  readonly figures: LadderFigures;
  /** What the next policy would have done. */
  readonly effect?: PolicyEffect;
}

export function isEarned({ next, missing }: Pick<LadderVerdict, "next" | "missing">): boolean {
  return next !== undefined && missing.length === 0;
}

/** Days at each end of the window that may have no report: receivers send them a day later, and not on every day. */
const SLACK = 3;

export interface LadderProps {
  /** Milliseconds since 1970, the end of the window. */
  readonly now: number;
  /** Files and objects that could not be opened or fetched, so that their content is unknown. @default 0 */
  readonly unavailable?: number;
  /** Reports that were left out of the tally because of the mail that they came by. @default 0 */
  readonly unproven?: number;
}

/**
 * @param tally only of the reports within the ladder's days
 */
export function ladderVerdict(
  facts: ReportedDomain & { readonly ladder: DmarcLadder },
  tally: ReportTally,
  { now, unavailable = 0, unproven = 0 }: LadderProps,
): LadderVerdict {
  const { domain, entry, ladder, dmarc } = facts;
  const read = dmarc === undefined ? undefined : parseDmarc(dmarc).dmarc;
  const step = stepOf(read ?? { policy: "none" });
  const next = nextStep(ladder, step);
  const [summary] = summariseDomains(tally, [facts]).filter((one) => one.domain === domain);
  const days = [...(tally.domains.get(domain)?.days.keys() ?? [])].sort((a, b) => a - b);
  const figures = { ...figuresOf(summary, days.length), unproven };
  const effect = next && summary?.effects.find(({ policy }) => next.startsWith(policy));
  const base = { domain, entry, ladder, step, figures, effect };
  if (next === undefined) return { ...base, missing: [] };
  return { ...base, next, missing: missingFor(facts, { summary, step, days, figures, now, unavailable }) };
}

/** The first second of a ladder's window, at the begin of a day, UTC. @param now milliseconds since 1970 */
export function windowBegin({ days }: Pick<DmarcLadder, "days">, now: number): number {
  return (Math.floor(now / 1000 / DAY) - days) * DAY;
}

interface Evidence {
  readonly summary: DomainSummary | undefined;
  readonly step: LadderStep;
  /** First seconds of the days with a report, in order. */
  readonly days: readonly number[];
  readonly figures: LadderFigures;
  readonly now: number;
  readonly unavailable: number;
}

function missingFor({ ladder }: { readonly ladder: DmarcLadder }, evidence: Evidence): readonly string[] {
  const { summary, step, days, figures, now, unavailable } = evidence;
  const [first, last] = [days[0], days.at(-1)];
  if (summary === undefined || first === undefined || last === undefined)
    return [`no report is of the last ${ladder.days} days`];
  const missing: string[] = [];
  const { policy, testing } = summary.policy;
  // Reports by RFC 7489 do not tell t=y.
  const found = stepOf({ policy: policy ?? "none", testing: testing ?? step.endsWith("-test") });
  if (found !== step)
    missing.push(`receivers find ${stepText(found)} and domains.yaml says ${stepText(step)}: apply that first`);
  const lateFirst = Math.floor((first - windowBegin(ladder, now)) / DAY);
  const oldLast = Math.floor((now / 1000 - last) / DAY) - 1;
  if (lateFirst > SLACK)
    missing.push(`the first report is ${ladder.days - lateFirst} days old, of ${ladder.days} that must be clean`);
  if (oldLast > SLACK) missing.push(`the last report is ${oldLast} days old`);
  if (days.length * 2 < ladder.days) missing.push(`only ${days.length} of ${ladder.days} days have a report`);
  if (figures.own < ladder.messages)
    missing.push(`${figures.own} messages of its own are less than the ${ladder.messages} that the ladder asks for`);
  const share = figures.own === 0 ? 0 : (figures.failed / figures.own) * 100;
  if (share > ladder.maxFailing)
    missing.push(
      `${figures.failed} of its own ${figures.own} messages failed, ${share.toFixed(2)} % where ${ladder.maxFailing} % may`,
    );
  if (summary.partialReports > 0)
    missing.push(`${summary.partialReports} of its reports could not be read to the end: mend them or take them away`);
  if (unavailable > 0)
    missing.push(`what ${unavailable} of the files or objects say is not known: they could not be opened or fetched`);
  return missing;
}

function figuresOf(summary: DomainSummary | undefined, days: number): Omit<LadderFigures, "unproven"> {
  const own = summary?.senders.filter(({ group }) => group !== "foreign") ?? [];
  const forwarded = own
    .flatMap(({ failures }) => failures)
    .filter(({ reason }) => reason === "forwarded")
    .reduce((sum, { messages }) => sum + messages, 0);
  return {
    own: own.reduce((sum, { messages }) => sum + messages, 0),
    failed: own.reduce((sum, { counts }) => sum + counts.none, 0) - forwarded,
    forwarded,
    days,
    receivers: summary?.reporters.length ?? 0,
    reporters: summary?.reporters.map(({ name }) => name) ?? [],
  };
}
