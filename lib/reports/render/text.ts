// The answer for a terminal: per domain its volume with a bar for each week, its senders with what to do, and whom a stricter policy
// would have hit.
import { visibleSentence, visibleText } from "../../dns/text/escape";
import type { ReportsAnswer, Unread } from "../summary/answer";
import type { SenderGroup, WeekSummary } from "../summary/summary";
import { type DomainOutline, type GroupOutline, outlineOf } from "./outline";
import { number, percent } from "./words";

/** Paints a text in the colour of a group of senders, or as a title. */
export type PaintReport = (kind: SenderGroup | "title" | "passed" | "failed" | "doubt", text: string) => string;

/** Cells of a bar. */
const BAR = 40;

/** More files than these that cannot be read are only counted; the JSON has all. */
const MAX_UNREAD = 20;

export function renderText(answer: ReportsAnswer, paint: PaintReport = (_kind, text) => text): string {
  const { domains, tls, read, ladders, notices } = outlineOf(answer);
  const sections = [
    ...domains.map((domain) => domainLines(domain, paint)),
    tls.map(({ domain, text }) => `${paint("title", `TLS to ${domain}`)}: ${text}`),
    ...ladders.map(({ headline, isEarned, details, receivers }) => [
      paint(isEarned ? "aligned" : "partly", headline),
      ...details.map((detail) => `  ${visibleSentence(detail)}`),
      ...(receivers.length === 0
        ? []
        : [visibleSentence(`  receivers: ${receivers.map((name) => JSON.stringify(name)).join(", ")}`)]),
    ]),
    [read],
    ...notices.map(({ title, items }) => unreadLines(title, items, paint)),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function domainLines(
  { domain, isConfigured, volume, weeks, groups, effects }: DomainOutline,
  paint: PaintReport,
): string[] {
  return [
    `${paint("title", domain)}${isConfigured ? "" : " (not in domains.yaml)"}`,
    `  ${volume}`,
    ...weekLines(weeks, paint),
    ...groups.flatMap(({ group, title, senders }) => ["", `  ${paint(group, title)}`, ...senders.flatMap(senderLines)]),
    ...(effects.length === 0 ? [] : ["", ...effects.map((effect) => `  ${effect}`)]),
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

function senderLines({ title, counts, failures }: GroupOutline["senders"][number]): string[] {
  return [
    `    ${title}: ${counts}`,
    ...failures.flatMap(({ messages, meaning, fix, place }) => [
      `      ${messages}: ${visibleSentence(meaning)}`,
      `        → ${visibleSentence(fix)}${place === undefined ? "" : ` (${place})`}`,
    ]),
  ];
}

function unreadLines(title: string, items: readonly Unread[], paint: PaintReport): string[] {
  const shown = items.slice(0, MAX_UNREAD).map(({ where, why }) => `  ${visibleText(where)}: ${visibleSentence(why)}`);
  const rest = items.length - shown.length;
  return [`${paint("doubt", title)}:`, ...shown, ...(rest > 0 ? [`  and ${number(rest)} more`] : [])];
}
