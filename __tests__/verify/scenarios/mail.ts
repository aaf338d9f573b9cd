// Faults of DKIM, MAIL FROM, SPF and DMARC.
import type { Domain } from "../../../lib/dns/domain";
import { formatMtaSts } from "../../../lib/dns/kinds/mta-sts";
import { formatMtaStsPolicy, type MtaStsPolicy, mtaStsId } from "../../../lib/dns/text/mta-sts-policy";
import type { PolicyFetch } from "../../../lib/verify/protocols/mta-sts";
import { ARTICLE } from "../../helpers/domains";
import { inStrings, LIVE, NOW, PENDING, recordsOf, rsaKey, SES_ZONE, sesOf, world } from "../world";
import type { Scenario } from "./scenario";

const DAY = 24 * 3_600_000;
const MAIL = LIVE["mail.example.com"]!;
const key = (text: string) => ({ "aaa.dkim.amazonses.com": { TXT: [inStrings(text)] } });
const dmarc = (text: string, more: Partial<Domain> = {}) => {
  const domain = { ...ARTICLE, dmarc: text, ...more };
  return { domains: [domain], records: recordsOf(domain) };
};
const withSpf = (spf: string) => {
  const domain = { ...ARTICLE, spf };
  return { domains: [domain], records: recordsOf(domain) };
};
const { dmarc: _, ...NO_DMARC } = ARTICLE;
const SUB: Domain = {
  ...ARTICLE,
  domain: "news.example.com",
  mailFrom: { domain: "mail.news.example.com", onMxFailure: "use-default", spf: "~all" },
  web: [],
};
const SUB_LIVE = Object.fromEntries(
  Object.entries(LIVE).map(([name, set]) => [name.replace(/example\.com$/, "news.example.com"), set]),
);

const [DKIM_RECORD] = recordsOf(ARTICLE);
/** A record of domains.yaml, with a key that SES does not sign with. */
const FORMER_KEY = {
  records: [
    ...recordsOf(ARTICLE),
    {
      ...DKIM_RECORD!,
      id: "record-former",
      purpose: "record" as const,
      name: "old._domainkey.example.com",
      content: "old.dkim.amazonses.com",
    },
  ],
};

