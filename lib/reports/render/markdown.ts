// The answer for an issue or a pull request. Names of files and what receivers wrote are anybody's text: they are written as inline code.
import { inlineCode, visibleSentence } from "../../dns/text/escape";
import { markdownTable } from "../../dns/text/markdown-table";
import type { ReportsAnswer, Unread } from "../summary/answer";
import { type DomainOutline, outlineOf } from "./outline";
import { capitalised, number, percent } from "./words";

export function renderMarkdown(answer: ReportsAnswer): string {
  const { read, domains, tls, ladders, notices } = outlineOf(answer);
  return [
    `## mailzone reports: ${read}`,
    ...domains.map(domainSection),
    ...tls.map(({ domain, text }) => `### TLS to ${inlineCode(domain)}\n\n${sentence(text)}`),
    ...ladders.map(({ headline, details, receivers }) => {
      const named = receivers.length === 0 ? [] : [`- receivers: ${receivers.map(inlineCode).join(", ")}`];
      return `### ${sentence(headline)}\n\n${[...details.map((detail) => `- ${sentence(detail)}`), ...named].join("\n")}`;
    }),
    ...notices.map(({ title, items }) => list(title, items)),
  ].join("\n\n");
}

function domainSection({ domain, isConfigured, volume, weeks, groups, effects }: DomainOutline): string {
  const table = markdownTable([
    ["Week of", "Messages", "Passed", "Failed"],
    ...weeks.map(({ week, passed, failed }) => [
      week,
      number(passed + failed),
      percent(passed, passed + failed),
      number(failed),
    ]),
  ]);
  const parts = [
    `### ${inlineCode(domain)}${isConfigured ? "" : " (not in domains.yaml)"}`,
    sentence(volume),
    table,
    ...groups.flatMap(({ title, senders }) => [
      `**${sentence(title)}**`,
      senders
        .flatMap((sender) => [
          `- ${inlineCode(sender.title)}: ${sender.counts}`,
          ...sender.failures.map(({ messages, meaning, fix, place }) => {
            const at = place === undefined ? "" : ` (${inlineCode(place)})`;
            return `  - ${messages}: ${sentence(meaning)}. ${sentence(fix)}${at}`;
          }),
        ])
        .join("\n"),
    ]),
    effects.map((effect) => `- ${sentence(effect)}`).join("\n"),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function list(title: string, items: readonly Unread[]): string {
  const lines = items.map(({ where, why }) => `- ${inlineCode(where)}: ${inlineCode(why)}`);
  return `**${capitalised(title)}**\n\n${lines.join("\n")}`;
}

/** Our sentence, whose only names are domains and addresses. Underscores of names are no markup within a word. */
function sentence(text: string): string {
  return visibleSentence(text).replace(/[<>*`[\]\\]/g, (character) => `\\${character}`);
}
