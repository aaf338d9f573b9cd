// Matches the certificate of an entry with those that ACM has for its names. One is taken over if the plan would leave it as it is: requested
// from ACM, validated by DNS, with the same first name; anything else Terraform would replace.
import type { AcmCertificate } from "../../acm/certificate";
import type { Domain } from "../../dns/domain";
import { certificateFingerprint } from "../../dns/fingerprint";
import { CERTIFICATE_ID } from "../../dns/ses-resources";
import type { Managed, Match } from "./match";
import { SesMatches, tagChanges } from "./ses-match";

/** @param seen those for exactly its names */
export function matchCertificate(
  domain: Domain,
  seen: readonly AcmCertificate[],
  managed: Managed = new Set(),
): Match[] {
  const { certificate } = domain;
  if (certificate === undefined) return [];
  const matches = new SesMatches(domain, managed);
  const [first = ""] = certificate.names;
  const subject = `certificate for ${certificate.names.join(", ")} in us-east-1`;
  const found = adoptable(domain, seen);
  if (found === undefined)
    return [
      matches.absent(
        CERTIFICATE_ID,
        subject,
        seen.map((one) => `${one.arn} is not taken over: ${reason(one, first)}`),
      ),
    ];
  const { arn, names, keyAlgorithm, tags = {} } = found;
  const others = seen.length - 1;
  return [
    matches.found(CERTIFICATE_ID, subject, {
      importId: arn,
      fingerprint: certificateFingerprint({ arn, names, keyAlgorithm, tags }),
      changes: tagChanges(tags, domain.tags),
      notes:
        others === 0
          ? []
          : [
              `ACM has ${others} more for the same names, which ${others === 1 ? "stays" : "stay"} as ${others === 1 ? "it is" : "they are"}`,
            ],
    }),
  ];
}

/** The one to take over: one in use before others, then one that is issued. Undefined if none fits. */
export function adoptable({ certificate }: Domain, seen: readonly AcmCertificate[]): AcmCertificate | undefined {
  const [first = ""] = certificate?.names ?? [];
  const rank = ({ inUseBy, status }: AcmCertificate) => (inUseBy.length > 0 ? 0 : status === "ISSUED" ? 1 : 2);
  return seen.filter((one) => reason(one, first) === undefined).toSorted((a, b) => rank(a) - rank(b))[0];
}

/** Why one is not taken over; undefined of one that is. */
function reason({ type, names, status, validations }: AcmCertificate, first: string): string | undefined {
  if (type !== "AMAZON_ISSUED") return "it was not requested from ACM, but imported or issued by a private authority";
  if (names[0] !== first) return `its first name is "${names[0]}", and that of domains.yaml "${first}"`;
  if (validations.some(({ method }) => method !== "DNS")) return "it is not validated by DNS";
  if (status !== "ISSUED" && status !== "PENDING_VALIDATION") return `its status is ${status}`;
  return undefined;
}
