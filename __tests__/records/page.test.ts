// docs/records.md shows every format with the article's records, and they are what the code writes.
import fs from "node:fs";
import { COLUMNS } from "../../lib/records/columns";
import { RECORD_FORMATS } from "../../lib/records/format";
import { HOSTS } from "../../lib/records/forms";
import { withRecordSamples } from "../../scripts/records-page";

const page = fs.readFileSync("docs/records.md", "utf8");

test("every sample is what is written: npm run docs writes it", () => {
  expect(withRecordSamples(page)).toBe(page);
  expect(() => withRecordSamples("# A page without samples\n")).toThrow('no section "## text" with a sample');
});

test("every format has its section", () => {
  expect([...page.matchAll(/^## ([a-z]+)$/gm)].map(([, format]) => format)).toEqual([...RECORD_FORMATS]);
});

test("every column and every host has its row", () => {
  const rows = [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = ""]) => cell.match(/[a-z0-9]+/g) ?? []);
  expect(rows.sort()).toEqual([...COLUMNS, ...HOSTS, "columns", "for"].sort());
});
