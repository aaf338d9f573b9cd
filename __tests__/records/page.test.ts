// docs/records.md shows every format with the article's records, and they are what the code writes.
import fs from "node:fs";
import { RECORD_FORMATS, renderRecords } from "../../lib/records/format";
import { PUBLISHED } from "./samples";

const page = fs.readFileSync("docs/records.md", "utf8");

test.each(RECORD_FORMATS)("the sample of %s is what is written", (format) => {
  const [, section = ""] = page.split(`\n## ${format}\n`);
  const [, sample] = /```\w+\n([\s\S]*?)\n```/.exec(section) ?? [];
  const records = format === "json" ? PUBLISHED.slice(3, 4) : PUBLISHED;
  expect(sample).toBe(renderRecords(records, format).replaceAll("\r", ""));
});

test("every format has its section", () => {
  expect([...page.matchAll(/^## (\w+)$/gm)].map(([, format]) => format)).toEqual([...RECORD_FORMATS]);
});
