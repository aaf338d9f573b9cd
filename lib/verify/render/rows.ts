// The rows of the table: the hand-over table's columns, and what became of each record.
import { ARTICLE_COLUMNS } from "../../records/columns";
import { cellsOf } from "../../records/table";
import type { Words } from "../../records/words/words";
import type { RecordStatus, Verification } from "../verification";
import { statusText } from "./status";

export interface Row {
  readonly status: RecordStatus | "extra";
  /** The status in words. */
  readonly shown: string;
  readonly type: string;
  readonly name: string;
  readonly value: string;
  readonly description: string;
}

/** A row for each record, and after it those that should not be there. */
export function rowsOf({ records, extras }: Verification, words: Words): readonly Row[] {
  const shown = new Set<(typeof extras)[number]>();
  const extraRow = ({ type, name, value }: (typeof extras)[number], description: string): Row => {
    return { status: "extra", shown: words.statuses.extra, type, name, value, description };
  };
  const rows = records.flatMap((checked): Row[] => {
    const { record, status } = checked;
    const own = extras.filter(
      (extra) =>
        extra.entry === record.entry && extra.name === record.name && extra.type === record.type && !shown.has(extra),
    );
    for (const extra of own) shown.add(extra);
    const { type, name, value, description } = cellsOf(record, { columns: ARTICLE_COLUMNS, words });
    return [
      { status, shown: statusText(checked, words), type, name, value, description },
      ...own.map((extra) => extraRow(extra, description)),
    ];
  });
  return [...rows, ...extras.filter((extra) => !shown.has(extra)).map((extra) => extraRow(extra, ""))];
}
