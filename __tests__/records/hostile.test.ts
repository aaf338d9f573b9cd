// Hostile values in every format of the table and in every language: one record stays one row, and nothing moves a cursor.

import { LANGUAGES } from "../../lib/dns/languages";
import { renderRecords } from "../../lib/records/format";
import { HOSTS } from "../../lib/records/forms";
import { count } from "../run/cases";
import { HOSTILE, hostileRecords } from "./hostile";

const CONTROL = /[^\P{Cc}\n\r]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

describe.each(LANGUAGES)("in %s", (language) => {
  test.each(HOSTILE.map((text, index) => [JSON.stringify(text).slice(0, 60), text, index] as const))(
    "%s",
    (_, text, index) => {
      const records = hostileRecords(text);
      const few = count(5, 1);
      for (const host of [undefined, ...HOSTS].filter((_, at) => at % few === index % few)) {
        const options = { language, host, isHandedOver: true } as const;
        const table = renderRecords(records, "text", options);
        expect(table.split("\n\n").at(-1)!.split("\n")).toHaveLength(records.length + 1);
        expect(renderRecords(records, "text", { ...options, width: 80 })).not.toMatch(CONTROL);
        const markdown = renderRecords(records, "markdown", options);
        expect(markdown.split("\n\n").at(-1)!.split("\n")).toHaveLength(records.length + 2);
        for (const shown of [table, markdown]) expect(shown).not.toMatch(CONTROL);
        const outside = markdown.replace(/<code>[^<]*<\/code>/g, "").replace(/`[^`]*`/g, "");
        expect(outside).not.toMatch(/<(?!code)|\]\(|`/);
        expect(JSON.parse(renderRecords(records, "json", { host }))).toMatchObject(records.map(({ id }) => ({ id })));
        const csv = renderRecords(records, "csv", options);
        expect(cellsOf(csv).filter((cell) => /^[=+\-\t\r\n]|^@./.test(cell))).toEqual([]);
        // A zone file is of one zone: the last record has another.
        const zone = records.slice(0, -1);
        for (const format of ["bind", "cloudflare"] as const) {
          const file = renderRecords(zone, format, { host }).split("\n").slice(-zone.length);
          for (const [index, line] of file.entries()) {
            expect(line).toMatch(/^[\x20-\x7e\t]+$/);
            expect(line.split("\t").slice(1, 4)).toEqual(["3600", "IN", zone[index]!.type]);
          }
        }
      }
    },
  );
});

/** Of RFC 4180. */
function cellsOf(csv: string): string[] {
  const cells = [...`${csv}\n`.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(?:,|\r?\n)/g)].map(([, cell = ""]) => cell);
  return cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}
