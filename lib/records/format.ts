// The formats of the hand-over table, see docs/records.md.
import type { DnsRecord } from "../dns/record";
import { renderCsv } from "./csv";
import { type LiveNotes, renderMarkdown, renderText } from "./table";
import { renderZoneFile, zoneFileFault } from "./zone-file";

/** The formats of renderRecords(), see docs/records.md. */
export const RECORD_FORMATS = ["text", "markdown", "csv", "json", "bind", "cloudflare"] as const;
/** One of RECORD_FORMATS. */
export type RecordFormat = (typeof RECORD_FORMATS)[number];

/** What renderRecords() adds to the records. */
export interface RenderOptions {
  /** What the reader must know; json and csv have no place for it. @default - nothing */
  readonly remark?: string | undefined;
  /** What is found of each record; a zone file has no place for it, see formatFault(). @default - nobody has looked */
  readonly live?: LiveNotes | undefined;
}

/** The records in `format`, without a line feed at the end. */
export function renderRecords(
  records: readonly DnsRecord[],
  format: RecordFormat,
  { remark, live }: RenderOptions = {},
): string {
  if (format === "json")
    return JSON.stringify(live ? records.map((one) => ({ ...one, ...live(one) })) : records, null, 2);
  if (format === "csv") return renderCsv(records, live);
  if (format === "bind" || format === "cloudflare") return renderZoneFile(records, format, remark);
  const table = format === "markdown" ? renderMarkdown(records, live) : renderText(records, live);
  return remark === undefined ? table : `${remark}\n\n${table}`;
}

/** Why the records cannot be written in `format`, and what to do; undefined where they can. */
export function formatFault(records: readonly DnsRecord[], format: RecordFormat, isLive = false): string | undefined {
  if (format !== "bind" && format !== "cloudflare") return undefined;
  if (isLive)
    return `the format "${format}" has no place for what is live: leave --live out, or write text, csv or json`;
  return zoneFileFault(records, format);
}
