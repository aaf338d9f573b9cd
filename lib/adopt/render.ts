// A matching as a table for people, as Markdown for a pull request and as JSON. Changes and notes are below each row.

import { singleLine } from "../dns/text/escape";
import { markdownTable } from "../dns/text/markdown-table";
import { countMatches, type Match, type MatchStatus, type Mention } from "./matching/match";

export type MatchFormat = "text" | "markdown" | "json";

export interface Matching {
  readonly matches: readonly Match[];
  readonly mentions: readonly Mention[];
  /** Notes about the whole matching, such as where it was read from. @default - none */
  readonly notes?: readonly string[];
}

/** What happens to a record, in a word or two. */
const OUTCOMES: Readonly<Record<MatchStatus, string>> = {
  identical: "import",
  different: "import, change",
  absent: "create",
  clash: "CLASH",
  managed: "managed",
};

/** Without a line feed at the end. */
export function renderMatches(matching: Matching, format: MatchFormat): string {
  if (format === "json") return renderJson(matching);
  return format === "markdown" ? renderMarkdown(matching) : renderText(matching);
}

/** `7 to import unchanged, 1 to import and change, 2 to create, 0 clashes` */
export function countsLine(matches: readonly Match[]): string {
  const { identical, different, absent, clash, managed } = countMatches(matches);
  const parts = [
    `${identical} to import unchanged`,
    `${different} to import and change`,
    `${absent} to create`,
    `${clash} clash${clash === 1 ? "" : "es"}`,
    ...(managed === 0 ? [] : [`${managed} managed already`]),
  ];
  return parts.join(", ");
}

function renderText({ matches, mentions, notes = [] }: Matching): string {
  const rows = matches.map((match) => [OUTCOMES[match.status], match.id, match.subject, importedId(match)]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines: string[] = [];
  let entry: string | undefined;
  for (const [index, match] of matches.entries()) {
    if (match.entry !== entry) lines.push(...(entry === undefined ? [] : [""]), match.entry);
    entry = match.entry;
    const cells = (rows[index] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0));
    lines.push(`  ${cells.join("  ").trimEnd()}`, ...matchDetails(match).map((detail) => `      ${detail}`));
  }
  const alone = mentions.map(({ zone, message }) => `  zone ${zone}: ${message}`);
  return [
    ...lines,
    ...(alone.length === 0 ? [] : ["", "left alone", ...alone]),
    ...(lines.length === 0 ? [] : [""]),
    ...notes,
    countsLine(matches),
  ]
    .map(singleLine)
    .join("\n");
}

function renderMarkdown({ matches, mentions, notes = [] }: Matching): string {
  const header = ["Outcome", "Entry", "Record", "What", "Id", "Changes and notes"];
  const rows = matches.map((match) => [
    OUTCOMES[match.status],
    cell(match.entry),
    cell(match.id),
    cell(match.subject),
    cell(importedId(match)),
    matchDetails(match).map(cell).join("<br>"),
  ]);
  const bullets = [
    ...mentions.map(({ zone, message }) => `- left alone in zone ${cell(zone)}: ${cell(message)}`),
    ...notes.map((note) => `- ${cell(note)}`),
  ];
  // Cells are too long to align.
  const table = markdownTable([header, ...rows], { aligned: false });
  return [table, ...(bullets.length === 0 ? [] : [bullets.join("\n")]), countsLine(matches)].join("\n\n");
}

/** For programs: the matches, without all the fields of the desired and the existing record. */
function renderJson({ matches, mentions, notes = [] }: Matching): string {
  const plain = matches.map(({ desired: _wanted, live, ...match }) => ({ ...match, recordId: live?.id ?? null }));
  return JSON.stringify({ counts: countMatches(matches), matches: plain, mentions, notes }, null, 2);
}

/** The id of the existing resource at Cloudflare or for Terraform; without the zone, which is known. */
function importedId({ importId, live }: Match): string {
  return live?.id ?? importId ?? "";
}

/** What changes, then what the reader must know. */
export function matchDetails({ changes, notes }: Match): string[] {
  const shown = (value: string) => (value === "" ? "(none)" : value);
  return [...changes.map(({ field, before, after }) => `${field}: ${shown(before)} -> ${shown(after)}`), ...notes];
}

/** Text from a zone in a table of GitHub's Markdown: no cell ends, no HTML begins, nobody is pinged. */
function cell(text: string): string {
  return singleLine(text)
    .replace(/[\\`|<>*_[\]]/g, "\\$&")
    .replace(/@(?=[A-Za-z0-9])/g, "@\u200b");
}
