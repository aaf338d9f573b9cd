// The answer for a terminal: per domain its volume with a bar for each week, its senders with what to do, and whom a stricter policy
// would have hit.
import { visibleSentence, visibleText } from "../../dns/text/escape";
import type { ReportsAnswer, Unread } from "../summary/answer";
import { type DomainSummary, SENDER_GROUPS, type SenderGroup, type WeekSummary } from "../summary/summary";
import {
  countsText,
  effectText,
  GROUP_TITLES,
  ladderText,
  locationText,
  number,
  percent,
  readText,
  type ShownSender,
  shownSenders,
  tlsText,
  volumeText,
} from "./words";

/** Paints a text in the colour of a group of senders, or as a title. */
export type PaintReport = (kind: SenderGroup | "title" | "passed" | "failed" | "doubt", text: string) => string;

/** Cells of a bar. */
const BAR = 40;

/** More files than these that cannot be read are only counted; the JSON has all. */
const MAX_UNREAD = 20;

export function renderText(answer: ReportsAnswer, paint: PaintReport = (_kind, text) => text): string {
  const { domains, tls, read, unread, doubts, ladders = [], hosts } = answer;
  const sections = [
    ...domains.map((domain) => domainLines(domain, paint, hosts)),
    tls.map((one) => `${paint("title", `TLS to ${one.domain}`)}: ${tlsText(one)}`),
    ...ladders.map((one) => {
      const { headline, isEarned, details, receivers } = ladderText(one);
      return [
        paint(isEarned ? "aligned" : "partly", headline),
        ...details.map((detail) => `  ${visibleSentence(detail)}`),
        ...(receivers.length === 0 ? [] : [`  receivers: ${receivers.map((name) => JSON.stringify(name)).join(", ")}`]),
      ].map(visibleSentence);
    }),
    [readText(read)],
    unreadLines("not read, and not counted", unread, paint),
    unreadLines("read, with doubts", doubts, paint),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function domainLines(domain: DomainSummary, paint: PaintReport, hosts: ReportsAnswer["hosts"]): string[] {
  const entry = domain.entry === undefined ? " (not in domains.yaml)" : "";
  return [
    `${paint("title", domain.domain)}${entry}`,
    `  ${volumeText(domain)}`,
    ...weekLines(domain.weeks, paint),
    ...SENDER_GROUPS.flatMap((group) => {
      const senders = shownSenders(domain.senders, group, hosts);
      if (senders.length === 0) return [];
      return ["", `  ${paint(group, GROUP_TITLES[group](domain.domain))}`, ...senders.flatMap(senderLines)];
    }),
    ...(domain.effects.length === 0 ? [] : ["", ...domain.effects.map((effect) => `  ${effectText(effect, domain)}`)]),
  ];
}

function weekLines(weeks: readonly WeekSummary[], paint: PaintReport): string[] {
  const most = Math.max(1, ...weeks.map(({ passed, failed }) => passed + failed));
  return weeks.map(({ week, passed, failed }) => {
    const all = passed + failed;
    const cells = all === 0 ? 0 : Math.max(1, Math.round((all / most) * BAR));
    // One failed message in a million is still seen.
    const red = failed === 0 ? 0 : Math.max(1, Math.round((failed / all) * cells));
    const bar = `${paint("passed", "█".repeat(cells - red))}${paint("failed", "░".repeat(red))}`;
    return `  ${week} ${bar}${" ".repeat(BAR - cells)} ${number(all)}, ${percent(passed, all)} passed`;
  });
}

function senderLines({ title, counts, failures }: ShownSender): string[] {
  return [
    `    ${title}: ${countsText(counts)}`,
    ...failures.flatMap(({ messages, meaning, fix, at }) => [
      `      ${number(messages)}: ${visibleSentence(meaning)}`,
      `        → ${visibleSentence(fix)}${at === undefined ? "" : ` (${locationText(at)})`}`,
    ]),
  ];
}

function unreadLines(title: string, items: readonly Unread[], paint: PaintReport): string[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, MAX_UNREAD).map(({ where, why }) => `  ${visibleText(where)}: ${visibleSentence(why)}`);
  const rest = items.length - shown.length;
  return [`${paint("doubt", title)}:`, ...shown, ...(rest > 0 ? [`  and ${number(rest)} more`] : [])];
}
