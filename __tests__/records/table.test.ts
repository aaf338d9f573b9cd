import { RECORD_TYPES } from "../../lib/dns/record-types";
import { formatFault, renderRecords } from "../../lib/records/format";
import { EVERY_TYPE, EVERY_TYPE_FINDINGS } from "./every-type";
import { EXPECTED, extra, PUBLISHED } from "./samples";

test("what is found of each record stands in two more columns, for a spreadsheet and a program too", () => {
  const live = ({ id }: { id: string }) =>
    id === "dkim-2" ? { status: "missing", deadline: "2026-11-27T10:00:00.000Z" } : { status: "live", deadline: null };
  expect(renderRecords(PUBLISHED.slice(0, 2), "text", { live })).toMatchInlineSnapshot(`
    "Type   Name                        Value                   Description  Status   SES looks until about
    CNAME  aaa._domainkey.example.com  aaa.dkim.amazonses.com  DKIM         live
    CNAME  bbb._domainkey.example.com  bbb.dkim.amazonses.com  DKIM         missing  2026-11-27T10:00:00.000Z"
  `);
  expect(renderRecords(PUBLISHED.slice(1, 2), "csv", { live })).toMatchInlineSnapshot(`
    "Type,Name,Value,Description,Status,SES looks until about,TTL,Proxied,Zone,Entry,Id
    CNAME,bbb._domainkey.example.com,bbb.dkim.amazonses.com,DKIM,missing,2026-11-27T10:00:00.000Z,auto,no,example.com,example.com,dkim-2
    "
  `);
  expect(JSON.parse(renderRecords(PUBLISHED.slice(1, 2), "json", { live }))).toEqual([
    {
      ...PUBLISHED[1],
      status: "missing",
      deadline: "2026-11-27T10:00:00.000Z",
    },
  ]);
  expect(formatFault(PUBLISHED, "bind", true)).toBe(
    'the format "bind" has no place for what is live: leave --live out, or write text, csv or json',
  );
});

test("text is the article's table", () => {
  expect(renderRecords(PUBLISHED, "text")).toMatchInlineSnapshot(`
    "Type   Name                        Value                                     Description
    CNAME  aaa._domainkey.example.com  aaa.dkim.amazonses.com                    DKIM
    CNAME  bbb._domainkey.example.com  bbb.dkim.amazonses.com                    DKIM
    CNAME  ccc._domainkey.example.com  ccc.dkim.amazonses.com                    DKIM
    MX     mail.example.com            10 feedback-smtp.us-east-1.amazonses.com  MX (bounces come back to SES)
    TXT    mail.example.com            "v=spf1 include:amazonses.com ~all"       SPF
    TXT    _dmarc.example.com          "v=DMARC1; p=none;"                       DMARC
    CNAME  www.example.com             d111111abcdef8.cloudfront.net             website domain in front of CloudFront"
  `);
});

test("markdown is the article's table, and placeholders are not taken for HTML", () => {
  expect(renderRecords(PUBLISHED.slice(3, 6), "markdown")).toMatchInlineSnapshot(`
    "| Type | Name               | Value                                    | Description                   |
    | ---- | ------------------ | ---------------------------------------- | ----------------------------- |
    | MX   | mail.example.com   | 10 feedback-smtp.us-east-1.amazonses.com | MX (bounces come back to SES) |
    | TXT  | mail.example.com   | "v=spf1 include:amazonses.com ~all"      | SPF                           |
    | TXT  | _dmarc.example.com | "v=DMARC1; p=none;"                      | DMARC                         |"
  `);
  expect(renderRecords(EXPECTED.slice(0, 1), "markdown")).toContain("\\<dkim-token-1\\>._domainkey");
});

test("a remark stands above a table", () => {
  expect(renderRecords([], "text", { remark: "sandbox: emulated" })).toBe(
    "sandbox: emulated\n\nType  Name  Value  Description",
  );
});

test("a text with a line break stays on its line", () => {
  const rows = renderRecords([extra("txt", "TXT", { content: '"a\nb"' })], "text").split("\n");
  expect(rows).toHaveLength(2);
  expect(rows[1]).toContain('"a\\010b"');
});

test("the sample has every type that domains.yaml takes, and the rules let all pass", () => {
  expect([...new Set(EVERY_TYPE.map(([{ type }]) => type))].sort()).toEqual([...RECORD_TYPES].sort());
  expect(EVERY_TYPE_FINDINGS.filter(({ severity }) => severity === "error")).toEqual([]);
});

test.each(EVERY_TYPE.map(([record, value]) => [`${record.type} ${record.name}`, record, value] as const))(
  "%s has the value of a zone file in every table, its names without their last dot",
  (_, record, value) => {
    const plain = record.type === "TXT" ? value : value.replace(/(?<=[a-z])\.(?= |$)/g, "");
    const [header, row] = renderRecords([record], "text").split("\n");
    expect(row!.slice(header!.indexOf("Value"), header!.indexOf("Description")).trimEnd()).toBe(plain);
    const markdown = renderRecords([record], "markdown").split("\n")[2]!;
    expect(markdown.split(" | ")[2]?.trimEnd()).toBe(plain.replace(/[\\|<>]/g, "\\$&"));
    const [, csv] = renderRecords([record], "csv").split(/\r\n?/);
    const cell = /[",;]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
    expect(csv).toBe(
      `${record.type},${record.name},${cell},as in domains.yaml,${record.ttl === 1 ? "auto" : 3600},${record.proxied ? "yes" : "no"},example.com,example.com,${record.id}`,
    );
    expect(JSON.parse(renderRecords([record], "json"))).toEqual([record]);
  },
);

test("json is the records as they are", () => {
  expect(JSON.parse(renderRecords(PUBLISHED, "json"))).toEqual(PUBLISHED);
});
