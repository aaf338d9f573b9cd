// A certificate in the JSON of ACM's API: https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html and
// API_CertificateSummary.html
import { type CertificateDetail, renewalOf } from "../../services/aws/acm";
import { seconds } from "./identity-json";

/** What every certificate of ACM's own may be used for. */
const KEY_USAGES = ["DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT"];
const EXTENDED_KEY_USAGES = [
  { Name: "TLS_WEB_SERVER_AUTHENTICATION", OID: "1.3.6.1.5.5.7.3.1" },
  { Name: "TLS_WEB_CLIENT_AUTHENTICATION", OID: "1.3.6.1.5.5.7.3.2" },
];

/** DescribeCertificate's. */
export function certificateJson(certificate: CertificateDetail): object {
  const { arn, names, issued, requested, keyAlgorithm, inUseBy = [], failureReason, logging = "ENABLED" } = certificate;
  const isEllipticCurve = keyAlgorithm.startsWith("EC_");
  return {
    CertificateArn: arn,
    DomainName: names[0],
    SubjectAlternativeNames: names,
    DomainValidationOptions: validationsJson(certificate),
    Serial: issued === undefined ? undefined : serialOf(arn),
    Subject: `CN=${names[0]}`,
    Issuer: "Amazon",
    CreatedAt: seconds(requested),
    IssuedAt: issued === undefined ? undefined : seconds(issued),
    Status: certificate.status,
    ...validityJson(certificate),
    KeyAlgorithm: keyName(keyAlgorithm),
    SignatureAlgorithm: isEllipticCurve ? "SHA256WITHECDSA" : "SHA256WITHRSA",
    InUseBy: inUseBy,
    FailureReason: failureReason,
    Type: "AMAZON_ISSUED",
    KeyUsages: issued === undefined ? [] : KEY_USAGES.map((Name) => ({ Name })),
    ExtendedKeyUsages: issued === undefined ? [] : EXTENDED_KEY_USAGES,
    RenewalEligibility: renewalOf(certificate),
    Options: { CertificateTransparencyLoggingPreference: logging, Export: "DISABLED" },
  };
}

/** One item of ListCertificates. */
export function certificateSummary(certificate: CertificateDetail): object {
  const { arn, names, status, keyAlgorithm, requested, issued, inUseBy = [] } = certificate;
  return {
    CertificateArn: arn,
    DomainName: names[0],
    SubjectAlternativeNameSummaries: names,
    HasAdditionalSubjectAlternativeNames: false,
    Status: status,
    Type: "AMAZON_ISSUED",
    KeyAlgorithm: keyName(keyAlgorithm),
    KeyUsages: issued === undefined ? [] : KEY_USAGES,
    ExtendedKeyUsages: issued === undefined ? [] : EXTENDED_KEY_USAGES.map(({ Name }) => Name),
    ExportOption: "DISABLED",
    InUse: inUseBy.length > 0,
    RenewalEligibility: renewalOf(certificate),
    ...validityJson(certificate),
    CreatedAt: seconds(requested),
    IssuedAt: issued === undefined ? undefined : seconds(issued),
  };
}

function validationsJson({ validations }: CertificateDetail): object[] {
  return validations.map(({ domainName, status, record }) => ({
    DomainName: domainName,
    ValidationDomain: domainName,
    ValidationStatus: status,
    ResourceRecord: { Name: record.name, Type: "CNAME", Value: record.value },
    ValidationMethod: "DNS",
  }));
}

function validityJson({ validity }: CertificateDetail): object {
  return validity === undefined ? {} : { NotBefore: seconds(validity.from), NotAfter: seconds(validity.to) };
}

/** Requests write `RSA_2048`, answers `RSA-2048`; curves are the same in both. */
function keyName(keyAlgorithm: string): string {
  return keyAlgorithm.replace(/^RSA_/, "RSA-");
}

/** 16 bytes from the certificate's id. */
function serialOf(arn: string): string {
  const digits = arn.replace(/^.*\//, "").replaceAll("-", "");
  return (digits.match(/../g) ?? []).join(":");
}
