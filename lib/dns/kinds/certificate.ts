// The records by which ACM sees that a certificate's names are ours: one CNAME for each name, whose value ACM makes
// (AWS Certificate Manager User Guide, DNS validation). ACM renews the certificate as long as they stand. Beside them, where other CAA
// records stand, one CAA record that lets Amazon issue (RFC 8659).
import { relativeName } from "../names";
import type { RecordKind } from "./kind";

const PREFIX = "certificate-";

export const CERTIFICATE_KIND = {
  description: "certificate",
  descriptions: {
    en: ({ id, domain }) =>
      isIssuerId(id)
        ? `certificate: Amazon may issue for ${nameOfCertificateId(id, domain)}`
        : `certificate: ACM sees that ${nameOfCertificateId(id, domain)} is yours`,
    ja: ({ id, domain }) =>
      isIssuerId(id)
        ? `証明書（${nameOfCertificateId(id, domain)}へのAmazonによる発行の許可）`
        : `証明書（ACMによる${nameOfCertificateId(id, domain)}の所有確認用）`,
  },
  isMail: false,
  needsMail: false,
  role: "record",
  setting: "certificate",
  isOncePerDomain: true,
  id: /^certificate-.+$/s,
  ids: "`certificate-<name>`, `certificate-<name>:issue`, `certificate-<name>:issuewild`",
  matches: ({ id }) => id.startsWith(PREFIX),
  clash: {
    workaround: "set certificate to false",
    meanwhile: "until then ACM issues no certificate, and the website stays as it is",
  },
} as const satisfies RecordKind;

/** CloudFront takes certificates of this region only. */
export const CERTIFICATE_REGION = "us-east-1";

/** The names to validate: a name and its wildcard have one record. In the order of the names. */
export function validatedNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.replace(/^\*\./, "")))];
}

/** The record's id within the entry. */
export function certificateId(name: string, domain: string): string {
  return PREFIX + relativeName(name, domain);
}

/** The id of the CAA record. No name has a colon, so it is no other record's id. */
export function issuerId(name: string, tag: "issue" | "issuewild", domain: string): string {
  return `${certificateId(name, domain)}:${tag}`;
}

/** Whether a record is one of ACM's: `_<32 digits>.<name>`, leading to `….acm-validations.aws`. Names in lower case, without the last dot. */
export function isValidationRecord(name: string, target: string, of: string): boolean {
  return /^_[0-9a-f]{32}$/.test(name.slice(0, -of.length - 1)) && name.endsWith(`.${of}`) && isValidationTarget(target);
}

function isValidationTarget(target: string): boolean {
  return target.endsWith(".acm-validations.aws");
}

function isIssuerId(id: string): boolean {
  return id.includes(":");
}

/** The name that a record of certificateId() or issuerId() is for. */
export function nameOfCertificateId(id: string, domain: string): string {
  const relative = id.slice(PREFIX.length).replace(/:.*$/s, "");
  if (relative === "@") return domain;
  return `${relative}.${domain}`;
}
