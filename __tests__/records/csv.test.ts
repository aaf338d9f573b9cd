import type { DnsRecord } from "../../lib/dns/record";
import { renderRecords } from "../../lib/records/format";
import { extra, PUBLISHED } from "./samples";

const csvOf = (records: readonly DnsRecord[]) => renderRecords(records, "csv");

test("csv is the article's four columns and more, and quotes stay those of the record", () => {
  const lines = csvOf(PUBLISHED.slice(3, 5)).split("\n");
  expect(lines.every((line) => line.endsWith("\r"))).toBe(true);
  expect(lines.map((line) => line.trimEnd())).toEqual([
    "Type,Name,Value,Description,TTL,Proxied,Zone,Entry,Id",
    "MX,mail.example.com,10 feedback-smtp.us-east-1.amazonses.com,MX (bounces come back to SES): MAIL FROM of example.com,auto,no,example.com,example.com,mail-from-mx",
    'TXT,mail.example.com,"""v=spf1 include:amazonses.com ~all""",SPF: MAIL FROM of example.com,auto,no,example.com,example.com,mail-from-spf',
  ]);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])(
  "a cell that begins as %j is a text to a spreadsheet",
  (content) => {
    expect(csvOf([extra("a", "A", { content })])).toContain(`'${content}`);
  },
);

test("a cell with separators, quotes or line breaks is quoted", () => {
  const csv = csvOf([extra("txt", "TXT", { content: '"=1,2;\r\n"' })]);
  expect(csv).toContain(',"""=1,2;\r\n""",');
});

test("ttl and proxy are said in words", () => {
  expect(csvOf([extra("a", "A", { content: "192.0.2.1", ttl: 300, proxied: true })])).toContain(",300,yes,");
});

test("a text without its quotes cannot be a formula either, and the @ of the zone is not one", () => {
  const record = extra("txt", "TXT", { name: "example.com", content: '"=cmd()"' });
  const rows = renderRecords([record], "csv", { host: "generic", columns: ["host", "value"] }).split("\r\n");
  expect(rows[1]).toBe("@,'=cmd()\r");
});
