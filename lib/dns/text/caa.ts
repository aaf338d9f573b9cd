// The value of a CAA record with the tag issue or issuewild: an issuer and its parameters (RFC 8659 §4.2).

/**
 * The names with which a CAA record lets ACM issue certificates:
 * https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html
 */
const ACM_ISSUERS: readonly string[] = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];

/** The issuer that mailzone lets issue certificates by a CAA record. */
export const ACM_ISSUER = "amazon.com";

/** Whether a value names any issuer. `;` and a value that is none by the grammar name nobody, so nobody may issue (RFC 8659 §4.2). */
export function namesIssuer(value: string): boolean {
  const [issuer = ""] = value.split(";");
  return /^[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*$/i.test(issuer.trim());
}

/**
 * Whether a value such as `amazon.com` lets ACM issue certificates. "limited": only under conditions that cannot be checked here, such
 * as `amazon.com; accounturi=…` (RFC 8657) or any other parameter.
 */
export function acmConsent(value: string): "allowed" | "limited" | "refused" {
  const [issuer = "", ...parameters] = value.split(";").map((part) => part.trim());
  if (!ACM_ISSUERS.includes(issuer.toLowerCase())) return "refused";
  return parameters.every((parameter) => parameter === "") ? "allowed" : "limited";
}
