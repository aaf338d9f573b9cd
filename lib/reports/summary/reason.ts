// Why messages failed DMARC: both DKIM and SPF without an aligned pass in one row (RFC 9989 §4.3). A row in which one of them passed has
// not failed, whatever the other says.
import type { AggregateRow, PublishedPolicy } from "../report";
import { isRelated, passingEnvelopes, passingSigners, type Sender } from "./source";

export const REASONS = [
  "inconsistent",
  "strict-dkim",
  "strict-spf",
  "forwarded",
  "signature-broken",
  "ses-unsigned",
  "other-signer",
  "other-envelope",
  "spf-without-it",
  "unauthenticated",
] as const;
export type FailureReason = (typeof REASONS)[number];

/** What receivers say if they know the message came by way of another (RFC 9990 §3.1.5, RFC 7489 appendix C). */
const FORWARDS = new Set(["forwarded", "trusted_forwarder", "mailing_list"]);

/** Undefined if the row passed. */
export function failureReason(row: AggregateRow, policy: PublishedPolicy, sender: Sender): FailureReason | undefined {
  if (row.dkim || row.spf) return undefined;
  const { domain, dkimAlignment, spfAlignment } = policy;
  if (passingSigners(row).includes(row.from)) return "inconsistent";
  const isOurs = (name: string) => isRelated(name, domain);
  if (dkimAlignment === "strict" && passingSigners(row).some((name) => isOurs(name) && name !== row.from))
    return "strict-dkim";
  if (spfAlignment === "strict" && passingEnvelopes(row).some((name) => isOurs(name) && name !== row.from))
    return "strict-spf";
  if (row.overrides.some((type) => FORWARDS.has(type))) return "forwarded";
  const broken = row.signatures.some(({ domain: signer, result }) => isOurs(signer) && isBroken(result));
  if (broken) return "signature-broken";
  if (sender.kind === "ses") return "ses-unsigned";
  if (sender.kind === "signer") return "other-signer";
  if (sender.kind === "envelope") return "other-envelope";
  const isOurEnvelope = row.spfResults.some(({ domain: name, result }) => isOurs(name) && isUnlisted(result));
  return isOurEnvelope ? "spf-without-it" : "unauthenticated";
}

/** Not "none": that is no signature at all. */
function isBroken(result: string): boolean {
  return result !== "pass" && result !== "none" && result !== "";
}

function isUnlisted(result: string): boolean {
  return result === "fail" || result === "softfail" || result === "neutral";
}
