// Slips of zone files written by hand: what they make of the mail is told, and no record is made of what was meant.
import { firstFile, TOKENS } from "./first-file";

const DKIM = TOKENS.map((token) => `${token}._domainkey 300 CNAME ${token}.dkim.amazonses.com.`);
const FROM = [
  "mail 300 MX 10 feedback-smtp.eu-west-1.amazonses.com.",
  'mail 300 TXT "v=spf1 include:amazonses.com ~all"',
];
const zone = (...lines: readonly string[]) => [...DKIM, ...lines].join("\n");

test.each([
  ["escaped semicolons", String.raw`_dmarc 300 TXT v=DMARC1\;p=none\;rua=mailto:d@example.com`],
  ["escaped blanks", String.raw`_dmarc 300 TXT v=DMARC1\;\ p=none\;\ rua=mailto:d@example.com`],
  ["\\032 for blanks", String.raw`_dmarc 300 TXT v=DMARC1\;\032p=none\;\032rua=mailto:d@example.com`],
  ["escapes in quotes", String.raw`_dmarc 300 TXT "v=DMARC1\; p=none\; rua=mailto:d@example.com"`],
  ["several strings that it is split into", '_dmarc 300 TXT "v=DMARC1; p=none; " "rua=mailto:d@example.com"'],
  ["brackets and comments", '_dmarc 300 TXT ( "v=DMARC1; " ; "the policy\n "p=none; rua=mailto:d@example.com" )'],
  ["a generic type", `_dmarc 300 TYPE16 \\# 17 10${Buffer.from("v=DMARC1; p=none").toString("hex")}`],
])("a DMARC record with %s is taken over with its text", (_, line) => {
  const { domains, changes, notes } = firstFile(zone(...FROM, line));
  expect(domains.map(({ dmarc }) => dmarc)).toEqual([expect.stringMatching(/^v=DMARC1; ?p=none/)]);
  // Where it was split, the apply joins it.
  expect(changes.filter((line) => !/^dmarc different$|^ {2}content: |^ {2}the text is the same: /.test(line))).toEqual(
    [],
  );
  expect(changes.length === 0 || changes[2]?.includes("the text is the same")).toBe(true);
  expect(notes.filter((note) => note.includes("has no DMARC record"))).toEqual([]);
});

test.each([
  [
    "a DMARC record that its semicolon cuts off",
    "_dmarc 300 TXT v=DMARC1; p=none",
    /dmarc of "example.com" has no policy/,
  ],
  ["an SPF record in several words", "@ 300 TXT v=spf1 include:_spf.google.com ~all", /v=spf1include/],
  [
    "an MX without its last dot",
    "mail 300 MX 10 feedback-smtp.eu-west-1.amazonses.com",
    /amazonses\.com\.example\.com/,
  ],
  ["a website without it", "www 300 CNAME d111111abcdef8.cloudfront.net", /cloudfront\.net\.example\.com/],
  ["Google's MX without it", "@ 300 MX 1 aspmx.l.google.com", /google\.com\.example\.com/],
])("%s is told", (_, line, told) => {
  const { notes, errors } = firstFile(zone(...(line.startsWith("mail") ? [] : FROM), line));
  expect(errors).toEqual([]);
  expect(notes.filter((note) => told.test(note))).not.toEqual([]);
});

test("records of type SPF beside those of type TXT are left alone", () => {
  const { domains, changes } = firstFile(
    zone(
      ...FROM,
      'mail 300 SPF "v=spf1 include:amazonses.com ~all"',
      '@ 300 TXT "v=spf1 -all"',
      '@ 300 SPF "v=spf1 -all"',
    ),
  );
  expect(domains).toMatchObject([{ mailFrom: { domain: "mail.example.com" } }]);
  expect(changes).toEqual([]);
});
