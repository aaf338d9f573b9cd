// The answer for a comment or an issue. Answers of DNS may contain any text, so they are written as code, where nothing is markup.

import { inlineCode, visibleSentence } from "../../dns/text/escape";
import { markdownTable } from "../../dns/text/markdown-table";
import { ARTICLE_COLUMNS } from "../../records/columns";
import type { Cause, Verification } from "../verification";
import { VERIFY_EN } from "../words/en";
import type { VerifyWords } from "../words/words";
import { rowsOf } from "./rows";
import { identityLine, verdictLine } from "./status";

export function renderMarkdown(verification: Verification, words = VERIFY_EN): string {
  const { causes, identities, accounts, unseen, at } = verification;
  const known = identities.flatMap((identity) => identityLine(identity, at, words) ?? []);
  const facts = [...known, ...accounts.map(words.account)];
  const section = (severity: Cause["severity"]) =>
    causes.filter((cause) => cause.severity === severity).map((cause) => sentence(cause, words));
  return [
    `## mailzone verify: ${verdictLine(verification, words)}`,
    table(verification, words),
    list(words.errors, section("error")),
    list(words.warnings, section("warning")),
    list(words.ses, facts.map(plain)),
    list(words.unseen, unseen.map(plain)),
  ]
    .filter((section) => section !== "")
    .join("\n\n");
}

function table(verification: Verification, { table: own }: VerifyWords): string {
  const rows = rowsOf(verification, own);
  if (rows.length === 0) return "";
  const { columns } = own;
  return markdownTable([
    [...ARTICLE_COLUMNS.map((column) => columns[column]), columns.status],
    ...rows.map(({ type, name, value, description, status, shown }) => [
      type,
      inlineCode(name),
      inlineCode(value),
      words(description),
      status === "live" ? shown : `**${shown}**`,
    ]),
  ]);
}

function sentence(cause: Cause, own: VerifyWords): string {
  const { message, fix, detail } = own.cause(cause);
  if (detail === undefined) return `${plain(message)}: ${plain(fix)} (${cause.rule})`;
  return `${plain(message)}${own.fix}：${plain(fix)} (${cause.rule})\n  - ${own.detail}：${plain(detail)}`;
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : [`### ${title}`, "", ...items.map((item) => `- ${item}`)].join("\n");
}

/** Text in quotes is a value; everything else that could be markup is written as a character reference. */
function plain(text: string): string {
  return text
    .split(/("(?:[^"\\]|\\.)*")/s)
    .map((part, index) => (index % 2 === 1 ? inlineCode(unescaped(part.slice(1, -1))) : words(part)))
    .join("");
}

/** GitHub finds addresses, mentions and issues in what is shown, however it was written: such words stand in code too. */
function words(text: string): string {
  return visibleSentence(text)
    .split(/( )/)
    .map((word) => (/[@#]|:\/\/|^www\./i.test(word) ? inlineCode(word) : escapeMarkup(word)))
    .join("");
}

/** In quotes a quote and a backslash have one before them; in code they need none. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}

function escapeMarkup(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,:;()'/\u00a1-\u{10ffff}-]/gu, (character) => `&#${character.codePointAt(0)};`);
}
