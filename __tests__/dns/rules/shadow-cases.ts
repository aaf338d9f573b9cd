import { type Cases, mx, txt, withDmarc, withRecords } from "./cases";

const said = (message: string) => `record "record-a" of "example.com": ${message}`;
const ns = (name: string) => withRecords({ type: "NS", name, content: "ns.example.net" });
const hidden = (name: string, what: string) =>
  said(
    `NS delegates "${name}" and all names below it to "ns.example.net", where ${what} would not be found: delegate another name`,
  );
const mail = 'record "mail-from-mx" of "example.com", record "mail-from-spf" of "example.com"';
const everywhere = (type: string, name = "*.example.com") =>
  said(
    `${type} "${name}" answers for every name that does not exist, also for its mail, SPF and DMARC: list the names that you mean`,
  );

export const SHADOW_CASES: Cases = {
  "mail-delegated": [
    [ns("mail.example.com"), hidden("mail.example.com", mail)],
    [
      withRecords({
        type: "DS",
        name: "_dmarc.example.com",
        data: { key_tag: 1, algorithm: 13, digest_type: 2, digest: "00" },
      }),
      said(
        'DS delegates "_dmarc.example.com" and all names below it to another zone, where record "dmarc" of "example.com" would not be found: delegate another name',
      ),
    ],
    [ns("_dmarc.example.com"), hidden("_dmarc.example.com", 'record "dmarc" of "example.com"')],
    [
      ns("_domainkey.example.com"),
      hidden(
        "_domainkey.example.com",
        ["1", "2", "3"].map((digit) => `record "dkim-${digit}" of "example.com"`).join(", "),
      ),
    ],
    [
      ns("example.com"),
      hidden(
        "example.com",
        `${["1", "2", "3"].map((digit) => `record "dkim-${digit}" of "example.com"`).join(", ")} and 3 more`,
      ),
    ],
  ],
  "wildcard-mail": [
    [withRecords({ type: "CNAME", name: "*.example.com", content: "host.example.net" }), everywhere("CNAME")],
    [withRecords(mx("mx.example.net", 10, "*.example.com")), everywhere("MX")],
    [withRecords(txt("v=spf1 -all", "*.example.com")), everywhere("TXT")],
  ],
  "mx-bounces": [
    [
      withRecords(mx("feedback-smtp.us-east-1.amazonses.com")),
      said(
        'MX "example.com" points to "feedback-smtp.us-east-1.amazonses.com", which only accepts bounces: inbound mail of the name would be lost, name its mail server',
      ),
    ],
  ],
  "mx-host-proxied": [
    [
      withRecords(mx("mx.example.com"), { type: "A", name: "mx.example.com", content: "192.0.2.1", proxied: true }),
      said(
        'MX points to "mx.example.com", which is proxied, and the proxy accepts no mail: set proxied of "record-b" to false',
      ),
    ],
  ],
  "dkim-other": [
    [
      withRecords({ type: "CNAME", name: "x._domainkey.example.com", content: "x.dkim.amazonses.com" }),
      said(
        '"x._domainkey.example.com" is a key of another SES account or entry, which may sign for the domain: drop it, or make it an entry',
      ),
    ],
    [
      withRecords(txt("v=DKIM1; p=", "x._domainkey.example.com")),
      said(
        'the key at "x._domainkey.example.com" is empty, which revokes it: drop the record once nobody signs with it',
      ),
    ],
    [
      withRecords(mx("mx.example.net", 10, "x._domainkey.example.com")),
      said(
        'MX at "x._domainkey.example.com" is no key, receivers look for TXT or a CNAME: correct the name or the type',
      ),
    ],
  ],
  "ses-verification": [
    [
      withRecords(txt("token", "_amazonses.example.com")),
      said(
        '"_amazonses.example.com" lets the SES account that made its token verify the domain and send in its name: drop it, DKIM verifies',
      ),
    ],
  ],
  "policy-alone": [
    [
      withRecords(txt("v=TLSRPTv1; rua=tls@example.com", "_smtp._tls.example.com")),
      said(
        'TLS-RPT at "_smtp._tls.example.com" counts as none, it has "rua=tls@example.com", expected mailto: and https: addresses: write one, "v=TLSRPTv1; rua=mailto:…"',
      ),
    ],
    [
      withRecords(
        txt("v=BIMI1; l=https://example.com/a.svg", "default._bimi.example.com"),
        txt("v=BIMI1; l=https://example.com/b.svg", "default._bimi.example.com"),
      ),
      said(
        'BIMI at "default._bimi.example.com" counts as none, it stands there twice: write one, "v=BIMI1; l=https://…"',
      ),
    ],
  ],
  "transport-policy": [
    [
      withRecords(txt("v=STSv1; id=1", "_mta-sts.example.com")),
      said(
        '"_mta-sts.example.com" stops mail wherever the policy file does not match: ignore this rule with a reason once somebody maintains it',
      ),
    ],
    [
      withRecords({
        type: "TLSA",
        name: "_25._tcp.mx.example.com",
        data: { usage: 3, selector: 1, matching_type: 1, certificate: "00" },
      }),
      said(
        '"_25._tcp.mx.example.com" stops mail wherever the certificate does not match: ignore this rule with a reason once somebody maintains it',
      ),
    ],
  ],
  "dmarc-report-uri": [
    [
      withDmarc("v=DMARC1; p=none; rua=https://reports.example/in"),
      'dmarc of "example.com" sends reports to "https://reports.example/in", where receivers send none: write a mailto address',
    ],
  ],
  "dmarc-psd": [
    [
      withDmarc("v=DMARC1; p=none; psd=Y; rua=mailto:a@example.com"),
      'dmarc of "example.com" has "psd=y", by which its subdomains are no longer aligned with it, MAIL FROM among them: drop it',
    ],
  ],
};
