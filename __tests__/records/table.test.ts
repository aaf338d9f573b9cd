import { domainRecords, PLACEHOLDER_REFS } from "../../lib/dns/domain-records";
import { renderRecords } from "../../lib/records/table";
import { ARTICLE } from "../helpers/domains";

const records = domainRecords(ARTICLE, { dkimTokens: ["aaa", "bbb", "ccc"] });

test("text is the article's table", () => {
  expect(renderRecords(records, "text")).toMatchInlineSnapshot(`
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
  expect(renderRecords(records.slice(3, 6), "markdown")).toMatchInlineSnapshot(`
    "| Type | Name               | Value                                    | Description                   |
    | ---- | ------------------ | ---------------------------------------- | ----------------------------- |
    | MX   | mail.example.com   | 10 feedback-smtp.us-east-1.amazonses.com | MX (bounces come back to SES) |
    | TXT  | mail.example.com   | "v=spf1 include:amazonses.com ~all"      | SPF                           |
    | TXT  | _dmarc.example.com | "v=DMARC1; p=none;"                      | DMARC                         |"
  `);
  expect(renderRecords(domainRecords(ARTICLE, PLACEHOLDER_REFS).slice(0, 1), "markdown")).toContain(
    "\\<dkim-token-1\\>._domainkey",
  );
});

test("json is the records as they are", () => {
  expect(JSON.parse(renderRecords(records, "json"))).toEqual(records);
});
