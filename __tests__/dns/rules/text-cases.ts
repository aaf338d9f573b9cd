import { type Cases, txt, withDmarc, withRecords, withSpf } from "./cases";

const spf = (terms: string, says: string) => [withSpf(`v=spf1 ${terms}`), `spf of "example.com" ${says}`] as const;
const dmarc = (tags: string, says: string) =>
  [withDmarc(`v=DMARC1; ${tags}`), `dmarc of "example.com" ${says}`] as const;
const includes = (count: number) =>
  Array.from({ length: count }, (_, index) => `include:s${index}.example.net`).join(" ");

export const SPF_CASES: Cases = {
  "spf-syntax": [
    spf(
      "ip4:192.0.2 ~all",
      'is refused, the term "ip4:192.0.2" needs an IPv4 address or network after ":", such as 192.0.2.0/24: correct it',
    ),
    [
      withSpf("spf1 -all"),
      'spf of "example.com" does not begin with "v=spf1" and a space, receivers pass it over: correct it',
    ],
    [
      withRecords(txt("v=spf1 moo", "a.example.com")),
      'spf of "a.example.com" is refused, the term "moo" is no mechanism, they are all include exists ptr a mx ip4 ip6: correct it',
    ],
  ],
  "spf-one": [
    [
      withRecords(txt("v=spf1 -all"), txt("V=SPF1 -all")),
      'spf of "example.com" has 2 records, which receivers treat as an error: merge record "record-a" of "example.com", record "record-b" of "example.com"',
    ],
    [
      withRecords(txt("v=spf1 -all", "mail.example.com")),
      'spf of "mail.example.com" has 2 records, which receivers treat as an error: merge record "mail-from-spf" of "example.com", record "record-a" of "example.com"',
    ],
  ],
  "spf-lookups": [
    spf(`${includes(11)} ~all`, "needs 11 dns lookups, the limit is 10: drop an include"),
    [
      withRecords(
        txt("v=spf1 include:_spf.example.com a mx -all"),
        txt(`v=spf1 ${includes(8)} -all`, "_spf.example.com"),
      ),
      'spf of "example.com" needs 11 dns lookups, the limit is 10: drop an include',
    ],
    spf("include:Example.com. ~all", "includes itself, through others or directly: drop the include"),
  ],
  "spf-void": [
    spf(
      "a:a.test a:b.invalid exists:c.localhost ~all",
      "looks 3 names up in vain, the limit is 2: drop a:a.test, a:b.invalid, exists:c.localhost",
    ),
    [
      withRecords(
        txt("v=spf1 a:a.test include:_spf.example.com ~all"),
        txt("v=spf1 a:b.test a:c.test -all", "_spf.example.com"),
      ),
      'spf of "example.com" looks 3 names up in vain, the limit is 2: drop a:a.test, a:b.test, a:c.test',
    ],
  ],
  "spf-target": [
    spf(
      "include:a.test ~all",
      'has the term "include:a.test", its name is in a domain that never exists: correct or drop it',
    ),
    spf("a:a..example.net ~all", 'has the term "a:a..example.net", its name has an empty label: correct or drop it'),
  ],
  "spf-pass-all": [
    [
      withSpf("v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all"),
      'spf of "example.com" has "ip4:0.0.0.0/1 ip4:128.0.0.0/1", which lets anybody send: name those who do',
    ],
    spf("+all", 'ends in "+all", which lets anybody send: write "~all" or "-all"'),
    spf("mx all", 'ends in "all", which lets anybody send: write "~all" or "-all"'),
  ],
  "spf-ptr": [
    spf(
      "ptr ~all",
      'has the mechanism "ptr", which is slow and which many receivers skip: write ip4, ip6 or a instead',
    ),
  ],
  "spf-end": [
    spf("mx", 'ends in neither all nor redirect: add "~all"'),
    spf("redirect=a.example.net ~all", 'has a redirect beside "all", which receivers ignore: drop one of them'),
    spf("~all mx", 'has "mx" after "all", where nobody reads it: move it before'),
  ],
  "spf-modifier": [
    spf(
      "ip4=192.0.2.1 ~all",
      'has the unknown modifier "ip4=192.0.2.1", which receivers ignore: write "ip4:192.0.2.1"',
    ),
    spf(
      "redirct=a.example.net ~all",
      'has the unknown modifier "redirct=a.example.net", which receivers ignore: did you mean "redirect"?',
    ),
    spf("x-note=a ~all", 'has the unknown modifier "x-note=a", which receivers ignore: drop it'),
  ],
  "spf-size": [
    spf(
      `${"ip4:192.0.2.100 ".repeat(28)}~all`,
      "has 459 bytes, answers should keep to 450: drop terms or include a second record",
    ),
  ],
};

export const DMARC_CASES: Cases = {
  "dmarc-syntax": [
    dmarc("p=nonne", "has p=nonne, expected none or quarantine or reject"),
    [withDmarc("v=dmarc1; p=none"), 'dmarc of "example.com" does not begin with "v=DMARC1;", receivers pass it over'],
    dmarc("p=none; rua=a@example.com", 'has "a@example.com" in rua, write "mailto:" before an address'),
  ],
  "dmarc-dropped": [
    dmarc(
      "p=reject; fo=0:1:d:s",
      "has fo=0:1:d:s, expected 0 or 1, d and s, each once, with colons between: receivers drop it and keep the rest",
    ),
    dmarc("p=reject; adkim=strict", "has adkim=strict, expected r or s: receivers drop it and keep the rest"),
  ],
  "dmarc-one": [
    [
      withRecords(txt("v=DMARC1; p=reject", "_dmarc.example.com")),
      'dmarc at "_dmarc.example.com" has 2 records, so receivers use none: keep one of record "dmarc" of "example.com", record "record-a" of "example.com"',
    ],
  ],
  "dmarc-removed": [
    dmarc(
      "p=reject; pct=50",
      'has the tag "pct=50", which receivers ignore since RFC 9989: drop it, or write "t=y" to test a policy',
    ),
    dmarc("p=reject; ri=3600", 'has the tag "ri=3600", which receivers ignore since RFC 9989: drop it'),
    dmarc(
      "p=reject; rua=mailto:a@example.com!10m",
      'has a size limit in "mailto:a@example.com!10m", which receivers ignore since RFC 9989: drop what follows "!"',
    ),
  ],
  "dmarc-unknown": [
    dmarc(
      "p=reject; rau=mailto:a@example.com",
      'has the unknown tag "rau=mailto:a@example.com", which receivers ignore: did you mean "rua"?',
    ),
  ],
  "dmarc-policy-second": [
    dmarc(
      "adkim=r; p=reject",
      'has the policy as tag 3, and older receivers then use none: write it after "v=DMARC1;"',
    ),
  ],
  "dmarc-unreported": [
    dmarc(
      "p=none;",
      'has the policy none and no "rua", so nobody tells you who sends with the name: add an address for reports, or a stricter policy',
    ),
  ],
  "dmarc-spf-strict": [
    dmarc(
      "p=reject; aspf=s",
      'asks for strict alignment of spf, and SES sends with "mail.example.com": drop "aspf=s", or only DKIM can pass',
    ),
  ],
  "dmarc-report-consent": [
    dmarc(
      "p=reject; rua=mailto:a@reports.example.net",
      'reports to "a@reports.example.net": the owner of "reports.example.net" must publish TXT "example.com._report._dmarc.reports.example.net" with "v=DMARC1", or no reports are sent',
    ),
  ],
};
