// How drift is written for people and for programs, with hostile values.
import { driftJson } from "../../lib/drift/render/json";
import { renderMarkdown } from "../../lib/drift/render/markdown";
import { renderText } from "../../lib/drift/render/text";
import { ARTICLE, articleBut, live } from "../adopt/zones";
import { driftOf } from "./applied";

const command = (name: string) => `mailzone ${name}`;
const DRIFT = driftOf({
  zone: [
    ...articleBut(({ name }) =>
      name.startsWith("_dmarc") ? null : name.startsWith("www") ? { id: "new" } : undefined,
    ),
    live('TXT mail.example.com "v=spf1 -all"', { id: "0123" }),
  ],
  identity: "SES is throttled",
});

test("the text has what differs, what it means, what is unknown, and what to do", () => {
  expect(renderText(DRIFT, command)).toMatchInlineSnapshot(`
"drift: 3 differences, 3 dangers, 1 caution, 1 thing could not be told; compared 7 records in 1 zone and 0 identities

example.com
  gone TXT _dmarc.example.com "v=DMARC1; p=none;" (DMARC)
  made anew CNAME www.example.com d111111abcdef8.cloudfront.net (website)
  extra TXT mail.example.com "v=spf1 -all" (SPF)
  danger: SPF of "mail.example.com" does not let SES send: its mail with this name fails (spf-ses-missing)
  danger: "mail.example.com" has two SPF records: receivers treat both as broken (spf-twice)
  danger: DMARC of "example.com" is deleted: forged mail is no longer caught, bulk mail may be refused (dmarc-removed)
  caution: the record "www.example.com" is deleted before it is created again (record-replaced)

could not tell
  SES is throttled

changed and gone: mailzone plan shows how an apply puts them back, or write what is right to domains.yaml
made anew: it has another id, under which no apply finds it: in the stack's folder run terraform state rm cloudflare_dns_record.example_com__web-www, then mailzone adopt --write, then mailzone plan
extra: no apply removes it: delete it where it was made, or take it into domains.yaml
not compared: domains.yaml and what it changes, what AWS and Cloudflare compute, CloudFront; mailzone plan shows it"
`);
});

test("the Markdown has the same in tables", () => {
  expect(renderMarkdown(DRIFT, command)).toMatchInlineSnapshot(`
"## mailzone: drift: 3 differences, 3 dangers, 1 caution, 1 thing could not be told; compared 7 records in 1 zone and 0 identities

### \`example.com\`

| What | Type | Name | Value | Description |
|---|---|---|---|---|
| gone **danger** | \`TXT\` | \`_dmarc.example.com\` | \`"v=DMARC1; p=none;"\` | DMARC |
| made anew **caution** | \`CNAME\` | \`www.example.com\` | \`d111111abcdef8.cloudfront.net\` | website |
| extra **danger** | \`TXT\` | \`mail.example.com\` | \`"v=spf1 -all"\` | SPF |

### What it means

- **danger** \`example.com\`: SPF of \`mail.example.com\` does not let SES send: its mail with this name fails (spf-ses-missing)
- **danger** \`example.com\`: \`mail.example.com\` has two SPF records: receivers treat both as broken (spf-twice)
- **danger** \`example.com\`: DMARC of \`example.com\` is deleted: forged mail is no longer caught, bulk mail may be refused (dmarc-removed)
- **caution** \`example.com\`: the record \`www.example.com\` is deleted before it is created again (record-replaced)

### Could not tell

- \`SES is throttled\`

- changed and gone: mailzone plan shows how an apply puts them back, or write what is right to domains.yaml
- made anew: it has another id, under which no apply finds it: in the stack's folder run terraform state rm cloudflare_dns_record.example_com__web-www, then mailzone adopt --write, then mailzone plan
- extra: no apply removes it: delete it where it was made, or take it into domains.yaml
- not compared: domains.yaml and what it changes, what AWS and Cloudflare compute, CloudFront; mailzone plan shows it
"
`);
});

test("the text says that nothing differs, or that nobody could tell", () => {
  expect(renderText(driftOf({}), command)).toMatchInlineSnapshot(`
"clean: everything is as it was applied; compared 7 records in 1 zone and 1 identity

not compared: domains.yaml and what it changes, what AWS and Cloudflare compute, CloudFront; mailzone plan shows it"
`);
  expect(renderText(driftOf({ zone: "denied", identity: "denied" }), command)).toMatchInlineSnapshot(`
"could not tell: 1 thing could not be told; compared 0 records in 0 zones and 0 identities

could not tell
  denied

not compared: domains.yaml and what it changes, what AWS and Cloudflare compute, CloudFront; mailzone plan shows it"
`);
});

test("the JSON has each difference with both sides, each meaning, and what is unknown", () => {
  const { differences, ...rest } = driftJson(DRIFT);
  expect(differences[0]).toEqual({
    kind: "gone",
    stack: "mail",
    address: "cloudflare_dns_record.example_com__dmarc",
    domain: "example.com",
    risk: "danger",
    type: "TXT",
    name: { applied: "_dmarc.example.com", now: null },
    value: { applied: '"v=DMARC1; p=none;"', now: null },
    description: "DMARC",
    rules: ["dmarc-removed"],
  });
  expect(differences.map(({ kind, address }) => `${kind} ${address}`)).toEqual([
    "gone cloudflare_dns_record.example_com__dmarc",
    "remade cloudflare_dns_record.example_com__web-www",
    "extra 0123456789abcdef0123456789abcdef/0123",
  ]);
  expect(rest).toMatchObject({
    format: 1,
    state: "drift",
    verdict: "danger",
    unknown: [{ stack: "mail", message: "SES is throttled" }],
    compared: { stacks: 1, zones: 1, records: 7, identities: 0 },
  });
  expect(rest.meanings.map(({ rule }) => rule)).toContain("spf-twice");
});

const HOSTILE = '"v=spf1 -all" \u001b[31m|`@all`<!-- \u202e\n';

test("a foreign value ends no line, no cell and no colour", () => {
  const drift = driftOf({
    zone: [...ARTICLE, live("TXT mail.example.com x", { id: "x", content: HOSTILE })],
    identity: `failed: ${HOSTILE}`,
  });
  for (const text of [renderText(drift, command), renderMarkdown(drift, command)]) {
    for (const character of ["\u001b", "\u202e", "\n\n\n"]) expect(text).not.toContain(character);
  }
  expect(renderMarkdown(drift, command)).not.toMatch(/<!--|@all/);
});

test("a long report is cut to what an issue takes, the dangers last", () => {
  const many = Array.from({ length: 3_000 }, (_, index) =>
    live(`MX mail.example.com 10 mx${index}.example.net`, { id: `m${index}` }),
  );
  const text = renderMarkdown(driftOf({ zone: [...ARTICLE, ...many] }), command, 20_000);
  expect(text.length).toBeLessThanOrEqual(20_000);
  expect(text).toMatch(/^## mailzone: drift: 3,000 differences/);
  expect(text).toContain("differences are left out");
});
