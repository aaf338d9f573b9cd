// A certificate of ACM in words, for plan and review.
import { CERTIFICATE, ISSUED } from "./attributes";
import { shownValue } from "./value-text";
import { type Attributes, UNKNOWN } from "./values";

/** `certificate example.com`; undefined for other types. */
export function certificateSubject(type: string, side: Attributes): string | undefined {
  if (type === ISSUED) return "wait for the certificate";
  if (type !== CERTIFICATE) return undefined;
  return side.domain_name === UNKNOWN ? undefined : `certificate ${shownValue(side.domain_name)}`;
}

/** Its other names, or its ARN where it is waited for. */
export function certificateText(type: string, side: Attributes): string {
  if (type === ISSUED) return shownValue(side.certificate_arn);
  if (type !== CERTIFICATE || !Array.isArray(side.subject_alternative_names)) return "";
  const others = side.subject_alternative_names.filter((name) => name !== side.domain_name);
  return others.map(shownValue).join(" ");
}
