// The hand-over table for people: records in the four columns in which whoever runs DNS wants them.

import { DESCRIPTIONS } from "../dns/kinds/kinds";
import type { DnsRecord } from "../dns/record";
import { singleLine } from "../dns/text/escape";
import { markdownTable } from "../dns/text/markdown-table";
import { formatRdata, TABLE } from "../rdata/format";

export const TABLE_HEADER = ["Type", "Name", "Value", "Description"] as const;

/** The article's row: an MX shows its priority before the host, a TXT its quotes, a record in parts its parts. */
export function tableRow(record: DnsRecord): string[] {
  return [record.type, record.name, formatRdata(record, TABLE), DESCRIPTIONS[record.purpose]];
}

/** What is found of a record, for two more columns. */
export interface LiveNote {
  /** Such as `live`, `missing`. */
  readonly status: string;
  /** About when SES stops looking, as ISO 8601; null while it does not look. */
  readonly deadline: string | null;
}

/** What was found of each record. */
export type LiveNotes = (record: DnsRecord) => LiveNote;

const LIVE_HEADER = ["Status", "SES looks until about"];

/** The header and a row for each record. */
export function tableRows(records: readonly DnsRecord[], live?: LiveNotes): readonly (readonly string[])[] {
  if (live === undefined) return [TABLE_HEADER, ...records.map(tableRow)];
  const rows = records.map((record) => {
    const { status, deadline } = live(record);
    return [...tableRow(record), status, deadline ?? ""];
  });
  return [[...TABLE_HEADER, ...LIVE_HEADER], ...rows];
}

/** Columns side by side, two blanks apart. */
export function renderText(records: readonly DnsRecord[], live?: LiveNotes): string {
  const rows = tableRows(records, live).map((row) => row.map(singleLine));
  const widths = rows[0]!.map((_, column) => rows.reduce((most, row) => Math.max(most, row[column]!.length), 0));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]! + 2))
        .join("")
        .trimEnd(),
    )
    .join("\n");
}

/** A table of GitHub's Markdown. */
export function renderMarkdown(records: readonly DnsRecord[], live?: LiveNotes): string {
  // Angle brackets would be taken for HTML, pipes for columns.
  const escaped = (cell: string) => singleLine(cell).replace(/[\\|<>]/g, "\\$&");
  return markdownTable(tableRows(records, live).map((row) => row.map(escaped)));
}
