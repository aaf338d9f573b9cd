// Faults of single records, as people make them by hand.
import { ARTICLE } from "../../helpers/domains";
import { LIVE, PENDING, recordsOf, sesOf, world } from "../world";
import type { Scenario } from "./scenario";

const PROXIED = { A: ["192.0.2.1"], AAAA: ["2001:db8::1"] };
const PROXIED_ARTICLE = { ...ARTICLE, web: [{ ...ARTICLE.web[0]!, proxied: true }] };
const mail = (...strings: string[]) => ({
  "mail.example.com": { MX: ["10 feedback-smtp.us-east-1.amazonses.com"], TXT: [strings] },
});

export const RECORD_SCENARIOS: readonly Scenario[] = [
  {
    name: "stranger",
    // One DKIM record forgotten, one proxied, and the zone's name doubled in the third.
    world: world({
      records: {
        "aaa._domainkey.example.com": null,
        "bbb._domainkey.example.com": PROXIED,
        "ccc._domainkey.example.com": null,
        "ccc._domainkey.example.com.example.com": { CNAME: ["ccc.dkim.amazonses.com"] },
      },
    }),
    props: { ses: sesOf({ identity: { verifiedForSending: false }, dkim: PENDING }) },
    verdict: "not-live",
    causes: ["dkim-partial", "cname-proxied", "name-doubled"],
  },
  {
    name: "record-missing",
    world: world({ records: { "_dmarc.example.com": null, "www.example.com": null } }),
    verdict: "not-live",
    causes: ["record-missing"],
  },
  {
    name: "record-missing-all",
    world: world({ records: Object.fromEntries(Object.keys(LIVE).map((name) => [name, null])) }),
    verdict: "not-live",
    causes: ["record-missing"],
  },
  {
    name: "record-different",
    world: world({
      records: { "_dmarc.example.com": { TXT: [["v=DMARC1; p=reject; rua=mailto:dmarc@example.com;"]] } },
    }),
    verdict: "not-live",
    causes: ["record-different"],
  },
  {
    name: "name-doubled",
    world: world({
      records: {
        "_dmarc.example.com": null,
        "_dmarc.example.com.example.com": { TXT: [["v=DMARC1; p=none;"]] },
      },
    }),
    verdict: "not-live",
    causes: ["name-doubled"],
  },
  {
    // The wildcard has the doubled name as well; the name itself has another text, and so nothing of the wildcard.
    name: "name-doubled-by-wildcard",
    world: world({
      records: {
        "_dmarc.example.com": { TXT: [["site-verification=0000"]] },
        "*.example.com": { TXT: [["v=DMARC1; p=none;"]] },
        "bbb._domainkey.example.com": { TXT: [["bbb.dkim.amazonses.com"]] },
        "*.com.example.com": { CNAME: ["bbb.dkim.amazonses.com"] },
      },
    }),
    verdict: "not-live",
    causes: ["other-type", "record-missing"],
  },
  {
    name: "cname-proxied",
    world: world({ records: { "bbb._domainkey.example.com": PROXIED } }),
    verdict: "not-live",
    causes: ["cname-proxied"],
  },
  {
    name: "proxy-off",
    world: world({ records: { "www.example.com": { CNAME: ["d111111abcdef8.cloudfront.net"] } } }),
    props: { domains: [PROXIED_ARTICLE], records: recordsOf(PROXIED_ARTICLE) },
    verdict: "not-live",
    causes: ["proxy-off"],
  },
  {
    name: "cname-twice",
    world: world({
      records: { "bbb._domainkey.example.com": { CNAME: ["bbb.dkim.amazonses.com", "old.dkim.amazonses.com"] } },
    }),
    verdict: "not-live",
    causes: ["cname-twice"],
  },
  {
    name: "target-doubled",
    world: world({
      records: {
        "bbb._domainkey.example.com": { CNAME: ["bbb.dkim.amazonses.com.example.com"] },
        "mail.example.com": {
          MX: ["10 feedback-smtp.us-east-1.amazonses.com.example.com"],
          TXT: [["v=spf1 include:amazonses.com ~all"]],
        },
        "www.example.com": { CNAME: ["d111111abcdef8.cloudfront.example.com"] },
      },
    }),
    verdict: "not-live",
    causes: ["target-doubled", "target-doubled", "target-doubled"],
  },
  {
    name: "target-stray",
    world: world({
      records: {
        "aaa._domainkey.example.com": { CNAME: ["aaa.dkim.amazonses"] },
        "bbb._domainkey.example.com": { CNAME: ['"bbb.dkim.amazonses.com"'] },
        "ccc._domainkey.example.com": { CNAME: ["ccc.dkim.amazonses.com "] },
        "www.example.com": { CNAME: ["https://d111111abcdef8.cloudfront.net/"] },
      },
    }),
    verdict: "not-live",
    causes: ["target-stray", "target-stray", "target-stray", "target-stray"],
  },
  {
    name: "other-type",
    world: world({
      records: {
        "bbb._domainkey.example.com": { TXT: [["bbb.dkim.amazonses.com"]] },
        "_dmarc.example.com": { CNAME: ["dmarc.elsewhere.example"] },
      },
      zones: { "elsewhere.example": { "dmarc.elsewhere.example": { TXT: [["v=DMARC1; p=reject;"]] } } },
    }),
    verdict: "not-live",
    causes: ["other-type", "other-type"],
  },
  {
    // The provider's name leads on; receivers follow to the end.
    name: "txt-by-cname",
    world: world({
      records: { "_dmarc.example.com": { CNAME: ["dmarc.elsewhere.example"] } },
      zones: {
        "elsewhere.example": { "dmarc.elsewhere.example": { CNAME: ["customer.third.example"] } },
        "third.example": { "customer.third.example": { TXT: [["v=DMARC1; ", "p=none;"]] } },
      },
    }),
    verdict: "live",
    causes: ["txt-by-cname"],
  },
  {
    name: "other-type-loop",
    world: world({
      records: { "_dmarc.example.com": { CNAME: ["dmarc.elsewhere.example"] } },
      zones: { "elsewhere.example": { "dmarc.elsewhere.example": { CNAME: ["_dmarc.example.com"] } } },
    }),
    verdict: "not-live",
    causes: ["other-type", "resolver-failing"],
  },
  {
    name: "other-type-to-nothing",
    world: world({
      records: { "_dmarc.example.com": { CNAME: ["dmarc.elsewhere.example"] } },
      zones: { "elsewhere.example": { "elsewhere.example": { TXT: [["nothing else"]] } } },
    }),
    verdict: "not-live",
    causes: ["other-type"],
  },
  {
    // SES and receivers want the MX at the MAIL FROM domain; a chain to the right values is somebody else's.
    name: "other-type-mail-from",
    world: world({
      records: { "mail.example.com": { CNAME: ["bounces.elsewhere.example"] } },
      zones: {
        "elsewhere.example": {
          "bounces.elsewhere.example": {
            MX: ["10 feedback-smtp.us-east-1.amazonses.com"],
            TXT: [["v=spf1 include:amazonses.com ~all"]],
          },
        },
      },
    }),
    verdict: "not-live",
    causes: ["other-type", "txt-by-cname"],
  },
  {
    name: "wildcard-answers",
    world: world({
      records: { "_dmarc.example.com": null, "www.example.com": null, "*.example.com": { A: ["192.0.2.1"] } },
    }),
    verdict: "not-live",
    causes: ["record-missing", "wildcard-answers"],
  },
  {
    name: "wildcard-of-another-type",
    world: world({
      records: {
        "bbb._domainkey.example.com": null,
        "*._domainkey.example.com": { TXT: [["v=DKIM1; p="]] },
        "mail.example.com": null,
        "*.example.com": { CNAME: ["elsewhere.example"] },
      },
    }),
    verdict: "not-live",
    causes: ["wildcard-answers", "wildcard-answers"],
  },
  {
    name: "txt-unquoted",
    world: world({ records: mail("v=spf1", "include:amazonses.com", "~all") }),
    verdict: "not-live",
    causes: ["txt-unquoted"],
  },
  {
    name: "txt-quotes",
    world: world({ records: mail('"v=spf1 include:amazonses.com ~all"') }),
    verdict: "not-live",
    causes: ["txt-quotes"],
  },
  {
    name: "txt-split",
    world: world({
      records: {
        "_dmarc.example.com": { TXT: [["v=DMARC1;p=none;"]] },
        ...mail("v=spf1 include:amazon ", "ses.com ~all"),
      },
    }),
    verdict: "not-live",
    causes: ["txt-split", "txt-split"],
  },
  {
    name: "txt-stray",
    world: world({
      records: {
        "_dmarc.example.com": { TXT: [["\u201cv=DMARC1; p=none;\u201d"]] },
        ...mail("\ufeffv=spf1 include:amazonses.com ~all."),
      },
    }),
    verdict: "not-live",
    causes: ["txt-stray", "txt-stray"],
  },
  {
    name: "txt-case",
    world: world({ records: { "_dmarc.example.com": { TXT: [["v=dmarc1; p=none;"]] } } }),
    verdict: "not-live",
    causes: ["txt-case"],
  },
];
