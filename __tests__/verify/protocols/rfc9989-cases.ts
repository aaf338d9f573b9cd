// Record sets and what receivers make of them. From RFC 9989: the walk of §4.10, the examples of §4.10.2 and of appendix B.4.
// From the tests that mailauth (https://github.com/postalsys/mailauth) keeps for RFC 9989, MIT licence: the cases of its
// sections on discovery, np, psd and records without a valid policy. Facts only; words and format are our own.

export interface DmarcCase {
  readonly name: string;
  /** RFC section, or `mailauth`. */
  readonly source: string;
  /** TXT records at `_dmarc.<name>`. */
  readonly records: Readonly<Record<string, readonly string[]>>;
  readonly domain: string;
  /** Whether the domain itself has a record of any type. @default - it has */
  readonly exists?: false;
  readonly organization: string;
  /** Where the record that applies stands, and the policy; null: receivers do nothing. */
  readonly applied: readonly [at: string, policy: string] | null;
}

const BANK = { "giant.bank.example": ["v=DMARC1; p=quarantine"], "bank.example": ["v=DMARC1; p=reject; psd=y"] };
const NP = { "example.com": ["v=DMARC1; p=reject; sp=none; np=quarantine"] };

export const DMARC_CASES: readonly DmarcCase[] = [
  {
    name: "of several records the shortest name's is the organization's",
    source: "RFC 9989 §4.10.2",
    records: { "mail.example.com": ["v=DMARC1; p=none"], "example.com": ["v=DMARC1; p=reject"] },
    domain: "a.mail.example.com",
    organization: "example.com",
    applied: ["example.com", "reject"],
  },
  {
    name: "psd=n is the organization itself",
    source: "RFC 9989 §4.10.2",
    records: { "mail.example.com": ["v=DMARC1; p=quarantine; psd=n"], "example.com": ["v=DMARC1; p=reject"] },
    domain: "a.mail.example.com",
    organization: "mail.example.com",
    applied: ["mail.example.com", "quarantine"],
  },
  {
    name: "below psd=y lies the organization",
    source: "RFC 9989 §4.10.2",
    records: { com: ["v=DMARC1; p=reject; psd=y"] },
    domain: "a.mail.example.com",
    organization: "example.com",
    applied: ["com", "reject"],
  },
  {
    name: "the domain's own record",
    source: "RFC 9989 B.4.1",
    records: { "example.com": ["v=DMARC1; p=none"], "signing.example.com": ["v=DMARC1; p=reject"] },
    domain: "example.com",
    organization: "example.com",
    applied: ["example.com", "none"],
  },
  {
    name: "the signing domain has a record, and belongs to the same organization",
    source: "RFC 9989 B.4.1",
    records: { "example.com": ["v=DMARC1; p=none"], "signing.example.com": ["v=DMARC1; p=reject"] },
    domain: "signing.example.com",
    organization: "example.com",
    applied: ["signing.example.com", "reject"],
  },
  {
    name: "a deep name",
    source: "RFC 9989 B.4.2",
    records: { "example.com": ["v=DMARC1; p=none"], "signing.example.com": ["v=DMARC1; p=reject"] },
    domain: "a.b.c.d.e.f.g.h.i.j.k.example.com",
    organization: "example.com",
    applied: ["example.com", "none"],
  },
  {
    name: "an organization below a public suffix has its own policy",
    source: "RFC 9989 B.4.3",
    records: BANK,
    domain: "giant.bank.example",
    organization: "giant.bank.example",
    applied: ["giant.bank.example", "quarantine"],
  },
  {
    name: "a name below that organization",
    source: "RFC 9989 B.4.3",
    records: BANK,
    domain: "mail.giant.bank.example",
    organization: "giant.bank.example",
    applied: ["giant.bank.example", "quarantine"],
  },
  {
    name: "another organization below the same suffix",
    source: "RFC 9989 B.4.3",
    records: BANK,
    domain: "mail.mega.bank.example",
    organization: "mega.bank.example",
    applied: ["bank.example", "reject"],
  },
  {
    name: "not the record in between",
    source: "mailauth",
    records: { "b.example.com": ["v=DMARC1; p=none"], "example.com": ["v=DMARC1; p=reject"] },
    domain: "a.b.example.com",
    organization: "example.com",
    applied: ["example.com", "reject"],
  },
  {
    name: "two records at a name are discarded, psd=n with them, and the walk goes on",
    source: "mailauth",
    records: {
      "b.example.com": ["v=DMARC1; p=reject; psd=n", "v=DMARC1; p=none"],
      "example.com": ["v=DMARC1; p=quarantine"],
    },
    domain: "a.b.example.com",
    organization: "example.com",
    applied: ["example.com", "quarantine"],
  },
  {
    name: "psd=n at the domain itself ends the walk",
    source: "mailauth",
    records: { "mail.example.com": ["v=DMARC1; p=reject; psd=n"], "example.com": ["v=DMARC1; p=reject"] },
    domain: "mail.example.com",
    organization: "mail.example.com",
    applied: ["mail.example.com", "reject"],
  },
  {
    name: "np for a subdomain that does not exist",
    source: "mailauth",
    records: NP,
    domain: "sub.example.com",
    exists: false,
    organization: "example.com",
    applied: ["example.com", "quarantine"],
  },
  {
    name: "sp for one that does",
    source: "mailauth",
    records: NP,
    domain: "sub.example.com",
    organization: "example.com",
    applied: ["example.com", "none"],
  },
  {
    name: "p for the organization itself",
    source: "mailauth",
    records: NP,
    domain: "example.com",
    organization: "example.com",
    applied: ["example.com", "reject"],
  },
  {
    name: "p where sp is left out, though there is np",
    source: "mailauth",
    records: { "example.com": ["v=DMARC1; p=quarantine; np=reject"] },
    domain: "sub.example.com",
    organization: "example.com",
    applied: ["example.com", "quarantine"],
  },
  {
    name: "np of a public suffix for a name that nobody registered",
    source: "mailauth",
    records: { "gov.example": ["v=DMARC1; p=reject; sp=none; np=reject; psd=y"] },
    domain: "fake-agency.gov.example",
    exists: false,
    organization: "fake-agency.gov.example",
    applied: ["gov.example", "reject"],
  },
  {
    name: "the public suffix's policy is not used where the organization has one",
    source: "mailauth",
    records: { example: ["v=DMARC1; p=reject; psd=y"], "foo.example": ["v=DMARC1; p=none"] },
    domain: "foo.example",
    organization: "foo.example",
    applied: ["foo.example", "none"],
  },
  {
    name: "sp of a public suffix where the organization has none",
    source: "mailauth",
    records: { "bank.example": ["v=DMARC1; p=reject; sp=quarantine; psd=y"] },
    domain: "mail.giant.bank.example",
    organization: "giant.bank.example",
    applied: ["bank.example", "quarantine"],
  },
  {
    name: "a public suffix that sends is its own organization",
    source: "mailauth",
    records: { "bank.example": ["v=DMARC1; p=reject; sp=none; psd=y"] },
    domain: "bank.example",
    organization: "bank.example",
    applied: ["bank.example", "reject"],
  },
  {
    name: "without p it is none, if reports are wanted",
    source: "mailauth",
    records: { "example.com": ["v=DMARC1; rua=mailto:dmarc@example.com"] },
    domain: "example.com",
    organization: "example.com",
    applied: ["example.com", "none"],
  },
  {
    name: "without p and reports receivers do nothing",
    source: "mailauth",
    records: { "example.com": ["v=DMARC1; adkim=s"] },
    domain: "example.com",
    organization: "example.com",
    applied: null,
  },
  {
    name: "a wrong p is none, if reports are wanted",
    source: "mailauth",
    records: { "example.com": ["v=DMARC1; p=block; adkim=s; rua=mailto:dmarc@example.com!10m"] },
    domain: "example.com",
    organization: "example.com",
    applied: ["example.com", "none"],
  },
  {
    name: "a wrong sp spoils p as well",
    source: "mailauth",
    records: { "example.com": ["v=DMARC1; p=reject; sp=bounce; rua=mailto:dmarc@example.com"] },
    domain: "sub.example.com",
    organization: "example.com",
    applied: ["example.com", "none"],
  },
  {
    name: "an empty np as well",
    source: "mailauth",
    records: { "example.com": ["v=DMARC1; p=reject; np=; rua=mailto:dmarc@example.com"] },
    domain: "sub.example.com",
    organization: "example.com",
    applied: ["example.com", "none"],
  },
  {
    name: "an address without mailto: is no address for reports",
    source: "mailauth",
    records: { "example.com": ["v=DMARC1; p=reject; sp=nope; rua=dmarc@example.com"] },
    domain: "example.com",
    organization: "example.com",
    applied: null,
  },
  {
    name: "no record anywhere",
    source: "RFC 9989 §4.10.1",
    records: {},
    domain: "sub.example.com",
    organization: "sub.example.com",
    applied: null,
  },
];
