// The table for a terminal: as a table or in blocks, in cells of the terminal.
import { execFileSync } from "node:child_process";
import { displayWidth, wrapped } from "../../lib/dns/text/width";
import { parseColumns } from "../../lib/records/columns";
import { renderRecords } from "../../lib/records/format";
import { EXPECTED, extra, PUBLISHED } from "./samples";

test("what does not fit is a block of lines for each record, all short but a value, which is never broken", () => {
  const [, , , mx] = PUBLISHED;
  expect(renderRecords([mx!], "text", { width: 99 })).toMatchInlineSnapshot(`
"MX  mail.example.com
  Host         mail
  Value        feedback-smtp.us-east-1.amazonses.com
  Priority     10
  TTL          automatic
  Proxy        DNS only
  Description  MX (bounces come back to SES): MAIL FROM of example.com"
`);
  const value = `"${"v".repeat(250)}"`;
  const lines = renderRecords([mx!, extra("txt", "TXT", { content: value })], "text", {
    width: 40,
    isHandedOver: true,
  }).split("\n");
  expect(lines.filter((line) => displayWidth(line) > 99)).toEqual([`  Value        ${value}`]);
});

test("a table is as wide as the terminal at most", () => {
  const columns = parseColumns("type,host,value");
  const table = renderRecords(PUBLISHED, "text", { columns });
  const width = Math.max(...table.split("\n").map((line) => line.length));
  expect(renderRecords(PUBLISHED, "text", { columns, width })).toBe(table);
  expect(renderRecords(PUBLISHED, "text", { columns, width: width - 1 })).not.toBe(table);
  expect(table.split("\n")[0]).toBe("Type   Host            Value");
});

test("the status comes first if there are results, in blocks too", () => {
  const live = () => ({ status: "missing", deadline: null });
  expect(renderRecords(PUBLISHED.slice(0, 1), "text", { live, width: 99 }).split("\n")[0]).toBe(
    "missing  CNAME  aaa._domainkey.example.com",
  );
});

test("full-width characters line up", () => {
  const table = renderRecords(PUBLISHED, "text", { language: "ja" }).split("\n");
  const starts = table.map((line) => {
    const at = line.search(
      /サブドメイン名|(?:aaa|bbb|ccc)\._domainkey\.example|mail\.example|_dmarc\.example|www\.example/,
    );
    return displayWidth(line.slice(0, at));
  });
  expect(new Set(starts).size).toBe(1);
  const markdown = renderRecords(PUBLISHED, "markdown", { language: "ja" }).split("\n");
  expect(new Set(markdown.map(displayWidth)).size).toBe(1);
});

test("the width of every character is what string-width takes it for", () => {
  const script = `
    const { eastAsianWidth } = await import("get-east-asian-width");
    const wide = [];
    for (let code = 0x20; code < 0x40000; code += 1) if (eastAsianWidth(code) === 2) wide.push(code);
    console.log(wide.join());`;
  const node = { encoding: "utf8", maxBuffer: 10_000_000 } as const;
  const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], node);
  const wide = new Set(out.split(",").map(Number));
  const differs: string[] = [];
  for (let code = 0x20; code < 0x40000; code += 1) {
    const character = String.fromCodePoint(code);
    // Marks take no cell, and what is not assigned nobody can write.
    if (/[\p{Mn}\p{Me}\p{Cf}\p{Cn}\p{Cs}]/u.test(character)) continue;
    if ((displayWidth(character) === 2) !== wide.has(code)) differs.push(code.toString(16));
  }
  expect(differs).toEqual([]);
  expect(displayWidth("e\u0301か\u3099")).toBe(3);
});

test("sentences are broken at blanks and between full-width characters, never before a full stop", () => {
  expect(wrapped("one two three", 8)).toBe("one two\nthree");
  expect(wrapped("extraordinary", 5)).toBe("extraordinary");
  expect(wrapped("設定値を入力。次", 12)).toBe("設定値を入力。\n次");
});

test("a note to the recipient is above the table; with placeholders it says that it is too early", () => {
  const above = (records = PUBLISHED, rest = {}) =>
    renderRecords(records, "markdown", { isHandedOver: true, ...rest }).split("\n")[0];
  expect(above()).toBe(
    'To whoever runs the DNS of example.com: please enter all 7 records exactly as shown, change no other record, leave Cloudflare\'s proxy off ("DNS only"), and tell me when it is done.',
  );
  expect(above(PUBLISHED, { host: "azure" })).not.toContain("proxy");
  expect(above(EXPECTED)).toBe(
    "Do not enter these records yet: the values in angle brackets are known only after the first apply.",
  );
  const noted = (status: string) => ({ live: () => ({ status, deadline: "2026-11-27T10:00:00.000Z" }) });
  expect(above(PUBLISHED, noted("missing"))).toContain('the records whose status is not "live"');
  expect(above(PUBLISHED, noted("missing"))).toContain("Amazon SES looks for them until about 2026-11-27 10:00 UTC.");
  expect(above(PUBLISHED, noted("live"))).toBe(
    "To whoever runs the DNS of example.com: all 7 records are live, there is nothing to do.",
  );
  expect(above([])).toBe("| Type | Name | Value | Description |");
  const proxied = PUBLISHED.map((one) => ({ ...one, proxied: one.purpose === "web" }));
  expect(above(proxied)).toContain('off ("DNS only") for all but www.example.com');
});

test("columns are chosen by their ids; a wrong one is named with the closest", () => {
  expect(parseColumns(" Type, host ,TTL")).toEqual(["type", "host", "ttl"]);
  expect(() => parseColumns("vlaue")).toThrow(/^"vlaue" is no column: did you mean "value"\? The columns are status, /);
  expect(() => parseColumns("")).toThrow(/^"" is no column/);
  expect(() => parseColumns("type,value,type")).toThrow('The column "type" is named twice: name it once.');
});
