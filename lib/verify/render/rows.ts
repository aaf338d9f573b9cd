// The rows of the table: the hand-over table's columns, and what became of each record.
import { DESCRIPTIONS } from "../../dns/kinds/kinds";
import { TABLE_HEADER, tableRow } from "../../records/table";
import type { Verification } from "../verification";
import { statusWord } from "./status";

export const HEADER = [...TABLE_HEADER, "Status"] as const;

/** A row for each record, and after it those that should not be there. */
export function rowsOf({ records, extras }: Verification): readonly (readonly string[])[] {
  const shown = new Set<(typeof extras)[number]>();
  const rows = records.flatMap((checked) => {
    const { record } = checked;
    const own = extras.filter(
      (extra) =>
        extra.entry === record.entry && extra.name === record.name && extra.type === record.type && !shown.has(extra),
    );
    for (const extra of own) shown.add(extra);
    return [
      [...tableRow(record), statusWord(checked)],
      ...own.map(({ type, name, value }) => [type, name, value, DESCRIPTIONS[record.purpose], "extra"]),
    ];
  });
  const others = extras.filter((extra) => !shown.has(extra));
  return [...rows, ...others.map(({ type, name, value }) => [type, name, value, "", "extra"])];
}
