// Failing cases of domains without mail.
import type { Domain } from "../../../lib/dns/domain";
import { type Cases, mx, type Part, QUIET, txt, withRecords } from "./cases";

/** A domain without mail that no rule has anything to say about. */
export const NO_MAIL: Domain = {
  ...QUIET,
  mail: "none",
  region: "",
  mailFrom: undefined,
  spf: "v=spf1 -all",
  dmarc: "v=DMARC1; p=reject;",
};
const beside = (part: Part): Domain[] => [{ ...NO_MAIL, records: withRecords(part)[0]?.records ?? [] }];
const sub = (domain: Partial<Domain>): Domain => ({
  ...QUIET,
  entry: "news.example.com",
  domain: "news.example.com",
  web: [],
  dmarc: "v=DMARC1; p=none; rua=mailto:dmarc@news.example.com;",
  mailFrom: { domain: "mail.news.example.com", onMxFailure: "use-default", spf: "~all" },
  ...domain,
});
const quietSub = { ...NO_MAIL, entry: "news.example.com", domain: "news.example.com", web: [] };

export const NO_MAIL_CASES: Cases = {
  "no-mail-once": [
    [
      [NO_MAIL, { ...QUIET, entry: "second", dmarc: undefined, web: [] }],
      '"second" is an entry of "example.com", which has mail: none in "example.com": keep one of them',
    ],
  ],
  "null-mx-sends": [
    [
      withRecords(mx(".", 0)),
      '"example.com" sends mail and has a null MX, so receivers may refuse its mail, and answers to it bounce: name its mail server, or drop the MX',
    ],
  ],
  "no-mail-key": [
    [
      beside(txt("v=DKIM1; p=MIGf", "old._domainkey.example.com")),
      'record "record-a" of "example.com": whoever has the private key of "old._domainkey.example.com" signs for "example.com", which has mail: none, and the empty key at "*._domainkey" does not cover a name that exists: drop the record',
    ],
    [
      beside({ type: "CNAME", name: "k1._domainkey.example.com", content: "dkim.mailer.example" }),
      'record "record-a" of "example.com": whoever has the private key of "k1._domainkey.example.com" signs for "example.com", which has mail: none, and the empty key at "*._domainkey" does not cover a name that exists: drop the record',
    ],
  ],
  "no-mail-reports": [
    [
      [{ ...NO_MAIL, dmarc: "v=DMARC1; p=reject; rua=mailto:d@example.com;" }],
      'record "dmarc" of "example.com" sends reports to an address at "example.com", which has mail: none, so they bounce: name an address elsewhere',
    ],
    [
      [NO_MAIL, sub({ tlsRpt: "v=TLSRPTv1; rua=https://a.example/in,mailto:t@EXAMPLE.com" })],
      'record "tls-rpt" of "news.example.com" sends reports to an address at "example.com", which has mail: none, so they bounce: name an address elsewhere',
    ],
  ],
  "no-mail-parent": [
    [
      [QUIET, quietSub],
      'who may send as "example.com" may also send as "news.example.com", which has mail: none, and DMARC passes: write dmarc: {alignment: {dkim: strict, spf: strict}} to have such mail discarded',
    ],
  ],
  "no-mail-inherited": [
    [
      [NO_MAIL, sub({ dmarc: undefined })],
      '"news.example.com" publishes no DMARC, so the policy reject of "example.com", which has mail: none, applies to its mail: write a policy for it, unless somebody else publishes one',
    ],
  ],
};

export const NO_MAIL_PASSING: Readonly<Record<string, readonly Domain[]>> = {
  "a domain without mail, with a website": [NO_MAIL],
  "a domain without mail, with a revoked key of its own": beside(txt("v=DKIM1; p=", "old._domainkey.example.com")).map(
    (domain) => ({ ...domain, ignore: { "dkim-other": "it signed until last year" } }),
  ),
  "a subdomain that sends, below a domain without mail": [NO_MAIL, sub({})],
  "a subdomain without mail and with strict alignment, below a domain that sends": [
    QUIET,
    { ...quietSub, dmarc: "v=DMARC1; p=reject; adkim=s; aspf=s;" },
  ],
};
