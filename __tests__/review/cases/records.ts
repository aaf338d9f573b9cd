// The rules of records beside the five of mail, of what hides them, and of what they mean: a plan on which each speaks, and the
// other rules that speak on it as well.
import {
  change,
  dkim,
  dmarc,
  dns,
  IDENTITY,
  identity,
  MAIL_FROM,
  mailFrom,
  mx,
  plan,
  record,
  spf,
  txt,
} from "../plans";

type Case = readonly [text: string, ...others: string[]];

const kept = change(
  `${IDENTITY}.example_com`,
  identity({ dkim_signing_attributes: [{ tokens: ["aaa", "bbb", "ccc"] }] }),
  identity({ dkim_signing_attributes: [{ tokens: ["aaa", "bbb", "ccc"] }] }),
);
const bounces = change(`${MAIL_FROM}.example_com`, mailFrom(), mailFrom());
const SES_MX = "feedback-smtp.us-east-1.amazonses.com";
const inbound = record("record-mx", mx("example.com", "mx.example.com"), mx("example.com", "mx.example.com"));
const LOGO = txt("default._bimi.example.com", "v=BIMI1; l=https://example.com/a.svg");
const SHOP_LOGO = txt("default._bimi.shop.example.com", "v=BIMI1; l=https://example.com/a.svg");
const SHOP_DMARC = txt("_dmarc.shop.example.com", "v=DMARC1; p=quarantine");
const caa = (issuer: string) =>
  dns("CAA", "example.com", "", { content: null, data: { flags: 0, tag: "issue", value: issuer } });
const quoted = (text: string) => dns("TXT", "s1._domainkey.example.com", text);