const DKIM_SCENARIOS: readonly Scenario[] = [
  {
    name: "dkim-partial",
    world: world({ records: { "aaa._domainkey.example.com": null, "bbb._domainkey.example.com": null } }),
    verdict: "not-live",
    causes: ["dkim-partial"],
  },
  {
    // SES may have its keys wherever it likes: what counts is what stands at the end.
    name: "dkim-key-chain",
    world: world({
      ses: { "aaa.dkim.amazonses.com": { CNAME: ["aaa.one.example"] } },
      zones: {
        "one.example": { "aaa.one.example": { CNAME: ["aaa.two.example"] } },
        "two.example": { "aaa.two.example": SES_ZONE["aaa.dkim.amazonses.com"]! },
      },
    }),
    verdict: "live",
    causes: [],
  },
  {
    name: "dkim-key-ring",
    world: world({
      ses: { "aaa.dkim.amazonses.com": { CNAME: ["aaa.one.example"] } },
      zones: { "one.example": { "aaa.one.example": { CNAME: ["aaa.dkim.amazonses.com"] } } },
    }),
    verdict: "not-live",
    causes: ["dkim-key-absent"],
  },
  {
    // A level deeper than the name that was given away.
    name: "mail-from-below-delegated",
    world: world({
      records: { "mail.example.com": null },
      servers: { "127.0.0.5": { name: "ns1.mailer.example", zones: { "mail.example.com": {} } } },
    }),
    props: (() => {
      const domain: Domain = {
        ...ARTICLE,
        mailFrom: { domain: "bounce.mail.example.com", onMxFailure: "use-default", spf: "~all" },
      };
      const ses = sesOf({
        identity: { mailFrom: { domain: "bounce.mail.example.com", status: "SUCCESS", behaviorOnMxFailure: "" } },
      });
      return { domains: [domain], records: recordsOf(domain), ses };
    })(),
    verdict: "not-live",
    causes: ["name-delegated"],
  },
  {
    name: "dkim-region",
    world: world({ records: { "bbb._domainkey.example.com": { CNAME: ["bbb.dkim.eu-south-1.amazonses.com"] } } }),
    verdict: "not-live",
    causes: ["dkim-region"],
  },
  {
    name: "dkim-hosted-zone",
    world: world({}),
    props: { ses: sesOf({ dkim: { signingHostedZone: "dkim.cell2.amazonses.com" } }) },
    verdict: "not-live",
    causes: ["dkim-hosted-zone"],
  },
  {
    name: "dkim-tokens-stale",
    world: world({}),
    props: { ses: sesOf({ dkim: { tokens: ["ddd", "eee", "fff"] } }) },
    verdict: "not-live",
    causes: ["dkim-tokens-stale"],
  },
  {
    // Neither that SES has not looked yet, nor that the key will come, would be true.
    name: "dkim-tokens-stale-pending",
    world: world({
      ses: { "aaa.dkim.amazonses.com": null, "bbb.dkim.amazonses.com": null, "ccc.dkim.amazonses.com": null },
    }),
    props: {
      ses: sesOf({ identity: { verifiedForSending: false }, dkim: { ...PENDING, tokens: ["ddd", "eee", "fff"] } }),
    },
    verdict: "not-live",
    causes: ["dkim-tokens-stale"],
  },
  {
    name: "dkim-tokens-stale-live",
    world: world({
      records: {
        "aaa._domainkey.example.com": null,
        "bbb._domainkey.example.com": null,
        "ccc._domainkey.example.com": null,
        "ddd._domainkey.example.com": { CNAME: ["ddd.dkim.amazonses.com"] },
      },
    }),
    props: { ses: sesOf({ dkim: { tokens: ["ddd", "eee", "fff"] } }) },
    verdict: "not-live",
    causes: ["dkim-tokens-stale"],
  },
  {
    name: "dkim-key-absent",
    world: world({
      ses: { "aaa.dkim.amazonses.com": null, "bbb.dkim.amazonses.com": null, "ccc.dkim.amazonses.com": null },
    }),
    verdict: "not-live",
    causes: ["dkim-key-absent"],
  },
  {
    name: "dkim-key-absent-yet",
    world: world({ ses: key("") }),
    verdict: "not-live",
    causes: ["dkim-key-absent"],
  },
  { name: "dkim-key-revoked", world: world({ ses: key("p=") }), verdict: "not-live", causes: ["dkim-key-revoked"] },
  {
    name: "dkim-key-revoked-one",
    world: world({ ses: { "bbb.dkim.amazonses.com": { TXT: [["v=DKIM1; p="]] } } }),
    verdict: "live",
    causes: ["dkim-key-revoked"],
  },
  {
    name: "dkim-key-unreadable",
    world: world({ ses: key("v=DKIM1; k=rsa; p=MIIBIjANBgkq") }),
    verdict: "not-live",
    causes: ["dkim-key-unreadable"],
  },
  { name: "dkim-key-short", world: world({ ses: key(rsaKey(768)) }), verdict: "not-live", causes: ["dkim-key-short"] },
  {
    name: "dkim-key-former",
    props: FORMER_KEY,
    world: world({ records: { "old._domainkey.example.com": { CNAME: ["old.dkim.amazonses.com"] } } }),
    verdict: "live",
    causes: ["dkim-key-former"],
  },
  { name: "dkim-key-1024", world: world({ ses: key(rsaKey(1024)) }), verdict: "live", causes: ["dkim-key-1024"] },
];

/** A domain without mail, as it is live. */
const QUIET: Domain = {
  ...ARTICLE,
  mail: "none",
  region: "",
  mailFrom: undefined,
  dmarc: "v=DMARC1; p=reject;",
  spf: "v=spf1 -all",
  web: [],
};
const QUIET_LIVE = {
  "example.com": { ...LIVE["example.com"], MX: ["0 ."], TXT: [["v=spf1 -all"]] },
  "*._domainkey.example.com": { TXT: [["v=DKIM1; p="]] },
  "_dmarc.example.com": { TXT: [["v=DMARC1; p=reject;"]] },
};
const quiet = { domains: [QUIET], records: recordsOf(QUIET) };

