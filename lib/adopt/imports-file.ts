// The text of imports.yaml: the resources that the next apply imports. The stack reads the file, people review it with the plan and
// delete it after the apply; its first lines say so.
import { stringify } from "yaml";
import type { ImportItem } from "../config/schema/imports-file";
import type { Match } from "./matching/match";

const HEAD = `# What exists already and the next apply imports, written by mailzone adopt. Commit it, review it with the plan, and
# delete it after the apply. A fingerprint is of what was seen: where something has changed since, mailzone plan stops.
`;

/** The imports of a matching, in its order, without resources that are already managed. A clash is included if its record exists. */
export function importsOf(matches: readonly Match[]): ImportItem[] {
  return matches.flatMap(({ entry, id, status, importId, fingerprint }) =>
    status === "managed" || importId === null || fingerprint === null
      ? []
      : [{ entry, record: id, import: importId, fingerprint }],
  );
}

/** Sorted by entry, then SES resources first, then in the order of the matching, so that a second run writes the same text. */
export function formatImports(imports: readonly ImportItem[]): string {
  const rank = ({ record }: ImportItem) => (record === "identity" ? 0 : record === "mail-from" ? 1 : 2);
  const sorted = [...imports].sort((a, b) => (a.entry < b.entry ? -1 : a.entry > b.entry ? 1 : rank(a) - rank(b)));
  const items = sorted.map(({ entry, record, import: id, fingerprint }) => ({
    entry,
    record,
    import: id,
    fingerprint,
  }));
  return HEAD + stringify({ imports: items }, { lineWidth: 0 });
}
