// Who sent the messages of a row, as far as a report tells: by the domains that signed it, then by its envelope's domain, then by its
// address. A signature cannot be forged, an envelope that passes SPF is of a server that its domain names.
import { isWithin } from "../../dns/names";
import type { AggregateRow } from "../report";

export type SenderKind = "ses" | "signer" | "own-signature" | "own-envelope" | "envelope" | "address";

export interface Sender {
  readonly kind: SenderKind;
  /** A domain, an address, or empty if the report has no address. */
  readonly name: string;
}

/** The domain by which SES signs all mail beside the signature of the identity: https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim.html */
const SES_DOMAIN = "amazonses.com";

/**
 * Whether a domain is of the same organisation as the policy's: one of them is below the other. Receivers ask DNS for that (RFC 9989
 * §4.10.2) and tell the answer with each row; this only sorts what failed.
 */
export function isRelated(name: string, policyDomain: string): boolean {
  return isWithin(name, policyDomain) || isWithin(policyDomain, name);
}

export function passingSigners({ signatures }: AggregateRow): readonly string[] {
  return signatures.filter(({ result, domain }) => result === "pass" && domain !== "").map(({ domain }) => domain);
}

export function passingEnvelopes({ spfResults }: AggregateRow): readonly string[] {
  return spfResults
    .filter(({ result, domain, scope }) => result === "pass" && domain !== "" && scope !== "helo")
    .map(({ domain }) => domain);
}

/** @param policyDomain the domain whose record receivers used */
export function senderOf(row: AggregateRow, policyDomain: string): Sender {
  const signers = passingSigners(row);
  const envelopes = passingEnvelopes(row);
  const isSes = (domain: string) => isWithin(domain, SES_DOMAIN);
  if (signers.some(isSes) || envelopes.some(isSes)) return { kind: "ses", name: SES_DOMAIN };
  const foreign = (domain: string) => !isRelated(domain, policyDomain);
  const signer = signers.filter(foreign).sort()[0];
  if (signer !== undefined) return { kind: "signer", name: signer };
  const own = signers.filter((domain) => !foreign(domain)).sort()[0];
  if (own !== undefined) return { kind: "own-signature", name: own };
  const ownEnvelope = envelopes.find((domain) => !foreign(domain));
  if (ownEnvelope !== undefined) return { kind: "own-envelope", name: ownEnvelope };
  const envelope = envelopes[0];
  if (envelope !== undefined) return { kind: "envelope", name: envelope };
  return { kind: "address", name: row.address ?? "" };
}
