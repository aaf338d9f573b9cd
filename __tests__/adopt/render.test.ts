// The table of a matching, for people, for pull requests and for programs.
import { adoptFindings } from "../../lib/adopt/findings";
import { formatImports, importsOf } from "../../lib/adopt/imports-file";
import { matchIdentity } from "../../lib/adopt/matching/identity";
import { matchRecords } from "../../lib/adopt/matching/records/records";
import { countsLine, renderMatches } from "../../lib/adopt/render";
import { formatFinding } from "../../lib/dns/finding";
import { articleBut, domains, ENTRY, identity, live, wanted } from "./zones";

/** One of each: as it is, changed, created, in the way. */
const zone = [
  ...articleBut(({ name }) => {
    if (name.startsWith("aaa.")) return { proxied: true, ttl: 1 };
    return name.startsWith("_dmarc") || name.startsWith("www") ? null : {};
  }),
  live("A www.example.com 192.0.2.1"),
  ...["xxx", "yyy"].map((token) => live(`CNAME ${token}._domainkey.example.com ${token}.dkim.amazonses.com`)),
];
const { matches: records, mentions } = matchRecords(wanted(ENTRY), zone);
const matches = [
  ...domains(ENTRY).flatMap((domain) => matchIdentity(domain, identity({ configurationSet: "set" }))),
  ...records,
];
const matching = { matches, mentions, notes: ["SES was asked in us-east-1"] };

test("text", () => {
  expect(renderMatches(matching, "text")).toMatchInlineSnapshot(`
    "example.com
      import, change  identity       example.com in us-east-1                 example.com@us-east-1
          configurationSet: set -> (none)
          its configuration set is taken off: to keep it write configurationSet: set
      import          mail-from      MAIL FROM mail.example.com in us-east-1  example.com@us-east-1
      import, change  dkim-1         CNAME aaa._domainkey.example.com         id-cname-aaa._domainkey.example.com
          proxied: true -> false
          it is proxied and answers with addresses, so that mail does not find it: the apply ends that
      import          dkim-2         CNAME bbb._domainkey.example.com         id-cname-bbb._domainkey.example.com
      import          dkim-3         CNAME ccc._domainkey.example.com         id-cname-ccc._domainkey.example.com
      import          mail-from-mx   MX mail.example.com                      id-mx-mail.example.com
      import          mail-from-spf  TXT mail.example.com                     id-txt-mail.example.com
      create          dmarc          TXT _dmarc.example.com
      CLASH           web-www        CNAME www.example.com
          A "www.example.com" 192.0.2.1 (record id-a-www.example.com) in zone "example.com" stands where a CNAME must be alone: delete it, or take the name out of web; mail does not need it, and the website stays where it is

    left alone
      zone example.com: "example.com" has 2 DKIM records of another identity of SES (xxx, yyy), older or of another region or account

    SES was asked in us-east-1
    5 to import unchanged, 2 to import and change, 1 to create, 1 clash"
  `);
});

test("markdown", () => {
  expect(renderMatches(matching, "markdown")).toMatchInlineSnapshot(`
    "| Outcome | Entry | Record | What | Id | Changes and notes |
    | - | - | - | - | - | - |
    | import, change | example.com | identity | example.com in us-east-1 | example.com@​us-east-1 | configurationSet: set -\\> (none)<br>its configuration set is taken off: to keep it write configurationSet: set |
    | import | example.com | mail-from | MAIL FROM mail.example.com in us-east-1 | example.com@​us-east-1 | |
    | import, change | example.com | dkim-1 | CNAME aaa.\\_domainkey.example.com | id-cname-aaa.\\_domainkey.example.com | proxied: true -\\> false<br>it is proxied and answers with addresses, so that mail does not find it: the apply ends that |
    | import | example.com | dkim-2 | CNAME bbb.\\_domainkey.example.com | id-cname-bbb.\\_domainkey.example.com | |
    | import | example.com | dkim-3 | CNAME ccc.\\_domainkey.example.com | id-cname-ccc.\\_domainkey.example.com | |
    | import | example.com | mail-from-mx | MX mail.example.com | id-mx-mail.example.com | |
    | import | example.com | mail-from-spf | TXT mail.example.com | id-txt-mail.example.com | |
    | create | example.com | dmarc | TXT \\_dmarc.example.com | | |
    | CLASH | example.com | web-www | CNAME www.example.com | | A "www.example.com" 192.0.2.1 (record id-a-www.example.com) in zone "example.com" stands where a CNAME must be alone: delete it, or take the name out of web; mail does not need it, and the website stays where it is |

    - left alone in zone example.com: "example.com" has 2 DKIM records of another identity of SES (xxx, yyy), older or of another region or account
    - SES was asked in us-east-1

    5 to import unchanged, 2 to import and change, 1 to create, 1 clash"
  `);
});

