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

test("every format has its section, and its name in the list of commands", () => {
  expect([...page.matchAll(/^## ([a-z]+)$/gm)].map(([, format]) => format)).toEqual([...RECORD_FORMATS]);
  const commands = fs.readFileSync("docs/commands.md", "utf8");
  expect(/^mailzone records .*: ([a-z, ]+);/m.exec(commands)?.[1]?.split(", ")).toEqual([...RECORD_FORMATS]);
});

test("every column has its row, and every host one in each table", () => {
  const rows = [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = ""]) => cell.match(/[a-z0-9]+/g) ?? []);
  const [columns, ...hosts] = rows.join(" ").split(/(?<=columns )|(?=\bfor )/);
  expect(columns).toBe("columns ");
  const [own, ...tables] = hosts.map((table) => table.trim().split(" "));
  expect([...own!].sort()).toEqual([...COLUMNS].sort());
  const known = tables.map((table) => table.slice(1));
  // A form like most others has no limits and no import of its own.
  const real = HOSTS.filter((host) => host !== "generic");
  expect(known).toEqual([HOSTS, real, real]);
});
