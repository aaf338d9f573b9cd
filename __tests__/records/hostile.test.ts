// Hostile values in every format of the table and in every language: one record stays one row, and nothing moves a cursor.

import { LANGUAGES } from "../../lib/dns/languages";
import type { DnsRecord } from "../../lib/dns/record";
import { type RecordFormat, type RenderOptions, renderRecords } from "../../lib/records/format";
import { HOSTS } from "../../lib/records/forms";
import { count } from "../run/cases";
import { HOSTILE, hostileRecords } from "./hostile";

const CONTROL = /[^\P{Cc}\n\r]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

type Check = (records: readonly DnsRecord[], options: RenderOptions) => void;

/** What holds of each format; the compiler reports one that has no check. */
const CHECKS: Record<RecordFormat, Check> = {
  text(records, options) {
    const table = renderRecords(records, "text", options);
    expect(table.split("\n\n").at(-1)!.split("\n")).toHaveLength(records.length + 1);
    for (const shown of [table, renderRecords(records, "text", { ...options, width: 80 })])
      expect(shown).not.toMatch(CONTROL);
  },
  markdown(records, options) {
    const markdown = renderRecords(records, "markdown", options);
    expect(markdown.split("\n\n").at(-1)!.split("\n")).toHaveLength(records.length + 2);
    expect(markdown).not.toMatch(CONTROL);
    const outside = markdown.replace(/<code>[^<]*<\/code>/g, "").replace(/`[^`]*`/g, "");
    expect(outside).not.toMatch(/<(?!code)|\]\(|`/);
  },
  json(records, { host }) {
    expect(JSON.parse(renderRecords(records, "json", { host }))).toMatchObject(records.map(({ id }) => ({ id })));
  },
  csv(records, options) {
    const csv = renderRecords(records, "csv", options);
    expect(cellsOf(csv).filter((cell) => /^[=+\-\t\r\n]|^@./.test(cell))).toEqual([]);
  },
  bind: (records, options) => checkZoneFile(records, "bind", options),
  cloudflare: (records, options) => checkZoneFile(records, "cloudflare", options),
  // html.test.ts passes the same texts through the page.
  html: () => undefined,
};

function checkZoneFile(
  records: readonly DnsRecord[],
  format: "bind" | "cloudflare",
  { host }: Pick<RenderOptions, "host">,
): void {
  // A zone file is of one zone: the last record has another.
  const zone = records.slice(0, -1);
  const file = renderRecords(zone, format, { host }).split("\n").slice(-zone.length);
  for (const [index, line] of file.entries()) {
    expect(line).toMatch(/^[\x20-\x7e\t]+$/);
    expect(line.split("\t").slice(1, 4)).toEqual(["3600", "IN", zone[index]!.type]);
  }
}

describe.each(LANGUAGES)("in %s", (language) => {
  test.each(HOSTILE.map((text, index) => [JSON.stringify(text).slice(0, 60), text, index] as const))(
    "%s",
    (_, text, index) => {
      const records = hostileRecords(text);
      const few = count(5, 1);
      for (const host of [undefined, ...HOSTS].filter((_, at) => at % few === index % few))
        for (const check of Object.values(CHECKS)) check(records, { language, host, isHandedOver: true });
    },
  );
});

/** Of RFC 4180. */
function cellsOf(csv: string): string[] {
  const cells = [...`${csv}\n`.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(?:,|\r?\n)/g)].map(([, cell = ""]) => cell);
  return cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}
