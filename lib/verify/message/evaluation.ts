// The evaluation of a received message, and the record of ours that each result depends on. Only the domains of addresses are kept:
// no address and nothing of the body may leave this folder.
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

/** Why a signature does not pass (RFC 6376 §6.1). */
export type SignatureFault =
  | "body-altered" // the body hash does not match
  | "body-short" // the body is shorter than l= says
  | "headers-altered" // the signature does not verify
  | "no-key"
  | "bad-key" // revoked, unreadable, more than one, or not for this use
  | "weak-key" // less than 1024 bits
  | "weak-hash" // rsa-sha1
  | "testing" // the key says t=y
  | "field-added" // a signed field occurs twice
  | "too-many" // there are many signatures above it
  | "from-unsigned"
  | "identity" // i= is not within d=
  | "expired"
  | "future"
  | "malformed"
  | "dns"; // the key could not be looked up

export interface SignatureEvaluation {
  /** `d=` */
  readonly domain: string;
  /** `s=` */
  readonly selector: string;
  readonly result: SignatureResult;
  readonly fault: SignatureFault | null;
  /** More about the fault, in words. */
  readonly reason: string | null;
  /** Whether `domain` is aligned with the From domain (RFC 9989 §4.4); null if DNS did not answer. */
  readonly aligned: boolean | null;
  /** The key's length in bits; null if it was not read. */
  readonly keyBits: number | null;
  /** Whether `l=` leaves the end of the body unsigned. */
  readonly signedInPart: boolean;
  readonly record: RecordRef | null;
}

/** RFC 8601 §2.7.2; `unknown` if the client or the sender is not known. */
export type SpfResult = "pass" | "fail" | "softfail" | "neutral" | "none" | "temperror" | "permerror" | "unknown";

export interface SpfEvaluation {
  readonly result: SpfResult;
  /** The domain of MAIL FROM, or of the identity that replaces it; null if not known. */
  readonly domain: string | null;
  /** `helo`: the sender is `<>`, so the HELO name is evaluated (RFC 7208 §2.4); null if not known. */
  readonly identity: "mailfrom" | "helo" | null;
  /** As for a signature; also null if the domain is not known. */
  readonly aligned: boolean | null;
  /** What is wrong, in words. */
  readonly comment: string | null;
  readonly record: RecordRef | null;
}

export type DmarcResult = "pass" | "fail" | "none" | "temperror" | "permerror";

export interface DmarcEvaluation {
  readonly result: DmarcResult;
  /** The policy that applies to the domain; null if there is none. */
  readonly policy: "none" | "quarantine" | "reject" | null;
  /** Test mode (`t=y`): receivers report and do not enforce the policy. */
  readonly testing: boolean;
  /** The domain that publishes the policy: the From domain or a parent of it. */
  readonly policyDomain: string | null;
  /** Null if DNS did not answer. */
  readonly organizationalDomain: string | null;
  readonly alignment: { readonly dkim: "relaxed" | "strict"; readonly spf: "relaxed" | "strict" };
  readonly record: RecordRef | null;
}

/** The client and the sender of the message, and where they are known from. */
export interface EnvelopeSummary {
  readonly clientIp: string | null;
  readonly clientIpFrom: EnvelopeSource;
  readonly mailFromDomain: string | null;
  readonly mailFromFrom: EnvelopeSource;
  /** Whether the last client is another host than the one that SES delivered to: a forwarder, a mailing list, a gateway. */
  readonly relayed: boolean;
}

export type EnvelopeSource = "option" | "Received-SPF" | "Received" | "Return-Path" | "Authentication-Results" | null;

/** The Authentication-Results of the receiver. It is a claim: whoever wrote the file may have written them. */
export interface ReceiverResults {
  /** Its authserv-id, or the name in its Received. */
  readonly name: string;
  /** Whether all of it is above the receiver's Received field, where the sender cannot write. */
  readonly isOnTop: boolean;
  readonly dkim: readonly { readonly result: string; readonly domain: string | null }[];
  readonly spf: { readonly result: string; readonly domain: string | null } | null;
  readonly dmarc: string | null;
}

/** What a rule finds, before its domain is added. */
export type MessageProblem = Pick<Finding, "rule" | "severity" | "message">;

export interface MessageEvaluation {
  /** pass: DMARC passes, and so does every mechanism for which the configuration publishes records. */
  readonly verdict: "pass" | "fail" | "cannot-tell";
  /** The domain of the From field; null if there is not exactly one. */
  readonly from: string | null;
  readonly envelope: EnvelopeSummary;
  /** Not used for any result; null if the file has none. */
  readonly receiver: ReceiverResults | null;
  readonly dkim: readonly SignatureEvaluation[];
  readonly spf: SpfEvaluation;
  readonly dmarc: DmarcEvaluation;
  readonly findings: readonly Finding[];
}
