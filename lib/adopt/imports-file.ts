// The text of imports.yaml: what the next apply imports. The file is read by the stack, reviewed with the plan, and deleted
// after the apply, so it says so itself.
import { stringify } from "yaml";
import type { ImportItem } from "../config/schema/imports-file";
import type { Match } from "./matching/match";

const HEAD = `# What exists already and the next apply imports, written by mailzone adopt. Commit it, review it with the plan, and
# delete it after the apply. A fingerprint is of what was seen: where something has changed since, mailzone plan stops.
`;

/** The imports of a matching, in its order; what is managed already is none, and a clash is one where its record is there. */
export function importsOf(matches: readonly Match[]): ImportItem[] {
  return matches.flatMap(({ entry, id, status, importId, fingerprint }) =>
    status === "managed" || importId === null || fingerprint === null
      ? []
      : [{ entry, record: id, import: importId, fingerprint }],
  );
}

/** Sorted by entry, what SES has first, then in the order of the matching, so that a second run writes the same text. */
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
