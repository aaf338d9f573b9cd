// Failing cases of certificates.
import type { Domain } from "../../../lib/dns/domain";
import { type Cases, caa, type Part, QUIET, withRecords } from "./cases";

const withCertificate = (names: readonly string[], ...parts: Part[]): Domain[] =>
  withRecords(...parts).map((domain) => ({ ...domain, certificate: { names, wait: false } }));

export const CERTIFICATE_CASES: Cases = {
  "certificate-web": [
    [
      [{ ...QUIET, web: [], certificate: { names: [], wait: false } }],
      'certificate of "example.com" is for the names of web, and it has none, so none is made: add them, or leave certificate out',
    ],
  ],
  "certificate-caa": [
    [
      withCertificate(["www.example.com"], caa("issue", ";"), caa("issue", "not an issuer")),
      'ACM does not issue the certificate for "www.example.com" while record "record-a" of "example.com", record "record-b" of "example.com" at "example.com" lets nobody issue: if Amazon may, add to records of "example.com": {type: CAA, name: "@", data: {flags: 0, tag: issue, value: amazon.com}}',
    ],
    [
      withCertificate(
        ["www.example.com"],
        caa("issue", "amazon.com; accounturi=https://ca.example/1", "www.example.com"),
      ),
      'ACM does not issue the certificate for "www.example.com" while record "record-a" of "example.com" at "www.example.com" limits by parameters which ones are issued: if Amazon may, add to records of "example.com": {type: CAA, name: "www", data: {flags: 0, tag: issue, value: amazon.com}}',
    ],
    [
      withCertificate(["example.com", "*.example.com"], caa("issue", "amazon.com"), caa("issuewild", ";")),
      'ACM does not issue the certificate for "*.example.com" while record "record-b" of "example.com" at "example.com" lets nobody issue: if Amazon may, add to records of "example.com": {type: CAA, name: "@", data: {flags: 0, tag: issuewild, value: amazon.com}}',
    ],
  ],
};

export const CERTIFICATE_PASSING: Readonly<Record<string, readonly Domain[]>> = {
  "a certificate without CAA": withCertificate(["www.example.com"], {
    type: "A",
    name: "a.example.com",
    content: "192.0.2.1",
  }),
  "a certificate beside CAA for Amazon and for others": withCertificate(
    ["www.example.com", "*.example.com"],
    caa("issue", "ca.example.net"),
    caa("issue", "AmazonTrust.com"),
    caa("issuewild", "amazonaws.com"),
    caa("iodef", "mailto:x@example.com"),
  ),
};