test("json", () => {
  const { counts, matches: rows, ...rest } = JSON.parse(renderMatches(matching, "json"));
  expect(counts).toEqual({
    identical: 5,
    different: 2,
    clash: 1,
    absent: 1,
    managed: 0,
  });
  expect(rows[2]).toEqual({
    entry: "example.com",
    id: "dkim-1",
    status: "different",
    subject: "CNAME aaa._domainkey.example.com",
    zone: "example.com",
    importId: "0123456789abcdef0123456789abcdef/id-cname-aaa._domainkey.example.com",
    recordId: "id-cname-aaa._domainkey.example.com",
    fingerprint: expect.any(String),
    changes: [{ field: "proxied", before: "true", after: "false" }],
    notes: [expect.any(String)],
  });
  expect(rest).toEqual({ mentions, notes: matching.notes });
});

test("what a zone holds breaks no line, no table and no terminal", () => {
  const evil = 'TXT _dmarc.example.com "v=DMARC1; p=none; x=\u001b[2J\n| <b> @somebody"';
  const { matches: found } = matchRecords(wanted(ENTRY), [live(evil)]);
  const dmarc = {
    matches: found.filter(({ id }) => id === "dmarc"),
    mentions: [],
  };
  const text = renderMatches(dmarc, "text");
  expect(text).toContain("x=\\027[2J\\010| <b>");
  expect(text.split("\n")).toHaveLength(5);
  const markdown = renderMatches(dmarc, "markdown");
  expect(markdown).toContain("\\| \\<b\\> @\u200bsomebody");
  expect(markdown.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(3);
});

test("nothing at all", () => {
  expect(renderMatches({ matches: [], mentions: [] }, "text")).toBe(
    "0 to import unchanged, 0 to import and change, 0 to create, 0 clashes",
  );
});

test("counts", () => {
  expect(countsLine(matches)).toBe("5 to import unchanged, 2 to import and change, 1 to create, 1 clash");
});

test("imports.yaml", () => {
  const imports = importsOf(matches);
  expect(formatImports(imports)).toMatchInlineSnapshot(`
    "# What exists already and the next apply imports, written by mailzone adopt. Commit it, review it with the plan, and
    # delete it after the apply. A fingerprint is of what was seen: where something has changed since, mailzone plan stops.
    imports:
      - entry: example.com
        record: identity
        import: example.com@us-east-1
        fingerprint: v1-d31f70b9ecd7fac438bf012c75d23317
      - entry: example.com
        record: mail-from
        import: example.com@us-east-1
        fingerprint: v1-12643c858a48e9dd82850d6e650812df
      - entry: example.com
        record: dkim-1
        import: 0123456789abcdef0123456789abcdef/id-cname-aaa._domainkey.example.com
        fingerprint: v1-84d93865e3e50e9922022700c8efc261
      - entry: example.com
        record: dkim-2
        import: 0123456789abcdef0123456789abcdef/id-cname-bbb._domainkey.example.com
        fingerprint: v1-e36cc8f860d026a530c1b4ffbb8d017d
      - entry: example.com
        record: dkim-3
        import: 0123456789abcdef0123456789abcdef/id-cname-ccc._domainkey.example.com
        fingerprint: v1-403163cef79c121b9c2ade578926f276
      - entry: example.com
        record: mail-from-mx
        import: 0123456789abcdef0123456789abcdef/id-mx-mail.example.com
        fingerprint: v1-ad7b4378055e2281f2c7c2d6120cac90
      - entry: example.com
        record: mail-from-spf
        import: 0123456789abcdef0123456789abcdef/id-txt-mail.example.com
        fingerprint: v1-3240780dbc1a98f6814b151e24d18164
    "
  `);
  expect(formatImports([...imports].reverse().filter(({ record }) => !record.startsWith("dkim")))).toContain(
    "record: identity",
  );
});

test("what is managed, and what has no id, is not imported", () => {
  const [first, second] = records;
  if (first === undefined || second === undefined) throw new Error("no records");
  expect(
    importsOf([
      { ...first, status: "managed" },
      { ...second, importId: null },
    ]),
  ).toEqual([]);
});

test("findings: what is in the way, what the plan changes, what is left alone, and what could not be asked", () => {
  const findings = adoptFindings(matching, ["SES in us-east-1 does not answer"]);
  expect(findings.map(formatFinding)).toMatchInlineSnapshot(`
[
  "unknown: SES in us-east-1 does not answer (ses-unasked)",
  "warning: example.com in us-east-1 of "example.com" is imported, and changed by the next plan: configurationSet: set -> (none); its configuration set is taken off: to keep it write configurationSet: set (adopt-changes)",
  "warning: CNAME aaa._domainkey.example.com of "example.com" is imported, and changed by the next plan: proxied: true -> false; it is proxied and answers with addresses, so that mail does not find it: the apply ends that (adopt-changes)",
  "error: CNAME www.example.com of "example.com" has something in its way: A "www.example.com" 192.0.2.1 (record id-a-www.example.com) in zone "example.com" stands where a CNAME must be alone: delete it, or take the name out of web; mail does not need it, and the website stays where it is (adopt-clash)",
  "note: in zone "example.com" "example.com" has 2 DKIM records of another identity of SES (xxx, yyy), older or of another region or account (left-alone)",
  "note: SES was asked in us-east-1 (adopt-note)",
]
`);
  expect(findings.find(({ rule }) => rule === "adopt-clash")).toMatchObject({
    source: "adopt",
    severity: "error",
    domain: "example.com",
    record: "web-www",
  });
});
