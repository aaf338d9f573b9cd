// What a person or a test arms: a fault of the services' APIs, or one of DNS.
import type { CloudflareRecord } from "./things";

export type FaultOperation = "create" | "read" | "update" | "delete";

/** Terraform lists nothing; over HTTP there are lists too. */
export type CallOperation = FaultOperation | "list";

/** What the provider is told in the end. The real ones retry some errors first; here the error is the last answer. */
export interface FaultMatch {
  /** @default "any" */
  readonly operation?: CallOperation | "any";
  /** Terraform's name of the type, such as `cloudflare_dns_record`. @default "any" */
  readonly type?: string;
  /** Part of the record's or identity's name. @default - every name */
  readonly name?: string;
  /** How many operations that fit it lets through first, such as the first pages of a list. @default 0 */
  readonly skip?: number;
  /** How many operations it hits; 0 is all until it is cleared. @default 1 */
  readonly times?: number;
}

export interface ErrorFault extends FaultMatch {
  readonly kind: "error";
  /** The HTTP status. @default 500 */
  readonly status?: number;
  /** The service's own code. @default - the usual one of the status */
  readonly code?: string;
  /** @default - the usual one of the status */
  readonly message?: string;
  /** Seconds of a Retry-After header, over HTTP. @default - 1 with status 429, else no header */
  readonly retryAfter?: number;
}

export interface DelayFault extends FaultMatch {
  readonly kind: "delay";
  readonly milliseconds: number;
  /** Before the effect, or after it, when the world has changed already. @default "before" */
  readonly when?: "before" | "after";
}

export type Fault = ErrorFault | DelayFault;

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
  /** Part of the name that is asked for. @default - every name */
  readonly name?: string;
  /** The type that is asked for, such as `TXT`. @default - every type */
  readonly type?: string;
  /**
   * An address, a name server's name such as `ada.ns.cloudflare.com`, or `resolver`.
   * @default - every authority of the name; the resolver for stale and dnssec
   */
  readonly server?: string;
  /** How many answers it hits; 0 is all until it is cleared. @default 0 */
  readonly times?: number;
  /** Of a delay. */
  readonly milliseconds?: number;
}

export interface DnsFault extends DnsFaultOptions {
  /** When it was armed, in milliseconds of the emulator's clock. */
  readonly armed: number;
  /** Of stale: the records of the names that fit, as they were. */
  readonly snapshot?: readonly CloudflareRecord[];
}
