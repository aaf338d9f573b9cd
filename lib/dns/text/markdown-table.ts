// A table in markdown (GitHub's, https://github.github.com/gfm/#tables-extension-). By ourselves: the package for it is an ES module
// only, which a default jest of whoever imports this project cannot load.
import { displayWidth, padded } from "./width";

export interface TableOptions {
  /** Whether columns are lined up, for whoever reads the text itself. @default true */
  readonly aligned?: boolean;
}

/** @param rows the first is the header, and as long as the longest; cells are escaped already */
export function markdownTable(rows: readonly (readonly string[])[], { aligned = true }: TableOptions = {}): string {
  const [header = []] = rows;
  const widths = header.map((_, column) =>
    aligned ? rows.reduce((width, row) => Math.max(width, displayWidth(row[column] ?? "")), 1) : 1,
  );
  const cell = (text: string) => (text === "" ? " " : ` ${text} `);
  const line = (cells: readonly string[]) =>
    `|${widths.map((width, column) => cell(aligned ? padded(cells[column] ?? "", width) : (cells[column] ?? ""))).join("|")}|`;
  const delimiters = widths.map((width) => "-".repeat(width));
  return [header, delimiters, ...rows.slice(1)].map(line).join("\n");
}
