// What a received message proves, and on which of our records each result stands. Of addresses only the domains are kept:
// nobody's address and nothing of the body may come out of this room.
import type { Finding } from "../../dns/finding";

/** A record of the configuration. */
export interface RecordRef {
  readonly entry: string;
  /** Such as `dkim-2`. */
  readonly id: string;
  readonly name: string;
}

/** RFC 8601 §2.7.1. */
export type SignatureResult = "pass" | "fail" | "policy" | "temperror" | "permerror";

/** Why a signature does not count (RFC 6376 §6.1). */
export type SignatureFault =
  | "body-altered" // the body is not the one that was signed
  | "body-short" // the body is shorter than l= says
  | "headers-altered" // the signature fits neither headers nor key
  | "no-key"
  | "bad-key" // revoked, no key, several, or one that is not for this
  | "weak-key" // less than 1024 bits
  | "weak-hash" // rsa-sha1
  | "testing" // the key says t=y
  | "field-added" // a field that is signed stands there twice
  | "too-many" // it stands below many others
  | "from-unsigned"
  | "identity" // i= is not within d=
  | "expired"
  | "future"
  | "malformed"
  | "dns"; // nobody could say what the key is

export interface SignatureEvaluation {
  /** `d=` */
  readonly domain: string;
  /** `s=` */
  readonly selector: string;
  readonly result: SignatureResult;
  readonly fault: SignatureFault | null;
  /** More about the fault, in words. */
  readonly reason: string | null;
  /** Whether `domain` may speak for the From header (RFC 9989 §4.4); null where DNS does not tell. */
  readonly aligned: boolean | null;
  /** The key's length in bits; null where it was not read. */
  readonly keyBits: number | null;
  /** `l=`: what stands behind these bytes is not signed. */
  readonly signedInPart: boolean;
  readonly record: RecordRef | null;
}

/** RFC 8601 §2.7.2; `unknown` where the message does not say who handed it over. */
export type SpfResult = "pass" | "fail" | "softfail" | "neutral" | "none" | "temperror" | "permerror" | "unknown";

export interface SpfEvaluation {
  readonly result: SpfResult;
  /** The domain of the envelope's sender, or of what stands for it; null where it is not known. */
  readonly domain: string | null;
  /** `helo`: the sender is `<>`, and the client's name stands for its domain (RFC 7208 §2.4); null where it is not known. */
  readonly identity: "mailfrom" | "helo" | null;
  /** As of a signature; null where the domain is not known, too. */
  readonly aligned: boolean | null;
  /** What is wrong, in words. */
  readonly comment: string | null;
  readonly record: RecordRef | null;
}

export type DmarcResult = "pass" | "fail" | "none" | "temperror" | "permerror";

export interface DmarcEvaluation {
  readonly result: DmarcResult;
  /** What receivers do with mail that fails, under the policy for this domain; null without one. */
  readonly policy: "none" | "quarantine" | "reject" | null;
  /** Whether the policy is in test (`t=y`): receivers report and do not act. */
  readonly testing: boolean;
  /** Where the policy was found: the From domain, or a parent of it. */
  readonly policyDomain: string | null;
  /** Null where DNS does not tell. */
  readonly organizationalDomain: string | null;
  readonly alignment: { readonly dkim: "relaxed" | "strict"; readonly spf: "relaxed" | "strict" };
  readonly record: RecordRef | null;
}

/** Who handed the message over, and from where that is known. */
export interface EnvelopeSummary {
  readonly clientIp: string | null;
  readonly clientIpFrom: EnvelopeSource;
  readonly mailFromDomain: string | null;
  readonly mailFromFrom: EnvelopeSource;
  /** Whether SES handed the message to another host than the one that hands it over last: a forwarder, a list, a gateway. */
  readonly relayed: boolean;
}

export type EnvelopeSource = "option" | "Received-SPF" | "Received" | "Return-Path" | "Authentication-Results" | null;

/** What the receiver that took the message over wrote in Authentication-Results: its word, or that of whoever wrote the file. */
export interface ReceiverResults {
  /** Its authserv-id, or the name in its Received. */
  readonly name: string;
  /** Whether all of it stands above the receiver's Received, where the sender cannot write. */
  readonly isOnTop: boolean;
  readonly dkim: readonly { readonly result: string; readonly domain: string | null }[];
  readonly spf: { readonly result: string; readonly domain: string | null } | null;
  readonly dmarc: string | null;
}

/** What a rule finds, before it is said of which domain. */
export type MessageProblem = Pick<Finding, "rule" | "severity" | "message">;

export interface MessageEvaluation {
  /** pass: DMARC passes and every record that the configuration publishes for it does its part. */
  readonly verdict: "pass" | "fail" | "cannot-tell";
  /** The domain of the From header; null where there is not exactly one. */
  readonly from: string | null;
  readonly envelope: EnvelopeSummary;
  /** No result is taken from it; null where the file has none. */
  readonly receiver: ReceiverResults | null;
  readonly dkim: readonly SignatureEvaluation[];
  readonly spf: SpfEvaluation;
  readonly dmarc: DmarcEvaluation;
  readonly findings: readonly Finding[];
}
