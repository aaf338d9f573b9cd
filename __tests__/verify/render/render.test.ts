// The formats beside text, whose goldens stand in ../goldens.
import fs from "node:fs";
import { renderJson } from "../../../lib/verify/render/json";
import { renderMarkdown } from "../../../lib/verify/render/markdown";
import { changedLines, progressRows } from "../../../lib/verify/render/progress";
import { renderText } from "../../../lib/verify/render/text";
import type { Verification } from "../../../lib/verify/verification";
import { play, SCENARIOS } from "../scenarios/scenarios";
import { PENDING, sesOf, verifyIn, world } from "../world";

const scenario = (name: string) => SCENARIOS.find((one) => one.name === name)!;

test("markdown, for the stranger's three mistakes", async () => {
  expect(renderMarkdown(await play(scenario("stranger")))).toMatchInlineSnapshot(`
"## mailzone verify: not live: 4 of 7 records are live; 3 errors

| Type  | Name                         | Value                                      | Description                                             | Status        |
| ----- | ---------------------------- | ------------------------------------------ | ------------------------------------------------------- | ------------- |
| CNAME | \`aaa._domainkey.example.com\` | \`aaa.dkim.amazonses.com\`                   | DKIM: key 1 of 3 of example.com                         | **missing**   |
| CNAME | \`bbb._domainkey.example.com\` | \`bbb.dkim.amazonses.com\`                   | DKIM: key 2 of 3 of example.com                         | **different** |
| CNAME | \`ccc._domainkey.example.com\` | \`ccc.dkim.amazonses.com\`                   | DKIM: key 3 of 3 of example.com                         | **missing**   |
| MX    | \`mail.example.com\`           | \`10 feedback-smtp.us-east-1.amazonses.com\` | MX (bounces come back to SES): MAIL FROM of example.com | live          |
| TXT   | \`mail.example.com\`           | \`"v=spf1 include:amazonses.com ~all"\`      | SPF: MAIL FROM of example.com                           | live          |
| TXT   | \`_dmarc.example.com\`         | \`"v=DMARC1; p=none;"\`                      | DMARC: policy of example.com                            | live          |
| CNAME | \`www.example.com\`            | \`d111111abcdef8.cloudfront.net\`            | website domain in front of CloudFront                   | live          |

### Errors

- 1 of the 3 DKIM records of \`example.com\` is not there: \`aaa._domainkey.example.com\`: create it: SES verifies the domain, and changes its keys, only with all 3 (dkim-partial)
- \`bbb._domainkey.example.com\` does not answer with the CNAME but with \`192.0.2.1\` and \`2001:db8::1\`, because the record is proxied or flattened: set the record to \`DNS only\` in Cloudflare, and turn \`Flatten all CNAMEs\` off; if there is an A or AAAA record instead, delete it (cname-proxied)
- CNAME \`ccc._domainkey.example.com\` is at \`ccc._domainkey.example.com.example.com\`: the zone's name was added a second time: rename it to \`ccc._domainkey\` where names are relative to the zone, or to \`ccc._domainkey.example.com.\` with a dot (name-doubled)

### SES

- example.com in us-east-1: not verified, DKIM PENDING, MAIL FROM SUCCESS, SES looks for about 62 more hours
- SES in us-east-1: production, sending, 12 of 50000 messages in 24 hours"
`);
});

test("markdown shows published text as code, and nothing of it is markup", async () => {
  const evil = "v=DMARC1; p=none; x=@everyone <b>#1</b> ``` | [a](https://example.org)";
  const found = await verifyIn(world({ records: { "_dmarc.example.com": { TXT: [[evil]] } } }));
  const outside = renderMarkdown(found)
    .replace(/<code>[^<]*<\/code>/g, "")
    .replace(/`[^`]*`/g, "");
  expect(outside).not.toMatch(/@|<b>|\[a\]|#1/);
  expect(outside).toContain("record-different");
});

test("text shows no control character of it", async () => {
  const evil = "v=DMARC1; p=none;\u001b[2J\u202e";
  const found = await verifyIn(world({ records: { "_dmarc.example.com": { TXT: [[evil]] } } }));
  expect(["\u001b", "\u202e"].filter((character) => renderText(found).includes(character))).toEqual([]);
});

test("text in colours is the text without", async () => {
  const found = await play(scenario("stranger"));
  const painted = renderText(found, (kind, text) => `<${kind}>${text}</${kind}>`);
  expect(painted.replace(/<\/?(?:not-live|live|missing|different|error)>/g, "")).toBe(renderText(found));
  expect(painted).toContain("<missing>missing</missing>");
});

test("the JSON of docs/verify.md is what is written", async () => {
  const page = fs.readFileSync("docs/verify.md", "utf8");
  const [, sample = ""] = /```json\n([\s\S]*?)\n```/.exec(page) ?? [];
  const found = await play(scenario("mail-from-second-mx"));
  const [, , , mx] = found.records;
  const short = { ...found, records: [mx!] };
  expect(sample).toBe(renderJson(short));
});

test("the table of docs/verify.md is what is written", async () => {
  const page = fs.readFileSync("docs/verify.md", "utf8");
  const [, sample = ""] = /```text\n([\s\S]*?)\n```/.exec(page) ?? [];
  expect(sample).toBe(renderText(await play(scenario("stranger"))));
});

test("progress: the rows that are open, and the changes from one check to the next", async () => {
  const ses = (status: "PENDING" | "SUCCESS") => sesOf({ dkim: { ...PENDING, status } });
  const first = await verifyIn(world({ records: { "aaa._domainkey.example.com": null } }), { ses: ses("PENDING") });
  const cached = world({
    cache: [
      {
        name: "aaa._domainkey.example.com",
        type: "CNAME",
        ttl: 90,
        absent: "no-name",
      },
    ],
  });
  const second = await verifyIn(cached, { ses: ses("SUCCESS") });
  const third = await verifyIn(world({}), { ses: ses("SUCCESS") });
  expect(progressRows(first).join("\n")).toMatchInlineSnapshot(`
    "not live: 6 of 7 records are live; 1 error
      CNAME  aaa._domainkey.example.com  missing"
  `);
  expect(progressRows(second).join("\n")).toMatchInlineSnapshot(`
    "not live: 6 of 7 records are live; 1 warning
      CNAME  aaa._domainkey.example.com  not everywhere yet, 90 s"
  `);
  expect(progressRows(third).join("\n")).toMatchInlineSnapshot(`"live: 7 of 7 records are live"`);
  expect(changedLines(first, second)).toMatchInlineSnapshot(`
    [
      "CNAME "aaa._domainkey.example.com": missing -> not everywhere yet",
      "SES, "example.com": DKIM PENDING -> SUCCESS",
    ]
  `);
  expect(changedLines(second, third)).toMatchInlineSnapshot(`
    [
      "CNAME "aaa._domainkey.example.com": not everywhere yet -> live",
    ]
  `);
  expect(changedLines(third, third)).toEqual([]);
});

test("only the first of many open rows are shown", async () => {
  const found = await play(scenario("zone-unregistered"));
  const many: Verification = {
    ...found,
    records: Array.from({ length: 40 }, () => found.records[0]!),
  };
  expect(progressRows(many, 3).length).toBe(5);
  expect(progressRows(many, 3).at(-1)).toBe("  and 37 more");
});
