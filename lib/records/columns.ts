// The columns of the hand-over table, and those that each format shows by default.
import { suggestion } from "../dns/finding";

/** All that may be chosen, by the ids that `--columns` takes. */
export const COLUMNS = [
  "status",
  "type",
  "host",
  "name",
  "value",
  "priority",
  "ttl",
  "proxy",
  "description",
  "deadline",
  "zone",
  "entry",
  "id",
] as const;
/** One of COLUMNS. */
export type Column = (typeof COLUMNS)[number];

/** The article's table: what markdown and csv have had from the start, and scripts read. */
export const ARTICLE_COLUMNS: readonly Column[] = ["type", "name", "value", "description"];

/** All that somebody needs who fills in a form by hand. */
export const FORM_COLUMNS: readonly Column[] = [
  "type",
  "host",
  "name",
  "value",
  "priority",
  "ttl",
  "proxy",
  "description",
];

/**
 * The columns of a list such as `type,host,value`.
 * @throws Error that names the columns, and the closest one to what was got
 */
export function parseColumns(text: string): readonly Column[] {
  const names = text.split(",").map((name) => name.trim().toLowerCase());
  const columns = names.map((name) => {
    const column = COLUMNS.find((known) => known === name);
    if (column !== undefined) return column;
    throw new Error(`"${name}" is no column${suggestion(name, COLUMNS, ".")} The columns are ${COLUMNS.join(", ")}.`);
  });
  const repeated = columns.find((column, index) => columns.indexOf(column) !== index);
  if (repeated !== undefined) throw new Error(`The column "${repeated}" is named twice: name it once.`);
  return columns;
}
