// The page for records only, and the parts that the page of a verification shares with it.
import type { DnsRecord } from "../../dns/record";
import { HOSTS, type Host } from "../forms";
import { notesAbove } from "../notes";
import type { LiveNotes } from "../table";
import type { Words } from "../words/words";
import type { Page, PageNote } from "./model";
import { renderPage } from "./page";

interface PageOptions {
  readonly words: Words;
  readonly remark?: string | undefined;
  readonly host?: Host | undefined;
  readonly isHandedOver?: boolean | undefined;
}

export function renderRecordsPage(records: readonly DnsRecord[], options: PageOptions): string {
  return renderPage({
    ...pageStart(records, options),
    domains: byEntry(records).map(([entry, own]) => ({
      entry,
      domain: own[0]?.domain ?? entry,
      extras: [],
      causes: [],
      records: own.map((record) => ({ record })),
    })),
  });
}

/** The page without its domains. */
export function pageStart(
  records: readonly DnsRecord[],
  { words, remark, host = "cloudflare", isHandedOver, live }: PageOptions & { readonly live?: LiveNotes | undefined },
): Omit<Page, "domains"> {
  return { words, remark, host, notes: isHandedOver ? notesOf(records, words, live) : [] };
}

/** In the order of the records. */
export function byEntry(records: readonly DnsRecord[]): readonly (readonly [string, readonly DnsRecord[]])[] {
  const entries = new Map<string, DnsRecord[]>();
  for (const record of records) entries.set(record.entry, [...(entries.get(record.entry) ?? []), record]);
  return [...entries];
}

/** The first is for all, the others for the forms of which they are true. */
function notesOf(records: readonly DnsRecord[], words: Words, live?: LiveNotes): readonly PageNote[] {
  const [first] = notesAbove(records, words, { live });
  const others = new Map<string, Host[]>();
  for (const host of HOSTS)
    for (const text of notesAbove(records, words, { host, live }).slice(1))
      others.set(text, [...(others.get(text) ?? []), host]);
  return [
    ...(first === undefined ? [] : [{ text: first, hosts: HOSTS }]),
    ...[...others].map(([text, hosts]) => ({ text, hosts })),
  ];
}
