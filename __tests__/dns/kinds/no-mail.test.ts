// mail: none in domains.yaml: what it publishes, what may not stand beside it, and what it takes of defaults.
import { parseConfiguration } from "../../../lib/config/configuration";
import { domainRecords, PLACEHOLDER_REFS } from "../../../lib/dns/domain-records";
import { hasIdentity } from "../../../lib/dns/has-identity";
import { isNullMx } from "../../../lib/dns/kinds/no-mail";

const read = (entries: string, defaults = "{}") =>
  parseConfiguration([
    { file: "a.yaml", text: `zones: {example.com: null}\ndefaults: ${defaults}\ndomains:\n${entries}\n` },
  ]);
const entry = (settings: string) => `  - {domain: example.com, mail: none${settings}}`;
const recordsOf = (settings: string, defaults?: string) =>
  read(entry(settings), defaults).domains.flatMap((domain) =>
    domainRecords(domain, PLACEHOLDER_REFS).map(
      ({ id, type, name, priority, content }) => `${id} ${type} ${name} ${priority ?? ""}${content}`,
    ),
  );

const QUIET = [
  "null-mx MX example.com 0.",
  'no-dkim TXT *._domainkey.example.com "v=DKIM1; p="',
  'dmarc TXT _dmarc.example.com "v=DMARC1; p=reject;"',
  'spf TXT example.com "v=spf1 -all"',
];

test("it publishes that the domain has no mail, without an identity or a region", () => {
  const { domains, findings } = read(entry(""));
  expect(findings).toEqual([]);
  expect(domains.map((domain) => [domain.region, hasIdentity(domain), domain.mailFrom])).toEqual([
    ["", false, undefined],
  ]);
  expect(recordsOf("")).toEqual(QUIET);
});

test("records that somebody else manages are left out, with websites and reports beside it", () => {
  expect(recordsOf(", dmarc: false, spf: false, mailFrom: false")).toEqual(QUIET.slice(0, 2));
  expect(recordsOf(", dmarc: {rua: d@example.net, alignment: {dkim: strict}}, web: {www: d1.cloudfront.net}")).toEqual([
    ...QUIET.slice(0, 2),
    'dmarc TXT _dmarc.example.com "v=DMARC1; p=reject; adkim=s; rua=mailto:d@example.net;"',
    QUIET[3],
    "web-www CNAME www.example.com d1.cloudfront.net",
  ]);
});

test.each([
  [
    "{mailFrom: bounce, dkim: {keyLength: 1024}, spf: {include: a.example}, configurationSet: x, bimi: 'https://a.example/b.svg'}",
    QUIET,
  ],
  [
    "{dmarc: {policy: none, rua: d@example.net, ladder: true}}",
    [...QUIET.slice(0, 2), 'dmarc TXT _dmarc.example.com "v=DMARC1; p=reject; rua=mailto:d@example.net;"', QUIET[3]],
  ],
  [
    "{dmarc: 'v=DMARC1; p=none; rua=mailto:d@example.net'}",
    [...QUIET.slice(0, 2), 'dmarc TXT _dmarc.example.com "v=DMARC1; p=reject; rua=mailto:d@example.net;"', QUIET[3]],
  ],
  ["{dmarc: false, spf: false}", QUIET.slice(0, 2)],
  ["{mail: none}", QUIET],
])("of the defaults %s it takes what is not for mail", (defaults, expected) => {
  expect(recordsOf("", defaults)).toEqual(expected);
});

test("an entry with mail: ses has mail where the defaults say none", () => {
  const { domains, findings } = read("  - {domain: example.com, mail: ses, aws: {region: eu-west-1}}", "{mail: none}");
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(domains.map(({ mail, mailFrom }) => [mail, mailFrom?.domain])).toEqual([[undefined, "mail.example.com"]]);
});

test.each([
  [
    "mailFrom: mail",
    '"example.com" has mail: none and mailFrom, which only a domain with mail has: leave mailFrom out, or write mail: ses',
  ],
  [
    "spf: {include: a.example}, dkim: {keyLength: 2048}, senders: false",
    '"example.com" has mail: none and dkim, spf, which only a domain with mail has: leave them out, or write mail: ses',
  ],
  ["dkim: {keyLength: 2048}", '"example.com" has mail: none and dkim, which'],
  ["configurationSet: x", '"example.com" has mail: none and configurationSet, which'],
  ["spf: {include: a.example}", '"example.com" has mail: none and spf, which'],
  ["tlsRpt: t@example.net", '"example.com" has mail: none and tlsRpt, which'],
  ["mtaSts: {mx: mx.example.net}", '"example.com" has mail: none and mtaSts, which'],
  ["bimi: 'https://a.example/b.svg'", '"example.com" has mail: none and bimi, which'],
  [
    "dmarc: quarantine",
    '"example.com" has mail: none and the DMARC policy quarantine: write reject, as nothing is sent in its name, or mail: ses',
  ],
  ["dmarc: 'v=DMARC1; p=none'", '"example.com" has mail: none and the DMARC policy none:'],
  ["dmarc: {policy: reject, testing: true}", '"example.com" has mail: none and the DMARC policy that is only tested:'],
  ["dmarc: {ladder: true}", '"example.com" has mail: none and the DMARC policy of a ladder:'],
])("%s beside it is refused, where it stands", (setting, message) => {
  const { domains, findings } = read(entry(`, ${setting}`));
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ message: text, at }) => [text.slice(0, message.length), at?.line])).toEqual([[message, 4]]);
  expect(domains).toEqual([]);
});

test("an MX of the user's own at the same name is refused by a rule, and one below it is not", () => {
  const at = (name: string) =>
    read(entry(`, records: {m: {type: MX, name: ${name}, content: mx.example.net, priority: 10}}`)).findings;
  expect(at("'@'").map(({ rule }) => rule)).toEqual(["mx-null"]);
  expect(at("lists")).toEqual([]);
});

test("an entry without mail can be absent at once, as it has nothing to protect", () => {
  expect(read(entry(", state: absent")).findings).toEqual([]);
});

test("only an MX whose host is the root is a null MX", () => {
  expect(isNullMx({ type: "MX", content: "." })).toBe(true);
  for (const record of [
    { type: "MX", content: "" },
    { type: "MX" },
    { type: "MX", content: null },
    { type: "TXT", content: "." },
  ])
    expect(isNullMx(record)).toBe(false);
});
