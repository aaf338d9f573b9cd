// The formats of the hand-over table, see docs/records.md.
import type { Language } from "../dns/languages";
import type { DnsRecord } from "../dns/record";
import { singleLine } from "../dns/text/escape";
import { wrapped } from "../dns/text/width";
import { ARTICLE_COLUMNS, type Column } from "./columns";
import { renderCsv, renderWholeCsv } from "./csv";
import { formFields, type Host, hostFault } from "./forms";
import { importFault } from "./import-file";
import { plain, renderMarkdown } from "./markdown";
import { notesAbove } from "./notes";
import { renderRecordsPage } from "./page/of-records";
import { formColumns, type LiveNotes, tableRows } from "./table";
import { renderText } from "./text";
import { wordsOf } from "./words/languages";
import { renderZoneFile, zoneFileFault } from "./zone-file";

/** The formats of renderRecords(), see docs/records.md. */
export const RECORD_FORMATS = ["text", "markdown", "csv", "json", "bind", "cloudflare", "html"] as const;
/** One of RECORD_FORMATS. */
export type RecordFormat = (typeof RECORD_FORMATS)[number];

/** Sentences are read in lines that are no longer. */
const NOTE_WIDTH = 99;

/** What renderRecords() adds to the records, and how. */
export interface RenderOptions {
  /** What the reader must know; json and csv have no place for it. @default - nothing */
  readonly remark?: string | undefined;
  /** What is found of each record; a zone file has no place for it, see formatFault(). @default - nobody has looked */
  readonly live?: LiveNotes | undefined;
  /** Of text, markdown and csv. @default - those of the format, see docs/records.md */
  readonly columns?: readonly Column[] | undefined;
  /** Whose form or import the values are for. @default - as Cloudflare has the records */
  readonly host?: Host | undefined;
  /** Of text and markdown, and of csv's header. @default en */
  readonly language?: Language | undefined;
  /** Whether text and markdown begin with words to whoever gets the table. @default false */
  readonly isHandedOver?: boolean | undefined;
  /** Of text: the terminal's, in cells. @default - a table, however wide it is */
  readonly width?: number | undefined;
}

/** The records in `format`, without a line feed at the end. */
export function renderRecords(
  records: readonly DnsRecord[],
  format: RecordFormat,
  options: RenderOptions = {},
): string {
  const { remark, live, host, language = "en", isHandedOver } = options;
  if (format === "json") return renderJson(records, options);
  if (format === "bind" || format === "cloudflare")
    return renderZoneFile(records, zoneFormat(format, host), { remark, host });
  const words = wordsOf(language);
  if (format === "html") return renderRecordsPage(records, { words, remark, host, isHandedOver });
  const columns = columnsOf(format, options);
  const table = { columns, host, live, words };
  if (format === "csv")
    return options.columns === undefined && host === undefined
      ? renderWholeCsv(records, table)
      : renderCsv(records, table);
  const notes = isHandedOver ? notesAbove(records, words, { host, live }) : [];
  // The compiler reports a format that has no renderer.
  const body = {
    markdown: () => renderMarkdown(records, table),
    text: () => textOf(records, table, options.width),
  }[format]();
  const above = notes.map((note) =>
    format === "markdown" ? plain(note) : wrapped(singleLine(note), Math.min(options.width ?? NOTE_WIDTH, NOTE_WIDTH)),
  );
  return [...(remark === undefined ? [] : [remark]), ...above, body].join("\n\n");
}

/** Why the records cannot be written in `format`, and what to do; undefined where they can. */
export function formatFault(
  records: readonly DnsRecord[],
  format: RecordFormat,
  { isLive = false, host }: { readonly isLive?: boolean; readonly host?: Host | undefined } = {},
): string | undefined {
  if (format === "cloudflare" && host !== undefined && host !== "cloudflare")
    return `the format "cloudflare" got --for ${host}: write --format bind, or leave --for out`;
  const unfit = host === undefined ? undefined : hostFault(records, host);
  if (unfit !== undefined) return unfit;
  if (format === "html" && isLive)
    return 'records got --live with the format "html", and the status of records stands in a page of verify, with causes and the deadline: run mailzone verify --format html';
  if (format !== "bind" && format !== "cloudflare") return undefined;
  if (isLive)
    return `the format "${format}" has no place for what is live: leave --live out, or write text, csv or json`;
  return (
    zoneFileFault(records, zoneFormat(format, host)) ?? (host === undefined ? undefined : importFault(records, host))
  );
}

/** Formats that have columns. */
export function hasColumns(format: RecordFormat): boolean {
  return format === "text" || format === "markdown" || format === "csv";
}

function columnsOf(format: RecordFormat, { columns, host, live }: RenderOptions): readonly Column[] {
  if (columns !== undefined) return columns;
  const own = format === "text" || host !== undefined ? formColumns(host) : ARTICLE_COLUMNS;
  if (live === undefined) return own;
  return format === "text" ? ["status", ...own, "deadline"] : [...own, "status", "deadline"];
}

function textOf(records: readonly DnsRecord[], options: Parameters<typeof tableRows>[1], width?: number): string {
  const [header = [], ...rows] = tableRows(records, options).map((row) => row.map(singleLine));
  const { columns } = options;
  const heads: ReadonlySet<Column> = new Set<Column>(["status", "type", columns.includes("name") ? "name" : "host"]);
  const titled = columns.map((column, index) => ({ title: header[index]!, isHead: heads.has(column) }));
  return renderText(titled, rows, width);
}

function renderJson(records: readonly DnsRecord[], { live, host }: RenderOptions): string {
  const objects = records.map((record) => {
    const note = live?.(record);
    return {
      ...record,
      status: note?.status,
      deadline: note?.deadline,
      form: host && { for: host, ...formFields(record, host) },
    };
  });
  return JSON.stringify(objects, null, 2);
}

function zoneFormat(format: "bind" | "cloudflare", host: Host | undefined): "bind" | "cloudflare" {
  return host === "cloudflare" ? "cloudflare" : format;
}
