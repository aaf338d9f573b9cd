// The answer as JSON, described in docs/reports.md. Within a version no field is removed or changes its meaning. `mailzone review
// --evidence` reads it.
import type { ReportPeriod } from "../report";
import type { ReportsAnswer } from "../summary/answer";
import { isEarned } from "../summary/ladder";
import type { DomainSummary } from "../summary/summary";
import { senderName } from "./words";

export const REPORTS_VERSION = 1;

export function renderJson({ at, read, domains, hosts, tls, ladders, unread, doubts }: ReportsAnswer): string {
  const shape = {
    version: REPORTS_VERSION,
    at: new Date(at).toISOString(),
    read,
    domains: domains.map(domainShape),
    hosts: hosts && Object.fromEntries(hosts),
    tls: tls.map(({ period, ...rest }) => ({ ...rest, period: periodShape(period) })),
    ...(ladders && {
      ladders: ladders.map(({ missing, effect: _effect, ...rest }) => ({
        ...rest,
        isEarned: isEarned({ missing, ...rest }),
        missing,
      })),
    }),
    unread,
    doubts,
  };
  return JSON.stringify(shape, null, 2);
}

function domainShape({ period, senders, effects, counts, messages, ...rest }: DomainSummary) {
  return {
    ...rest,
    period: periodShape(period),
    messages,
    passed: messages - counts.none,
    failed: counts.none,
    counts,
    senders: senders.map(({ sender, failures, ...own }) => ({
      ...sender,
      title: senderName(sender),
      ...own,
      failures,
    })),
    effects: effects.map(({ senders: hit, ...effect }) => ({
      ...effect,
      senders: hit.map(({ sender, ...own }) => ({ ...sender, title: senderName(sender), ...own })),
    })),
  };
}

function periodShape({ begin, end }: ReportPeriod) {
  return { begin: new Date(begin * 1000).toISOString(), end: new Date(end * 1000).toISOString() };
}