export const RECORD_CASES: Readonly<Record<string, Case>> = {
  "dkim-foreign": [plan([kept, record("record-x", null, dkim("ddd"))])],
  "dkim-wrong": [plan([kept, record("dkim-1", null, { ...dkim("aaa"), content: "aaa.dkim.example.net" })])],
  "dkim-revoked": [plan([record("record-x", null, quoted('"v=DKIM1; p="'))])],
  "mail-from-mx-renamed": [
    plan([record("mail-from-mx", mx("mail.example.com", SES_MX), mx("post.example.com", SES_MX))]),
  ],
  "mail-from-mx-second": [
    plan([
      bounces,
      record("mail-from-mx", mx("mail.example.com", SES_MX), mx("mail.example.com", SES_MX)),
      record("record-x", null, mx("mail.example.com", SES_MX, { priority: 20 })),
    ]),
    "mail-from-mx-created",
  ],
  "spf-mail-from-others": [
    plan([record("mail-from-spf", null, spf("v=spf1 include:amazonses.com ip4:192.0.2.1 ~all", "mail.example.com"))]),
    "spf-created",
  ],
  "spf-ses-missing": [plan([record("mail-from-spf", null, spf("v=spf1 -all", "mail.example.com"))])],
  "spf-loops": [plan([record("spf", null, spf("v=spf1 include:example.com -all"))]), "spf-published"],
  "spf-reordered": [plan([record("spf", spf("v=spf1 -ip4:192.0.2.1 mx ~all"), spf("v=spf1 mx -ip4:192.0.2.1 ~all"))])],
  "dmarc-disarmed": [plan([record("dmarc", dmarc("v=DMARC1; p=reject"), dmarc("v=DMARC1; p=none"))])],
  "dmarc-share-rejects": [
    plan([record("dmarc", dmarc("v=DMARC1; p=reject; pct=0"), dmarc("v=DMARC1; p=reject; pct=100"))]),
  ],
  "dmarc-share-changed": [
    plan([record("dmarc", dmarc("v=DMARC1; p=quarantine; pct=5"), dmarc("v=DMARC1; p=quarantine"))]),
  ],
  "dmarc-unread": [
    plan([record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=none; adkim=strict"))]),
    "dmarc-reworded",
  ],
  "dmarc-exempted": [
    plan([
      record("dmarc", dmarc("v=DMARC1; p=reject"), dmarc("v=DMARC1; p=reject")),
      record("record-x", null, txt("_dmarc.news.example.com", "v=DMARC1; p=none")),
    ]),
    "dmarc-created",
  ],
  "dmarc-reports-odd": [
    plan([record("dmarc", null, dmarc("v=DMARC1; p=none; rua=https://reports.example/in"))]),
    "dmarc-created",
  ],
  "dmarc-psd": [plan([record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=none; psd=y"))]), "dmarc-reworded"],
  "mx-host-removed": [
    plan([inbound, record("record-a", dns("A", "mx.example.com", "192.0.2.1"), null)]),
    "record-removed",
  ],
  "mx-host-changed": [
    plan([
      inbound,
      record("record-a", dns("A", "mx.example.com", "192.0.2.1"), dns("A", "mx.example.com", "192.0.2.2")),
    ]),
    "record-changed",
  ],
  "mail-delegated": [
    plan([kept, record("record-x", null, dns("NS", "_domainkey.example.com", "ns.example.net"))]),
    "dkim-wrong",
  ],
  "name-delegated": [
    plan([kept, record("record-x", null, dns("NS", "dev.example.com", "ns.example.net"))]),
    "record-created",
  ],
  "mail-aliased": [
    plan([bounces, record("record-x", null, dns("CNAME", "mail.example.com", "host.example.net"))]),
    "record-created",
  ],
  "apex-aliased": [
    plan([kept, record("record-x", null, dns("CNAME", "example.com", "host.example.net"))]),
    "record-created",
  ],
  "wildcard-mail": [
    plan([record("record-x", null, dns("CNAME", "*.example.com", "host.example.net"))]),
    "record-created",
  ],
  "wildcard-other": [plan([record("record-x", null, dns("A", "*.example.com", "192.0.2.1"))]), "record-created"],
  "wildcard-hidden": [
    plan([
      record("record-mx", mx("*.example.com", "mx.example.net"), mx("*.example.com", "mx.example.net")),
      record("record-a", null, dns("A", "host.example.com", "192.0.2.1")),
    ]),
    "record-created",
  ],
  "ses-verification": [plan([record("record-x", null, txt("_amazonses.example.com", "token"))])],
  "dane-published": [
    plan([
      record(
        "record-x",
        null,
        dns("TLSA", "_25._tcp.mx.example.com", "", { content: null, data: { usage: 3, certificate: "00" } }),
      ),
    ]),
  ],
  "mta-sts-published": [plan([record("record-x", null, txt("_mta-sts.example.com", "v=STSv1; id=1"))])],
  "mta-sts-host": [plan([record("record-x", null, dns("CNAME", "mta-sts.example.com", "host.example.net"))])],
  "tls-reports-abroad": [
    plan([record("record-x", null, txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:a@reports.example"))]),
  ],
  "tls-reports": [
    plan([record("record-x", null, txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:a@example.com"))]),
  ],
  "bimi-published": [
    plan([record("record-x", null, txt("default._bimi.example.com", "v=BIMI1; l=https://example.com/a.svg"))]),
  ],
  "report-consent": [plan([record("record-x", null, txt("example.org._report._dmarc.example.com", "v=DMARC1"))])],
  "report-consent-open": [plan([record("record-x", null, txt("*._report._dmarc.example.com", "v=DMARC1"))])],
  "mta-sts-removed": [
    plan([
      record("mta-sts", txt("_mta-sts.example.com", "v=STSv1; id=1"), null),
      record("record-x", txt("_mta-sts.b.example.com", "v=STSv1; id=1;"), txt("_mta-sts.b.example.com", "v=STSv1;")),
      record(
        "record-y",
        txt("_mta-sts.c.example.com", "v=STSv1; id=1;"),
        txt("_mta-sts.d.example.com", "v=STSv1; id=1"),
      ),
      record(
        "record-z",
        txt("_mta-sts.e.example.com", "v=STSv1; id=1"),
        txt("_mta-sts.e.example.com", `v=STSv1; id=${"1".repeat(33)}`),
      ),
    ]),
    "mta-sts-published",
    "record-changed",
  ],
  "mta-sts-host-removed": [plan([record("record-x", dns("CNAME", "mta-sts.example.com", "host.example.net"), null)])],
  "tls-reports-removed": [
    plan([
      record("tls-rpt", txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:a@example.com"), null),
      record(
        "record-x",
        txt("_smtp._tls.b.example.com", "v=TLSRPTv1; rua=mailto:a@b.example.com,mailto:b@b.example.com"),
        txt("_smtp._tls.b.example.com", "v=TLSRPTv1; rua=mailto:a@b.example.com"),
      ),
      record(
        "record-y",
        txt("_smtp._tls.c.example.com", "v=TLSRPTv1; rua=mailto:a@c.example.com"),
        txt("_smtp._tls.c.example.com", "v=tlsrptv1; rua=mailto:a@c.example.com"),
      ),
    ]),
    "record-changed",
    "tls-reports",
  ],
  "bimi-removed": [
    plan([
      record("bimi", txt("default._bimi.example.com", "v=BIMI1; l=https://example.com/a.svg"), null),
      record(
        "record-x",
        txt("brand._bimi.example.com", "v=BIMI1; l=https://example.com/a.svg"),
        txt("brand._bimi.example.com", "v=BIMI1; l=; a=;"),
      ),
    ]),
    "bimi-published",
    "record-changed",
  ],
  "bimi-unenforced": [
    plan([
      record("bimi", LOGO, LOGO),
      record("dmarc", dmarc("v=DMARC1; p=reject"), dmarc("v=DMARC1; p=reject; t=y")),
      // The policy of a subdomain counts for its own logo.
      record("record-x", SHOP_LOGO, SHOP_LOGO),
      record("record-y", SHOP_DMARC, SHOP_DMARC),
    ]),
    "dmarc-loosened",
  ],
  "report-consent-removed": [
    plan([record("record-x", txt("example.org._report._dmarc.example.com", "v=DMARC1"), null)]),
  ],
  "caa-excludes-acm": [plan([record("record-x", null, caa("ca.example.net"))]), "record-created"],
  "record-repurposed": [
    plan([record("dmarc", dmarc("v=DMARC1; p=none"), spf("v=spf1 mx -all"))]),
    "dmarc-broken",
    "dmarc-renamed",
  ],
  "record-reworded": [plan([record("record-x", quoted("v=DKIM1; p=MIGf"), quoted('"v=DKIM1; p=MI" "Gf"'))])],
  "mail-proxied": [
    plan([
      record(
        "record-x",
        dns("CNAME", "_dmarc.example.com", "dmarc.example.net"),
        dns("CNAME", "_dmarc.example.com", "dmarc.example.net", { proxied: true }),
      ),
    ]),
  ],
};
