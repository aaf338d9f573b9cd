// The formats of the hand-over table, see docs/records.md.
import type { DnsRecord } from "../dns/record";
import { renderCsv } from "./csv";
import { renderMarkdown, renderText } from "./table";
import { renderZoneFile, zoneFileFault } from "./zone-file";

export const RECORD_FORMATS = ["text", "markdown", "csv", "json", "bind", "cloudflare"] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

/**
 * The records in `format`, without a line feed at the end.
 * @param remark what the reader must know; json and csv have no place for it
 */
export function renderRecords(records: readonly DnsRecord[], format: RecordFormat, remark?: string): string {
  if (format === "json") return JSON.stringify(records, null, 2);
  if (format === "csv") return renderCsv(records);
  if (format === "bind" || format === "cloudflare") return renderZoneFile(records, format, remark);
  const table = format === "markdown" ? renderMarkdown(records) : renderText(records);
  return remark === undefined ? table : `${remark}\n\n${table}`;
}

/** Why the records cannot be written in `format`, and what to do; undefined where they can. */
export function formatFault(records: readonly DnsRecord[], format: RecordFormat): string | undefined {
  return format === "bind" || format === "cloudflare" ? zoneFileFault(records, format) : undefined;
}
