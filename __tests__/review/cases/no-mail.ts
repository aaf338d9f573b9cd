// The rules of domains without mail.
import { change, dmarc, dns, IDENTITY, identity, mx, plan, record, spf, txt } from "../plans";

export const nullMx = (name = "example.com") => dns("MX", name, ".", { priority: 0 });
const made = record("null-mx", null, nullMx());
const standing = record("null-mx", nullMx(), nullMx());

export const NO_MAIL_CASES: Record<string, readonly [text: string, ...others: string[]]> = {
  "no-mail-mx": [plan([made])],
  "no-mail-stops": [plan([made, change(`${IDENTITY}.example_com`, identity(), identity())])],
  "no-mail-alone": [plan([record("record-mx", null, nullMx())])],
  "no-mail-ended": [plan([record("null-mx", nullMx(), null)])],
  "no-mail-spf": [plan([standing, record("spf", null, spf("v=spf1 -all"))])],
  "no-mail-key": [plan([standing, record("no-dkim", null, txt("*._domainkey.example.com", "v=DKIM1; p="))])],
};

/** What the review says of domains without mail: a title, the plan, and the verdict with the rules that are not safe. */
export const NO_MAIL_VERDICTS: readonly (readonly [title: string, text: string, verdict: string])[] = [
  [
    "all of it at a new name",
    plan([
      made,
      record("no-dkim", null, txt("*._domainkey.example.com", "v=DKIM1; p=")),
      record("spf", null, spf("v=spf1 -all")),
      record("dmarc", null, dmarc("v=DMARC1; p=reject;")),
    ]),
    "safe",
  ],
  [
    "a null MX of records beside SPF by which nobody may send",
    plan([record("record-mx", null, nullMx()), record("spf", null, spf("v=spf1 -all"))]),
    "safe",
  ],
  [
    "a null MX of records beside SPF that lets somebody send",
    plan([record("record-mx", null, nullMx()), record("spf", null, spf("v=spf1 mx -all"))]),
    "danger no-mail-alone spf-published",
  ],
  [
    "a null MX of records by itself, with its name in capitals",
    plan([record("record-mx", null, nullMx("Example.COM"))]),
    "danger no-mail-alone",
  ],
  ["a null MX of records whose ttl changes", plan([record("record-mx", nullMx(), { ...nullMx(), ttl: 60 })]), "safe"],
  [
    "a null MX where an identity is created",
    plan([made, change(`${IDENTITY}.example_com`, null, identity())]),
    "danger no-mail-stops",
  ],
  [
    "a null MX where an identity is destroyed",
    plan([made, change(`${IDENTITY}.example_com`, identity(), null)]),
    "danger identity-deleted no-mail-stops",
  ],
  [
    "a null MX in place of another MX",
    plan([record("record-mx", mx("example.com", "mx.example.net"), nullMx())]),
    "danger no-mail-stops",
  ],
  [
    "a null MX beside another MX",
    plan([made, record("record-mx", mx("example.com", "mx.example.net"), mx("example.com", "mx.example.net"))]),
    "danger no-mail-stops",
  ],
  [
    "a null MX where another MX is deleted",
    plan([made, record("record-mx", mx("example.com", "mx.example.net"), null)]),
    "danger mx-removed no-mail-stops rename-unordered",
  ],
  [
    "another MX in place of a null MX",
    plan([record("record-mx", nullMx(), mx("example.com", "mx.example.net"))]),
    "danger mx-changed",
  ],
  [
    "a null MX that moves to another name",
    plan([record("record-mx", nullMx("a.example.com"), nullMx("b.example.com"))]),
    "danger no-mail-alone",
  ],
  [
    "an MX whose host is not known",
    plan([record("null-mx", null, { ...nullMx(), content: null }, { after_unknown: { content: true } })]),
    "danger mx-added value-unknown",
  ],
  [
    "an SPF record that refuses all where there is mail",
    plan([record("spf", null, spf("v=spf1 -all")), change(`${IDENTITY}.example_com`, identity(), identity())]),
    "caution spf-published",
  ],
  [
    "an SPF record with a sender at a name without mail",
    plan([standing, record("spf", null, spf("v=spf1 mx -all"))]),
    "caution spf-published",
  ],
  [
    "an SPF record that lets a sender go at a name without mail",
    plan([standing, record("spf", spf("v=spf1 mx -all"), spf("v=spf1 -all"))]),
    "danger spf-sender-lost",
  ],
  [
    "an empty key for all selectors where there is mail",
    plan([record("no-dkim", null, txt("*._domainkey.example.com", "v=DKIM1; p="))]),
    "danger dkim-revoked wildcard-mail",
  ],
  [
    "a key for all selectors that is not empty, at a name without mail",
    plan([standing, record("no-dkim", null, txt("*._domainkey.example.com", "v=DKIM1; p=MIGf"))]),
    "danger dkim-foreign wildcard-mail",
  ],
  [
    "a policy of reject above an identity that takes it",
    plan([
      made,
      record("dmarc", null, dmarc("v=DMARC1; p=reject;")),
      change(
        `${IDENTITY}.news_example_com`,
        identity({ email_identity: "news.example.com" }),
        identity({ email_identity: "news.example.com" }),
      ),
    ]),
    "danger dmarc-rejects",
  ],
  [
    "a policy of reject above an identity with one of its own",
    plan([
      made,
      record("dmarc", null, dmarc("v=DMARC1; p=reject;")),
      change(
        `${IDENTITY}.news_example_com`,
        identity({ email_identity: "news.example.com" }),
        identity({ email_identity: "news.example.com" }),
      ),
      change(
        "cloudflare_dns_record.news_example_com__dmarc",
        txt("_dmarc.news.example.com", "v=DMARC1; p=none;"),
        txt("_dmarc.news.example.com", "v=DMARC1; p=none;"),
      ),
    ]),
    "safe",
  ],
  [
    "a policy of reject in place of none, at a name without mail",
    plan([standing, record("dmarc", dmarc("v=DMARC1; p=none;"), dmarc("v=DMARC1; p=reject;"))]),
    "danger dmarc-rejects",
  ],
];
