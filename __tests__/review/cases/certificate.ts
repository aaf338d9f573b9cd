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

const caa = (issuer: string, name = "example.com", tag = "issue") =>
  dns("CAA", name, null as never, { data: { flags: 0, tag, value: issuer } });
const others = record("record-ca", caa("ca.example.net"), caa("ca.example.net"));
const amazon = caa("amazon.com");

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
  "certificate-forbidden": [
    plan([kept, standing, others, record("certificate-@:issue", amazon, null)]),
    "record-removed",
  ],
  "certificate-record-lost": [plan([kept, standing, record("certificate-www", validation, null)]), "record-removed"],
};

export const CERTIFICATE_VERDICTS: readonly (readonly [title: string, text: string, verdict: string])[] = [
  [
    "a waiter that gives up later",
    plan([
      kept,
      standing,
      change(
        `${ACM}_validation.example_com`,
        { certificate_arn: "arn", region: "us-east-1", timeouts: null },
        { certificate_arn: "arn", region: "us-east-1", timeouts: { create: "2h" } },
      ),
    ]),
    "safe",
  ],
  [
    "the last CAA record, without which anybody may issue",
    plan([kept, standing, record("record-ca", amazon, null)]),
    "caution record-removed",
  ],
  [
    "a CAA record for Amazon beside others, and no certificate",
    plan([others, record("record-amazon", amazon, null)]),
    "caution record-removed",
  ],
  [
    "a CAA record for Amazon that goes with the certificate",
    plan([change(ADDRESS, certificate(), null), others, record("record-amazon", amazon, null)]),
    "caution certificate-ended record-removed",
  ],
  [
    "a CAA record for Amazon that Terraform only forgets",
    plan([kept, standing, others, record("record-amazon", amazon, null, { actions: ["forget"] })]),
    "caution record-forgotten",
  ],
  [
    "a CAA record that becomes one of somebody else, for a certificate that is requested",
    plan([change(ADDRESS, null, certificate()), standing, record("record-ca", amazon, caa("ca.example.net"))]),
    "danger caa-excludes-acm certificate-forbidden record-changed",
  ],
  [
    "a CAA record for others at the certificate's own name, below one for Amazon",
    plan([
      kept,
      standing,
      record("record-amazon", amazon, amazon),
      record("record-ca", null, caa("ca.example.net", "www.example.com")),
    ]),
    "danger caa-excludes-acm certificate-forbidden",
  ],
  [
    "a CAA record at another name",
    plan([kept, standing, record("record-ca", null, caa("ca.example.net", "shop.example.com"))]),
    "caution caa-excludes-acm",
  ],
  [
    "a CAA record for Amazon that gets an account",
    plan([kept, standing, record("record-ca", amazon, caa("amazon.com; accounturi=https://example.com/1"))]),
    "danger caa-excludes-acm certificate-forbidden record-changed",
  ],
  [
    "a CAA record for wildcards, of which the certificate has none",
    plan([kept, standing, record("record-ca", null, caa("ca.example.net", "example.com", "issuewild"))]),
    "caution caa-excludes-acm",
  ],
  [
    "a CAA record whose parts stand in one text",
    plan([
      kept,
      standing,
      record(
        "record-ca",
        dns("CAA", "example.com", '0 issue "ca.example.net"'),
        dns("CAA", "example.com", '0 issue "ca.example.net"'),
      ),
      record("record-amazon", dns("CAA", "example.com", '0 issue "amazon.com"'), null),
    ]),
    "danger certificate-forbidden record-removed",
  ],
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
