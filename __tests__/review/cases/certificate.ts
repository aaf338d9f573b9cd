// The rules of certificates.
import { change, dns, plan, record } from "../plans";

const ACM = "aws_acm_certificate";
const ADDRESS = `${ACM}.example_com`;
const certificate = (rest: Readonly<Record<string, unknown>> = {}) => ({
  domain_name: "www.example.com",
  subject_alternative_names: ["www.example.com"],
  region: "us-east-1",
  validation_method: "DNS",
  arn: "arn:aws:acm:us-east-1:111122223333:certificate/1",
  tags: null,
  ...rest,
});
const www = dns("CNAME", "www.example.com", "d111111abcdef8.cloudfront.net");
const standing = record("web-www", www, www);
const kept = change(ADDRESS, certificate(), certificate());
const validation = dns("CNAME", "_abc.www.example.com", "_def.mhbtsbpdnt.acm-validations.aws");
const replaced = change(ADDRESS, certificate(), certificate({ domain_name: "example.com" }), {
  actions: ["create", "delete"],
});
const asked = record(
  "certificate-www",
  null,
  { ...validation, name: null, content: null },
  { after_unknown: { name: true, content: true } },
);

export const CERTIFICATE_CASES: Record<string, readonly [text: string, ...others: string[]]> = {
  "certificate-created": [plan([change(ADDRESS, null, certificate()), standing])],
  "certificate-replaced": [plan([replaced, standing])],
  "certificate-deleted": [plan([change(ADDRESS, certificate(), null), standing])],
  "certificate-ended": [plan([change(ADDRESS, certificate(), null), record("web-www", www, null)]), "web-removed"],
  "certificate-changed": [
    plan([change(ADDRESS, certificate(), certificate({ early_renewal_duration: "P30D" })), standing]),
  ],
  "certificate-tagged": [plan([change(ADDRESS, certificate(), certificate({ tags: { a: "b" } })), standing])],
  "certificate-imported": [
    plan([change(ADDRESS, certificate(), certificate(), { importing: { id: "arn" } }), standing]),
  ],
  "certificate-wait": [
    plan([
      kept,
      standing,
      change(`${ACM}_validation.example_com`, null, { certificate_arn: "arn", region: "us-east-1" }),
    ]),
  ],
  "certificate-record-lost": [plan([kept, standing, record("certificate-www", validation, null)]), "record-removed"],
};

export const CERTIFICATE_VERDICTS: readonly (readonly [title: string, text: string, verdict: string])[] = [
  [
    "a certificate with its records, whose names ACM makes",
    plan([change(ADDRESS, null, certificate()), standing, asked]),
    "safe",
  ],
  ["such a record without a new certificate", plan([kept, standing, asked]), "caution value-unknown"],
  [
    "a record of a certificate that changes while the certificate stays",
    plan([kept, standing, record("certificate-www", validation, { ...validation, content: "host.example.net" })]),
    "danger certificate-record-lost record-changed",
  ],
  [
    "a certificate for a wildcard that is deleted while a website that it covers stays",
    plan([
      change(ADDRESS, certificate({ domain_name: "*.example.com", subject_alternative_names: [] }), null),
      standing,
    ]),
    "danger certificate-deleted",
  ],
  [
    "a certificate that goes with its records and its website",
    plan([
      change(ADDRESS, certificate(), null),
      record("certificate-www", validation, null),
      record("web-www", www, null),
    ]),
    "caution certificate-ended record-removed web-removed",
  ],
  [
    "a certificate that Terraform forgets",
    plan([change(ADDRESS, certificate(), null, { actions: ["forget"] }), standing]),
    "caution certificate-ended",
  ],
  [
    "a certificate with an attribute of a newer provider",
    plan([change(ADDRESS, null, certificate({ managed_by: "CLOUDFRONT" })), standing]),
    "caution attribute-unheard-of",
  ],
];
