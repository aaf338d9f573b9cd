// The table in GitHub's Markdown. Names and values are inline code, which a page shows unchanged and a reader copies as a whole.
import type { DnsRecord } from "../dns/record";
import { codeSpan, singleLine } from "../dns/text/escape";
import { markdownTable } from "../dns/text/markdown-table";
import type { Column } from "./columns";
import { type TableOptions, tableRows } from "./table";

/** What is copied into a form. */
const COPIED: ReadonlySet<Column> = new Set<Column>(["host", "name", "value", "zone", "entry", "id"]);

export function renderMarkdown(records: readonly DnsRecord[], options: TableOptions): string {
  const [header = [], ...rows] = tableRows(records, options);
  const cell = (text: string, index: number) =>
    COPIED.has(options.columns[index]!) ? codeSpan(singleLine(text)) : plain(text);
  return markdownTable([header, ...rows.map((row) => row.map(cell))]);
}

/** A sentence or a word of ours, which may name what others have written. */
export function plain(text: string): string {
  return singleLine(text).replace(/[\\`*_[\]<>#|~&]/g, (character) => `&#${character.codePointAt(0)};`);
}
