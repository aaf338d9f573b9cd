// The table for a terminal: columns side by side where they fit, else a block of lines for each record.
import { displayWidth, padded } from "../dns/text/width";

/** A column of a text table. */
export interface TextColumn {
  readonly title: string;
  /** Whether it begins a block, beside the others that do. */
  readonly isHead: boolean;
  /** How a cell is painted, which changes no width. @default - as it is */
  readonly paint?: ((cell: string) => string) | undefined;
}

/**
 * Cells are on one line already. A value is never broken over two lines: whoever copies it would copy the break.
 * @param width of the terminal, in cells
 */
export function renderText(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const header = columns.map(({ title }) => title);
  const widths = columns.map((_, index) =>
    [header, ...rows].reduce((max, row) => Math.max(max, displayWidth(row[index]!)), 0),
  );
  const total = widths.reduce((sum, one) => sum + one, 0) + 2 * (columns.length - 1);
  const isTable = total <= width || rows.length === 0;
  return isTable ? table(columns, [header, ...rows], widths) : blocks(columns, rows);
}

function table(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): string {
  return rows
    .map((row, index) =>
      row
        .map((cell, column) => {
          const isLast = row.slice(column + 1).every((other) => other === "");
          const shown = isLast ? cell : padded(cell, widths[column]! + 2);
          const { paint } = columns[column]!;
          return index === 0 || paint === undefined ? shown : paint(cell) + shown.slice(cell.length);
        })
        .join("")
        .trimEnd(),
    )
    .join("\n");
}

/** The head of each record, and below it its other cells, each behind its title. */
function blocks(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const label = columns.reduce((max, { title, isHead }) => (isHead ? max : Math.max(max, displayWidth(title))), 0);
  return rows
    .map((row) => {
      const cells = row.map((cell, index) => ({ cell, ...columns[index]! })).filter(({ cell }) => cell !== "");
      const head = cells.filter(({ isHead }) => isHead).map(({ cell, paint }) => paint?.(cell) ?? cell);
      const rest = cells.filter(({ isHead }) => !isHead);
      return [head.join("  "), ...rest.map(({ title, cell }) => `  ${padded(title, label)}  ${cell}`)].join("\n");
    })
    .join("\n\n");
}
