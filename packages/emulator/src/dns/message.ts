// Questions to a DNS server and its answers, as plain objects; packets.ts turns them into packets.
import type { Answer, OptAnswer } from "dns-packet";

export interface DnsQuery {
  /** Lower-case, without the trailing dot; the root is the empty string. */
  readonly name: string;
  /** Such as `TXT`; `TYPE65280` if the number has no name. */
  readonly type: string;
  readonly transport: "udp" | "tcp";
  /** The address that the query was sent to. */
  readonly server: string;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  /** The largest answer that the client accepts over UDP, in bytes. */
  readonly udpSize: number;
  readonly edns: boolean;
}

/** The record data that dns-packet accepts; bytes work for any type. */
export type RecordData = Exclude<Answer, OptAnswer>["data"];

export interface ResourceRecord {
  /** Lower-case, without the trailing dot; the root is the empty string. */
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly data: RecordData;
}

export type Rcode = keyof typeof RCODES;

export interface Reply {
  readonly kind: "reply";
  readonly rcode: Rcode;
  readonly authoritative: boolean;
  /** AD. @default false */
  readonly authenticated?: boolean;
  /** @default false */
  readonly recursionAvailable?: boolean;
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
  /** Extended error codes (RFC 8914), sent to clients that use EDNS. @default - none */
  readonly extendedErrors?: readonly number[];
  /** Sets TC even if the answer would fit; only over UDP. @default false */
  readonly truncated?: boolean;
}

/** `malformed` is a packet with the right id that cannot be read. */
export type DnsReply = Reply | { readonly kind: "silent" } | { readonly kind: "malformed" };

/** RCODE values of the header (RFC 1035 §4.1.1). */
export const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

/** A reply without records: it has only a code. */
export function emptyReply(rcode: Rcode, extra: Partial<Reply> = {}): Reply {
  return { kind: "reply", rcode, authoritative: false, answers: [], authorities: [], additionals: [], ...extra };
}
