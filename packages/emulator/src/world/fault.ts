// Faults that a person or a test arms, for the services' APIs or for DNS.
import type { CloudflareRecord } from "./entities";

export type FaultOperation = "create" | "read" | "update" | "delete";

/** Terraform never lists; HTTP clients also do. */
export type CallOperation = FaultOperation | "list";

/**
 * Which operations a fault changes. The fault is the final result: real providers retry some errors first, here the error is the
 * last answer.
 */
export interface FaultMatch {
  /** @default "any" */
  readonly operation?: CallOperation | "any";
  /** Terraform's name of the type, such as `cloudflare_dns_record`. @default "any" */
  readonly type?: string;
  /** Part of the record's or identity's name. @default - every name */
  readonly name?: string;
  /** How many matching operations succeed first, such as the first pages of a list. @default 0 */
  readonly skip?: number;
  /** How many operations it changes; 0 means all until it is cleared. @default 1 */
  readonly times?: number;
}

export interface ErrorFault extends FaultMatch {
  readonly kind: "error";
  /** The HTTP status. @default 500 */
  readonly status?: number;
  /** The service's own code. @default - the usual one for the status */
  readonly code?: string;
  /** @default - the usual one for the status */
  readonly message?: string;
  /** Seconds in the Retry-After header, over HTTP. @default - 1 with status 429, else no header */
  readonly retryAfter?: number;
}

export interface DelayFault extends FaultMatch {
  readonly kind: "delay";
  readonly milliseconds: number;
  /** Before the effect, or after it, when the world has already changed. @default "before" */
  readonly when?: "before" | "after";
}

/** The connection ends without an answer. */
export interface CutFault extends FaultMatch {
  readonly kind: "cut";
  /** Before the effect, or after it, when the world has already changed. @default "before" */
  readonly when?: "before" | "after";
}

export type Fault = ErrorFault | DelayFault | CutFault;

export const DNS_FAULT_KINDS = [
  "delay",
  "servfail",
  "refused",
  "truncated",
  "silent",
  "malformed",
  "lame",
  "stale",
  "dnssec",
] as const;

export type DnsFaultKind = (typeof DNS_FAULT_KINDS)[number];

export interface DnsFaultOptions {
  readonly kind: DnsFaultKind;
  /** Part of the name in the query. @default - every name */
  readonly name?: string;
  /** The type in the query, such as `TXT`. @default - every type */
  readonly type?: string;
  /**
   * An address, a name server's name such as `ada.ns.cloudflare.com`, or `resolver`.
   * @default - every authoritative server of the name; the resolver for stale and dnssec
   */
  readonly server?: string;
  /** How many answers it changes; 0 means all until it is cleared. @default 0 */
  readonly times?: number;
  /** For a delay. */
  readonly milliseconds?: number;
}

export interface DnsFault extends DnsFaultOptions {
  /** When it was armed, in milliseconds of the emulator's clock. */
  readonly armed: number;
  /** For stale: the records of the matching names when it was armed. */
  readonly snapshot?: readonly CloudflareRecord[];
}
