// The answer for an issue or a pull request. Names of files and what receivers wrote are anybody's text: they stand in code.
import { inlineCode, visibleSentence } from "../../dns/text/escape";
import { markdownTable } from "../../dns/text/markdown-table";
import type { ReportsAnswer, Unread } from "../summary/answer";
import { type DomainSummary, SENDER_GROUPS } from "../summary/summary";
import {
  countsText,
  effectText,
  GROUP_TITLES,
  ladderText,
  locationText,
  number,
  percent,
  readText,
  shownSenders,
  tlsText,
  volumeText,
} from "./words";

export function renderMarkdown({ domains, tls, read, unread, doubts, ladders = [], hosts }: ReportsAnswer): string {
  return [
    `## mailzone reports: ${readText(read)}`,
    ...domains.map((domain) => domainSection(domain, hosts)),
    ...tls.map((one) => `### TLS to ${inlineCode(one.domain)}\n\n${sentence(tlsText(one))}`),
    ...ladders.map((one) => {
      const { headline, details, receivers } = ladderText(one);
      const named = receivers.length === 0 ? [] : [`- receivers: ${receivers.map(inlineCode).join(", ")}`];
      return `### ${sentence(headline)}\n\n${[...details.map((detail) => `- ${sentence(detail)}`), ...named].join("\n")}`;
    }),
    list("Not read, and not counted", unread),
    list("Read, with doubts", doubts),
  ]
    .filter((section) => section !== "")
    .join("\n\n");
}

function domainSection(domain: DomainSummary, hosts: ReportsAnswer["hosts"]): string {
  const groups = SENDER_GROUPS.flatMap((group) => {
    const senders = shownSenders(domain.senders, group, hosts);
    if (senders.length === 0) return [];
    const lines = senders.flatMap(({ title, counts, failures }) => [
      `- ${inlineCode(title)}: ${countsText(counts)}`,
      ...failures.map(({ messages, meaning, fix, at }) => {
        const place = at === undefined ? "" : ` (${inlineCode(locationText(at))})`;
        return `  - ${number(messages)}: ${sentence(meaning)}. ${sentence(fix)}${place}`;
      }),
    ]);
    return [`**${sentence(GROUP_TITLES[group](domain.domain))}**`, lines.join("\n")];
  });
  const weeks = markdownTable([
    ["Week of", "Messages", "Passed", "Failed"],
    ...domain.weeks.map(({ week, passed, failed }) => [
      week,
      number(passed + failed),
      percent(passed, passed + failed),
      number(failed),
    ]),
  ]);
  return [
    `### ${inlineCode(domain.domain)}${domain.entry === undefined ? " (not in domains.yaml)" : ""}`,
    sentence(volumeText(domain)),
    weeks,
    ...groups,
    domain.effects.map((effect) => `- ${sentence(effectText(effect, domain))}`).join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function list(title: string, items: readonly Unread[]): string {
  if (items.length === 0) return "";
  return `**${title}**\n\n${items.map(({ where, why }) => `- ${inlineCode(where)}: ${inlineCode(why)}`).join("\n")}`;
}

/** Our sentence, in which only names stand that are domains and addresses. Underscores of names are no markup within a word. */
function sentence(text: string): string {
  return visibleSentence(text).replace(/[<>*`[\]\\]/g, (character) => `\\${character}`);
}