const MAIL_FROM_SCENARIOS: readonly Scenario[] = [
  { name: "no-mail", world: world({ records: QUIET_LIVE }), props: quiet, verdict: "live", causes: [] },
  {
    // Its selectors that exist are not covered by the wildcard, and it is still there.
    name: "no-mail-with-selector",
    world: world({ records: { ...QUIET_LIVE, "old._domainkey.example.com": { TXT: [["v=DKIM1; p="]] } } }),
    props: quiet,
    verdict: "live",
    causes: [],
  },
  {
    name: "null-mx-second",
    world: world({
      records: { ...QUIET_LIVE, "example.com": { ...QUIET_LIVE["example.com"], MX: ["0 .", "10 mx.example.net"] } },
    }),
    props: quiet,
    verdict: "not-live",
    causes: ["null-mx-second"],
  },
  {
    name: "null-mx-instead",
    world: world({
      records: { ...QUIET_LIVE, "example.com": { ...QUIET_LIVE["example.com"], MX: ["10 mx.example.net"] } },
    }),
    props: quiet,
    verdict: "not-live",
    causes: ["null-mx-second"],
  },
  {
    name: "mail-from-second-mx",
    world: world({ records: { "mail.example.com": { ...MAIL, MX: [...(MAIL.MX ?? []), "20 mx.elsewhere.example"] } } }),
    verdict: "not-live",
    causes: ["mail-from-second-mx"],
  },
  {
    name: "mail-from-shared",
    world: world({
      records: {
        "mail.example.com": { ...MAIL, A: ["192.0.2.7"], TXT: [...(MAIL.TXT ?? []), ["site-verification=0000"]] },
      },
    }),
    verdict: "live",
    causes: ["mail-from-shared"],
  },
];

const SPF_SCENARIOS: readonly Scenario[] = [
  {
    name: "spf-twice",
    world: world({
      records: {
        "mail.example.com": { ...MAIL, TXT: [...(MAIL.TXT ?? []), ["v=spf1 include:elsewhere.example -all"]] },
      },
    }),
    verdict: "not-live",
    causes: ["spf-twice"],
  },
  {
    name: "spf-lookups",
    world: world({
      records: { "example.com": { TXT: [["v=spf1 include:many.example include:amazonses.com ~all"]] } },
      zones: {
        "many.example": Object.fromEntries([
          ["many.example", { TXT: [[`v=spf1 ${numbers(9, (n) => `include:s${n}.many.example`)} -all`]] }],
          ...Array.from({ length: 9 }, (_, n) => [`s${n}.many.example`, { TXT: [["v=spf1 ip4:192.0.2.0/24 -all"]] }]),
        ]),
      },
    }),
    props: withSpf("v=spf1 include:many.example include:amazonses.com ~all"),
    verdict: "not-live",
    causes: ["spf-lookups"],
  },
  {
    name: "spf-void",
    world: world({
      records: {
        "example.com": { TXT: [["v=spf1 a:old.example.com mx:old.example.com exists:old.example.com ~all"]] },
      },
    }),
    props: withSpf("v=spf1 a:old.example.com mx:old.example.com exists:old.example.com ~all"),
    verdict: "not-live",
    causes: ["spf-void"],
  },
  {
    // Hosts without AAAA: nothing is wrong for SES, whose addresses are IPv4.
    name: "spf-void-ipv6",
    world: world({
      records: {
        "example.com": { TXT: [["v=spf1 a:one.example.com a:two.example.com mx:mx.example.com ~all"]] },
        "one.example.com": { A: ["192.0.2.1"] },
        "two.example.com": { A: ["192.0.2.2"] },
        "mx.example.com": { MX: ["10 one.example.com"] },
      },
    }),
    props: withSpf("v=spf1 a:one.example.com a:two.example.com mx:mx.example.com ~all"),
    verdict: "live",
    causes: ["spf-void"],
  },
  {
    name: "spf-void-mx",
    world: world({
      records: {
        "example.com": { TXT: [["v=spf1 mx:mx.example.com ~all"]] },
        "mx.example.com": { MX: ["10 one.example.com", "20 two.example.com", "30 three.example.com"] },
      },
    }),
    props: withSpf("v=spf1 mx:mx.example.com ~all"),
    verdict: "not-live",
    causes: ["spf-void"],
  },
  {
    name: "spf-broken",
    world: world({ ses: { "amazonses.com": { TXT: [["v=spf1 ip4:192.0.2.0/99 -all"]] } } }),
    verdict: "not-live",
    causes: ["spf-broken"],
  },
  {
    name: "spf-at-apex",
    world: world({ records: { "example.com": { TXT: [["v=spf1 ip4:192.0.2.9 -all"]] } } }),
    verdict: "live",
    causes: ["spf-at-apex"],
  },
];

