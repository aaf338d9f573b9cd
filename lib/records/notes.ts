// The text above a table: a note to the recipient, and what the recipient must know about the host's form or the records.
import { hasPlaceholder } from "../dns/domain-records";
import type { DnsRecord } from "../dns/record";
import { FORMS, type Host, isApexCname } from "./forms";
import type { LiveNotes } from "./table";
import type { Words } from "./words/words";

/** Sentences, one a paragraph; none where there is no record. */
export function notesAbove(
  records: readonly DnsRecord[],
  words: Words,
  { host, live }: { readonly host?: Host | undefined; readonly live?: LiveNotes | undefined },
): readonly string[] {
  if (records.length === 0) return [];
  const elsewhere = host !== undefined && host !== "cloudflare";
  const zoneItself = elsewhere ? records.filter(isApexCname) : [];
  const { apex, hasSets } = FORMS[host ?? "cloudflare"];
  return [
    records.some(hasPlaceholder) ? words.placeholders : handOver(records, words, host, live),
    ...(apex === "" && records.some(({ name, zone }) => name === zone) ? [words.emptyHost] : []),
    ...(hasSets && hasSet(records) ? [words.sets] : []),
    ...[...new Set(zoneItself.map(({ name }) => name))].map(words.apexCname),
  ];
}

function handOver(records: readonly DnsRecord[], words: Words, host?: Host, live?: LiveNotes): string {
  const notes = live === undefined ? undefined : records.map(live);
  const deadlines = notes?.flatMap(({ deadline }) => (deadline === null ? [] : [Date.parse(deadline)])) ?? [];
  return words.handOver({
    count: records.length,
    zones: unique(records.map(({ zone }) => zone)),
    hasProxy: host === undefined || host === "cloudflare",
    proxied: unique(records.filter(({ proxied }) => proxied).map(({ name }) => name)),
    deadline: deadlines.length === 0 ? null : Math.min(...deadlines),
    live: notes?.filter(({ status }) => status === "live").length,
  });
}

/** Whether two of them are of one name and type. */
function hasSet(records: readonly DnsRecord[]): boolean {
  return new Set(records.map(({ name, type }) => `${type} ${name}`)).size < records.length;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
