import { markdownTable } from "../../lib/dns/text/markdown-table";

test.each([
  [
    "columns are lined up",
    [["a", "bbbb"], ["ccccc", ""], ["d"]],
    {},
    ["| a     | bbbb |", "| ----- | ---- |", "| ccccc |      |", "| d     |      |"],
  ],
  [
    "or not, where cells are long",
    [
      ["a", "bbbb"],
      ["ccccc", ""],
    ],
    { aligned: false },
    ["| a | bbbb |", "| - | - |", "| ccccc | |"],
  ],
  ["a header alone", [["a"]], {}, ["| a |", "| - |"]],
  [
    "an empty cell in the header",
    [
      ["", "x"],
      ["y", "z"],
    ],
    {},
    ["|   | x |", "| - | - |", "| y | z |"],
  ],
])("%s", (_name, rows, options, lines) => {
  expect(markdownTable(rows, options).split("\n")).toEqual(lines);
});

test("many rows are no more than a call can take", () => {
  expect(markdownTable([["a"], ...Array.from({ length: 200_000 }, () => ["b"])]).length).toBe(6 * 200_002 - 1);
});