const DMARC_SCENARIOS: readonly Scenario[] = [
  {
    name: "dmarc-twice",
    world: world({ records: { "_dmarc.example.com": { TXT: [["v=DMARC1; p=none;"], ["v=DMARC1; p=reject;"]] } } }),
    verdict: "not-live",
    causes: ["dmarc-twice"],
  },
  {
    name: "dmarc-twice-foreign",
    world: world({
      records: { "_dmarc.example.com": { TXT: [["v=DMARC1; p=quarantine;"], ["v=DMARC1; p=reject;"]] } },
    }),
    verdict: "not-live",
    causes: ["dmarc-twice"],
  },
  {
    name: "dmarc-at-parent",
    world: world({
      records: {
        ...SUB_LIVE,
        "_dmarc.news.example.com": null,
        "_dmarc.example.com": { TXT: [["v=DMARC1; p=reject; sp=quarantine; np=reject;"]] },
      },
    }),
    props: {
      domains: [SUB],
      records: recordsOf(SUB),
      ses: sesOf({
        identity: { mailFrom: { domain: "mail.news.example.com", status: "SUCCESS", behaviorOnMxFailure: "" } },
      }),
    },
    verdict: "not-live",
    causes: ["record-missing", "dmarc-at-parent"],
  },
  {
    // Under a public suffix the domain is an organization of its own, and the suffix's record applies (RFC 9989 §4.10.1).
    name: "dmarc-at-suffix",
    world: world({
      records: {
        ...SUB_LIVE,
        "_dmarc.news.example.com": null,
        "_dmarc.example.com": { TXT: [["v=DMARC1; p=none; sp=reject; psd=y;"]] },
      },
    }),
    props: {
      domains: [SUB],
      records: recordsOf(SUB),
      ses: sesOf({
        identity: { mailFrom: { domain: "mail.news.example.com", status: "SUCCESS", behaviorOnMxFailure: "" } },
      }),
    },
    verdict: "not-live",
    causes: ["record-missing", "dmarc-at-parent"],
  },
  {
    // Two records above are none, and the walk goes on.
    name: "dmarc-twice-above",
    world: world({
      records: {
        ...SUB_LIVE,
        "_dmarc.news.example.com": { CNAME: ["_dmarc.example.com"] },
        "_dmarc.example.com": { TXT: [["v=DMARC1; p=reject;"], ["v=DMARC1; p=none;"]] },
      },
    }),
    props: {
      domains: [SUB],
      records: recordsOf(SUB),
      ses: sesOf({
        identity: { mailFrom: { domain: "mail.news.example.com", status: "SUCCESS", behaviorOnMxFailure: "" } },
      }),
    },
    verdict: "not-live",
    causes: ["dmarc-twice", "txt-by-cname"],
  },
  {
    name: "dmarc-absent",
    world: world({ records: { "_dmarc.example.com": null } }),
    props: { domains: [NO_DMARC], records: recordsOf(NO_DMARC) },
    verdict: "live",
    causes: ["dmarc-absent"],
  },
  {
    name: "dmarc-report-consent",
    world: world({
      records: {
        "_dmarc.example.com": { TXT: [["v=DMARC1; p=none; rua=mailto:in@yes.example,mailto:in@no.example;"]] },
      },
      zones: { "yes.example": { "*._report._dmarc.yes.example": { TXT: [["v=DMARC1;"]] } }, "no.example": {} },
    }),
    props: dmarc("v=DMARC1; p=none; rua=mailto:in@yes.example,mailto:in@no.example;"),
    verdict: "live",
    causes: ["dmarc-report-consent"],
  },
  {
    name: "dmarc-none-long",
    world: world({}),
    props: { ses: sesOf({ dkim: { keyMade: NOW - 31 * DAY } }) },
    verdict: "live",
    causes: ["dmarc-none-long"],
  },
  {
    name: "posture",
    world: world({ records: { "example.com": { MX: ["10 mx.elsewhere.example"] } } }),
    verdict: "live",
    causes: ["mta-sts-absent", "tls-rpt-absent"],
  },
];

const MX = { "example.com": { MX: ["10 mx.elsewhere.example"] } };
const text = (name: string, ...texts: string[]) => ({ [name]: { TXT: texts.map((one) => [one]) } });
const publishing = (...records: readonly (readonly [name: string, text: string])[]) => {
  const own = records.map(([name, content], index) => ({
    key: `policy-${index}`,
    type: "TXT" as const,
    name,
    proxied: false,
    ttl: 1,
    content,
  }));
  const domain = { ...ARTICLE, records: own };
  return { domains: [domain], records: recordsOf(domain) };
};

