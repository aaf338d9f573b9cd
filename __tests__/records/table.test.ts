import { RECORD_TYPES } from "../../lib/dns/record-types";
import { ARTICLE_COLUMNS } from "../../lib/records/columns";
import { formatFault, renderRecords } from "../../lib/records/format";
import { EVERY_TYPE, EVERY_TYPE_FINDINGS } from "./every-type";
import { EXPECTED, extra, PUBLISHED } from "./samples";

test("the status of each record is in two more columns, in csv and json too", () => {
  const live = ({ id }: { id: string }) =>
    id === "dkim-2" ? { status: "missing", deadline: "2026-11-27T10:00:00.000Z" } : { status: "live", deadline: null };
  expect(renderRecords(PUBLISHED.slice(0, 2), "text", { live })).toMatchInlineSnapshot(`
"Status   Type   Host            Name                        Value                   Priority  TTL        Proxy     Description                      SES looks until about
live     CNAME  aaa._domainkey  aaa._domainkey.example.com  aaa.dkim.amazonses.com            automatic  DNS only  DKIM: key 1 of 3 of example.com
missing  CNAME  bbb._domainkey  bbb._domainkey.example.com  bbb.dkim.amazonses.com            automatic  DNS only  DKIM: key 2 of 3 of example.com  2026-11-27T10:00:00.000Z"
`);
  expect(renderRecords(PUBLISHED.slice(1, 2), "csv", { live })).toMatchInlineSnapshot(`
"Type,Name,Value,Description,Status,SES looks until about,TTL,Proxied,Zone,Entry,Id
CNAME,bbb._domainkey.example.com,bbb.dkim.amazonses.com,DKIM: key 2 of 3 of example.com,missing,2026-11-27T10:00:00.000Z,auto,no,example.com,example.com,dkim-2
"
`);
  expect(JSON.parse(renderRecords(PUBLISHED.slice(1, 2), "json", { live }))).toEqual([
    {
      ...PUBLISHED[1],
      status: "missing",
      deadline: "2026-11-27T10:00:00.000Z",
    },
  ]);
  expect(formatFault(PUBLISHED, "bind", { isLive: true })).toBe(
    'the format "bind" has no place for what is live: leave --live out, or write text, csv or json',
  );
});

test("text has what a form asks for", () => {
  expect(renderRecords(PUBLISHED, "text")).toMatchInlineSnapshot(`
"Type   Host            Name                        Value                                  Priority  TTL        Proxy     Description
CNAME  aaa._domainkey  aaa._domainkey.example.com  aaa.dkim.amazonses.com                           automatic  DNS only  DKIM: key 1 of 3 of example.com
CNAME  bbb._domainkey  bbb._domainkey.example.com  bbb.dkim.amazonses.com                           automatic  DNS only  DKIM: key 2 of 3 of example.com
CNAME  ccc._domainkey  ccc._domainkey.example.com  ccc.dkim.amazonses.com                           automatic  DNS only  DKIM: key 3 of 3 of example.com
MX     mail            mail.example.com            feedback-smtp.us-east-1.amazonses.com  10        automatic  DNS only  MX (bounces come back to SES): MAIL FROM of example.com
TXT    mail            mail.example.com            "v=spf1 include:amazonses.com ~all"              automatic  DNS only  SPF: MAIL FROM of example.com
TXT    _dmarc          _dmarc.example.com          "v=DMARC1; p=none;"                              automatic  DNS only  DMARC: policy of example.com
CNAME  www             www.example.com             d111111abcdef8.cloudfront.net                    automatic  DNS only  website domain in front of CloudFront"
`);
});

test("markdown is the article's table, and placeholders are not taken for HTML", () => {
  expect(renderRecords(PUBLISHED.slice(3, 6), "markdown")).toMatchInlineSnapshot(`
"| Type | Name                 | Value                                      | Description                                             |
| ---- | -------------------- | ------------------------------------------ | ------------------------------------------------------- |
| MX   | \`mail.example.com\`   | \`10 feedback-smtp.us-east-1.amazonses.com\` | MX (bounces come back to SES): MAIL FROM of example.com |
| TXT  | \`mail.example.com\`   | \`"v=spf1 include:amazonses.com ~all"\`      | SPF: MAIL FROM of example.com                           |
| TXT  | \`_dmarc.example.com\` | \`"v=DMARC1; p=none;"\`                      | DMARC: policy of example.com                            |"
`);
  expect(renderRecords(EXPECTED.slice(0, 1), "markdown")).toContain("| `<dkim-token-1>._domainkey.example.com` |");
});

test("a remark comes before the table", () => {
  expect(renderRecords([], "text", { remark: "emulated: not real" })).toBe(
    "emulated: not real\n\nType  Host  Name  Value  Priority  TTL  Proxy  Description",
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
    const [header, row] = renderRecords([record], "text", { columns: ARTICLE_COLUMNS }).split("\n");
    expect(row!.slice(header!.indexOf("Value"), header!.indexOf("Description")).trimEnd()).toBe(plain);
    const markdown = renderRecords([record], "markdown").split("\n")[2]!;
    expect(copied(markdown.split(" | ")[2]!.trimEnd())).toBe(plain);
    const [, csv] = renderRecords([record], "csv").split(/\r\n?/);
    const cell = /[",;]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
    expect(csv).toBe(
      `${record.type},${record.name},${cell},as in domains.yaml: ${record.id.replace("record-", "")},${record.ttl === 1 ? "auto" : 3600},${record.proxied ? "yes" : "no"},example.com,example.com,${record.id}`,
    );
    expect(JSON.parse(renderRecords([record], "json"))).toEqual([record]);
  },
);

test("json is the records as they are", () => {
  expect(JSON.parse(renderRecords(PUBLISHED, "json"))).toEqual(PUBLISHED);
});

/** What somebody copies from the page that a span of code is shown on. */
function copied(span: string): string {
  const html = /^<code>(.*)<\/code>$/.exec(span)?.[1];
  if (html !== undefined) return html.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  return /^`([^`]*)`$/.exec(span)?.[1] ?? `no code: ${span}`;
}
