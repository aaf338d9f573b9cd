// What a DNS server is asked and answers, in plain words; packets.ts makes packets of it.
import type { Answer, OptAnswer } from "dns-packet";

export interface DnsQuery {
  /** Lower-case, without the trailing dot; the root is the empty string. */
  readonly name: string;
  /** Such as `TXT`; `TYPE65280` where the number has no name. */
  readonly type: string;
  readonly transport: "udp" | "tcp";
  /** The address that was asked. */
  readonly server: string;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  /** The largest answer that the client takes over UDP. */
  readonly udpSize: number;
  readonly edns: boolean;
}

/** What dns-packet takes as the data of a record; of any type its bytes. */
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
  /** RFC 8914: info codes, sent to whoever speaks EDNS. @default - none */
  readonly extendedErrors?: readonly number[];
  /** Answers TC although it would fit; only over UDP. @default false */
  readonly truncated?: boolean;
}

/** `malformed` is a packet with the right id that cannot be read. */
export type DnsReply = Reply | { readonly kind: "silent" } | { readonly kind: "malformed" };

/** What goes into a header (RFC 1035 §4.1.1). */
export const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

/** A reply without records: what is left to say is its code. */
export function emptyReply(rcode: Rcode, extra: Partial<Reply> = {}): Reply {
  return { kind: "reply", rcode, authoritative: false, answers: [], authorities: [], additionals: [], ...extra };
}
