// The hand-over table: records in the four columns in which whoever runs DNS wants them.
import Table from "cli-table3";
import { markdownTable } from "markdown-table";
import { DESCRIPTIONS, type DnsRecord } from "../dns/record";

export const RECORD_FORMATS = ["text", "markdown", "json"] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

const HEADER = ["Type", "Name", "Value", "Description"];

/** The records in `format`, without a line break at the end. */
export function renderRecords(records: readonly DnsRecord[], format: RecordFormat): string {
  if (format === "json") return JSON.stringify(records, null, 2);
  return format === "markdown" ? renderMarkdown(records) : renderText(records);
}

/** The article's row: an MX shows its priority before the host, a TXT its quotes. */
export function tableRow({ type, name, content, priority, purpose }: DnsRecord): string[] {
  return [type, name, priority === null ? content : `${priority} ${content}`, DESCRIPTIONS[purpose]];
}

function renderMarkdown(records: readonly DnsRecord[]): string {
  // Angle brackets would be taken for HTML, pipes for columns.
  const escaped = (cell: string) => cell.replace(/[\\|<>]/g, "\\$&");
  return markdownTable([HEADER, ...records.map((record) => tableRow(record).map(escaped))]);
}

function renderText(records: readonly DnsRecord[]): string {
  const blank = Object.fromEntries(
    ["top", "bottom", "mid", "left", "right"].flatMap((side) => [
      [side, ""],
      [`${side}-mid`, ""],
      ["left-mid", ""],
      ["right-mid", ""],
    ]),
  );
  for (const corner of ["top-left", "top-right", "bottom-left", "bottom-right", "mid-mid"]) blank[corner] = "";
  const style = { head: [], border: [], "padding-left": 0, "padding-right": 2 };
  const table = new Table({ head: HEADER, chars: { ...blank, middle: "" }, style });
  table.push(...records.map(tableRow));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
