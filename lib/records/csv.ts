// The hand-over table for a spreadsheet: the table's four columns, then columns to sort and filter by (RFC 4180).
import type { DnsRecord } from "../dns/record";
import { ARTICLE_COLUMNS, type Column } from "./columns";
import { type TableOptions, tableRows } from "./table";

const MORE = ["TTL", "Proxied", "Zone", "Entry", "Id"];

/** Lines end with CR LF; the last line feed is left to whoever prints it. */
export function renderCsv(records: readonly DnsRecord[], options: TableOptions): string {
  return lines(tableRows(records, options));
}

/** The article's columns, those of what is found, and then those that sort and filter. */
export function renderWholeCsv(records: readonly DnsRecord[], options: Omit<TableOptions, "columns">): string {
  const found: readonly Column[] = options.live === undefined ? [] : ["status", "deadline"];
  const [header = [], ...rows] = tableRows(records, { ...options, columns: [...ARTICLE_COLUMNS, ...found] });
  const cells = records.map(({ ttl, proxied, zone, entry, id }, index) => [
    ...(rows[index] ?? []),
    ttl === 1 ? "auto" : String(ttl),
    proxied ? "yes" : "no",
    zone,
    entry,
    id,
  ]);
  return lines([[...header, ...MORE], ...cells]);
}

function lines(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r`).join("\n");
}

/**
 * A spreadsheet takes a cell that begins with one of these for a formula, whatever quotes are around it in the file: an
 * apostrophe before it says text (OWASP, CSV Injection). No record that the rules let pass has one, for names begin with
 * letters, digits, `_` or `*`, and a TXT begins with its own quote: values stay as they are published. A host's form may have a
 * TXT without quotes. The zone's own `@` alone is no formula.
 */
const FORMULA = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/;

function cell(value: string): string {
  const safe = FORMULA.test(value) && value !== "@" ? `'${value}` : value;
  // Some locales part cells by semicolons.
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