const POLICY_SCENARIOS: readonly Scenario[] = [
  {
    name: "posture-void",
    world: world({
      records: {
        ...MX,
        ...text("_mta-sts.example.com", "v=STSv1; id=1;", "v=STSv1; id=2;"),
        ...text("_smtp._tls.example.com", "v=TLSRPTv1; mailto:tls@example.com"),
      },
    }),
    verdict: "live",
    causes: ["mta-sts-absent", "tls-rpt-absent"],
  },
  {
    // Ours, live, and void: beside another one, and by itself.
    name: "posture-void-ours",
    world: world({
      records: {
        ...MX,
        ...text("_mta-sts.example.com", "v=STSv1; id=1;", "v=STSv1; id=2;"),
        ...text("_smtp._tls.example.com", "v=TLSRPTv1; rua=tls@example.com"),
        ...text("default._bimi.example.com", "v=BIMI1; l=https://example.com/a.svg", "v=BIMI1; l=;"),
      },
    }),
    props: publishing(
      ["_mta-sts.example.com", "v=STSv1; id=1;"],
      ["_smtp._tls.example.com", "v=TLSRPTv1; rua=tls@example.com"],
      ["default._bimi.example.com", "v=BIMI1; l=https://example.com/a.svg"],
    ),
    verdict: "not-live",
    causes: ["mta-sts-absent", "tls-rpt-absent", "bimi-void"],
  },
];

const STS = { mode: "enforce", mx: ["mx.elsewhere.example"], maxAge: 604_800 } as const;
const sts = (policy: MtaStsPolicy, served: string): Scenario["props"] => {
  const text = formatMtaSts(mtaStsId(policy));
  const domain: Domain = { ...ARTICLE, mtaSts: { text, policy } };
  const fetchPolicy: PolicyFetch = async () => ({ ok: true, text: served });
  return { domains: [domain], records: recordsOf(domain), fetchPolicy };
};
const stsWorld = (policy: MtaStsPolicy, mx = MX) =>
  world({
    records: {
      ...mx,
      ...text("_mta-sts.example.com", formatMtaSts(mtaStsId(policy))),
      ...text("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:tls@example.com"),
      "mta-sts.example.com": { A: ["203.0.113.7"] },
    },
  });
const OTHER_MX = { "example.com": { MX: ["10 mx.other.example"] } };
const LOGO: Domain = { ...ARTICLE, bimi: "v=BIMI1; l=https://example.com/logo.svg;" };

const MTA_STS_SCENARIOS: readonly Scenario[] = [
  {
    name: "mta-sts-right",
    world: stsWorld(STS),
    props: sts(STS, formatMtaStsPolicy(STS)),
    verdict: "live",
    causes: [],
  },
  {
    name: "mta-sts-policy-other",
    world: stsWorld(STS),
    props: sts(STS, formatMtaStsPolicy({ ...STS, mode: "testing" })),
    verdict: "not-live",
    causes: ["mta-sts-policy"],
  },
  {
    name: "mta-sts-policy-page",
    world: stsWorld(STS),
    props: sts(STS, "<html>not found</html>"),
    verdict: "not-live",
    causes: ["mta-sts-policy"],
  },
  {
    name: "mta-sts-mx-unlisted",
    world: stsWorld(STS, OTHER_MX),
    props: sts(STS, formatMtaStsPolicy(STS)),
    verdict: "not-live",
    causes: ["mta-sts-mx"],
  },
  {
    name: "mta-sts-mx-tested",
    world: stsWorld({ ...STS, mode: "testing" }, OTHER_MX),
    props: sts({ ...STS, mode: "testing" }, formatMtaStsPolicy({ ...STS, mode: "testing" })),
    verdict: "live",
    causes: ["mta-sts-mx"],
  },
  {
    name: "bimi-unenforced",
    world: world({ records: text("default._bimi.example.com", "v=BIMI1; l=https://example.com/logo.svg;") }),
    props: { domains: [LOGO], records: recordsOf(LOGO) },
    verdict: "live",
    causes: ["bimi-dmarc"],
  },
];

export const MAIL_SCENARIOS: readonly Scenario[] = [
  ...DKIM_SCENARIOS,
  ...MAIL_FROM_SCENARIOS,
  ...SPF_SCENARIOS,
  ...DMARC_SCENARIOS,
  ...POLICY_SCENARIOS,
  ...MTA_STS_SCENARIOS,
];

function numbers(count: number, word: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => word(n)).join(" ");
}
