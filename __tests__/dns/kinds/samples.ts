// One record of each kind, as domains.yaml asks for it. The compiler names a kind that is missing here.
import type { Purpose } from "../../../lib/dns/kinds/kinds";

export interface KindSample {
  /** Fields of the entry of example.com, beside those that every entry has. */
  readonly yaml: string;
  /** Other entries that it needs. @default - none */
  readonly beside?: readonly string[];
  /** The id, type, name and value of the first record of the kind. */
  readonly record: readonly [id: string, type: string, name: string, content: string];
}

export const KIND_SAMPLES: Readonly<Record<Purpose, KindSample>> = {
  dkim: { yaml: "", record: ["dkim-1", "CNAME", "aaa._domainkey.example.com", "aaa.dkim.amazonses.com"] },
  "mail-from-mx": {
    yaml: "",
    record: ["mail-from-mx", "MX", "mail.example.com", "feedback-smtp.us-east-1.amazonses.com"],
  },
  "mail-from-spf": {
    yaml: "mailFrom: {spf: -all}",
    record: ["mail-from-spf", "TXT", "mail.example.com", '"v=spf1 include:amazonses.com -all"'],
  },
  "null-mx": { yaml: "mail: none", record: ["null-mx", "MX", "example.com", "."] },
  "no-dkim": { yaml: "mail: none", record: ["no-dkim", "TXT", "*._domainkey.example.com", '"v=DKIM1; p="'] },
  dmarc: {
    yaml: "dmarc: {policy: reject, rua: dmarc@example.com}",
    record: ["dmarc", "TXT", "_dmarc.example.com", '"v=DMARC1; p=reject; rua=mailto:dmarc@example.com;"'],
  },
  spf: {
    yaml: "spf: {include: _spf.example.net, all: -all}",
    record: ["spf", "TXT", "example.com", '"v=spf1 include:_spf.example.net -all"'],
  },
  "tls-rpt": {
    yaml: "tlsRpt: [tls@example.com, 'https://tls.example.net/in']",
    record: [
      "tls-rpt",
      "TXT",
      "_smtp._tls.example.com",
      '"v=TLSRPTv1; rua=mailto:tls@example.com,https://tls.example.net/in"',
    ],
  },
  "mta-sts": {
    yaml: "mtaSts: {mode: enforce, mx: mx.example.net}",
    record: ["mta-sts", "TXT", "_mta-sts.example.com", '"v=STSv1; id=f1b996eb9a62b094dffc52d639892d12;"'],
  },
  bimi: {
    yaml: "bimi: https://example.com/logo.svg, dmarc: reject",
    record: ["bimi", "TXT", "default._bimi.example.com", '"v=BIMI1; l=https://example.com/logo.svg;"'],
  },
  "report-consent": {
    yaml: "reportConsent: true",
    beside: ["{domain: bücher.example, dmarc: {policy: reject, rua: d@example.com}}"],
    record: ["consent-xn--bcher-kva.example", "TXT", "xn--bcher-kva.example._report._dmarc.example.com", '"v=DMARC1"'],
  },
  tracking: {
    yaml: "configurationSet: {name: mail, tracking: click}",
    record: ["tracking", "CNAME", "click.example.com", "r.us-east-1.awstrack.me"],
  },
  web: {
    yaml: "web: {www: d111111abcdef8.cloudfront.net}",
    record: ["web-www", "CNAME", "www.example.com", "d111111abcdef8.cloudfront.net"],
  },
  certificate: {
    yaml: "web: {www: d111111abcdef8.cloudfront.net}, certificate: true",
    record: ["certificate-www", "CNAME", "<acm-name>.www.example.com", "<acm-value>.acm-validations.aws"],
  },
  record: {
    yaml: "records: {proof: {type: TXT, name: '@', content: proof=1}}",
    record: ["record-proof", "TXT", "example.com", '"proof=1"'],
  },
};
