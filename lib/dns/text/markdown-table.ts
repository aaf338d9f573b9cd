// A table in GitHub's Markdown (https://github.github.com/gfm/#tables-extension-). We write it ourselves: the package for it is an
// ES module only, which the default jest of a project that imports this one cannot load.
import { displayWidth, padded } from "./width";

export interface MarkdownTableOptions {
  /** Whether columns are aligned, for people who read the source. @default true */
  readonly aligned?: boolean;
}

/** @param rows the first is the header, and no row is longer than it; cells must be escaped already */
export function markdownTable(
  rows: readonly (readonly string[])[],
  { aligned = true }: MarkdownTableOptions = {},
): string {
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
