// The hand-over table: the records in the columns in which whoever runs DNS wants them. Every format for people is made of its rows.
import { describeRecord } from "../dns/kinds/kinds";
import type { DnsRecord } from "../dns/record";
import { type Column, FORM_COLUMNS } from "./columns";
import { FORMS, formFields, type Host } from "./forms";
import { EN } from "./words/en";
import type { Words } from "./words/words";

/** What is found of a record. */
export interface LiveNote {
  /** Such as `live`, `missing`. */
  readonly status: string;
  /** About when SES stops looking, as ISO 8601; null while it does not look. */
  readonly deadline: string | null;
  /** The status in another language. @default - as `status` has it */
  readonly shown?: (words: Words) => string;
}

/** What was found of each record. */
export type LiveNotes = (record: DnsRecord) => LiveNote;

export interface TableOptions {
  readonly columns: readonly Column[];
  /** @default - as Cloudflare has the records */
  readonly host?: Host | undefined;
  /** @default - nobody has looked */
  readonly live?: LiveNotes | undefined;
  /** @default EN */
  readonly words?: Words | undefined;
}

/** The header and a row for each record. */
export function tableRows(records: readonly DnsRecord[], options: TableOptions): readonly (readonly string[])[] {
  const { columns, words = EN } = options;
  return [
    columns.map((column) => words.columns[column]),
    ...records.map((record) => {
      const cells = cellsOf(record, options);
      return columns.map((column) => cells[column]);
    }),
  ];
}

/** Each column's text. Where no column shows the priority, the value has it. */
export function cellsOf(
  record: DnsRecord,
  { columns, host, live, words = EN }: TableOptions,
): Readonly<Record<Column, string>> {
  const note = live?.(record);
  const fields = formFields(record, host, columns.includes("priority"));
  const { type, name, proxied, zone, entry, id } = record;
  return {
    type,
    name,
    zone,
    entry,
    id,
    status: note === undefined ? "" : (note.shown?.(words) ?? note.status),
    deadline: deadlineCell(note, words),
    host: fields.host,
    value: fields.value,
    priority: fields.priority,
    ttl: fields.ttl === null ? words.automatic : String(fields.ttl),
    proxy: proxied ? words.proxied : words.dnsOnly,
    description: describeRecord(record, words.tag),
  };
}

/** Those of a form: what a host has no field for is left out. */
export function formColumns(host: Host | undefined): readonly Column[] {
  return FORM_COLUMNS.filter(
    (column) =>
      (column !== "proxy" || host === undefined || host === "cloudflare") &&
      (column !== "priority" || host === undefined || FORMS[host].isPriorityBeside),
  );
}

/** English has had ISO 8601 here from the start. */
function deadlineCell(note: LiveNote | undefined, words: Words): string {
  if (note === undefined || note.deadline === null) return "";
  return words.tag === "en" ? note.deadline : words.moment(Date.parse(note.deadline));
}
