// Decodes a response (RFC 1035 §4.1). Each record is decoded within its own length, so that an unusual one does not shift the rest.

import { decodeName } from "../../../rdata/name";
import { typeName } from "../../../rdata/types";
import type { ResourceRecord } from "../answer";
import { decodeRecordValue } from "./value";

export interface Reply {
  /** With the upper bits from EDNS (RFC 6891 §6.1.3). */
  readonly rcode: number;
  /** AA. */
  readonly authoritative: boolean;
  /** RA. */
  readonly recursive: boolean;
  /** AD. */
  readonly authenticated: boolean;
  /** TC. */
  readonly truncated: boolean;
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  /** RFC 8914. */
  readonly extendedErrors: readonly number[];
}

export const RCODES = {
  noError: 0,
  formErr: 1,
  servFail: 2,
  nxDomain: 3,
  notImp: 4,
  refused: 5,
  notAuth: 9,
  badVers: 16,
};

/** The EDNS option whose first two bytes are an extended error (RFC 8914 §2). */
const EXTENDED_ERROR = 15;
/** Larger TTLs are read as 0 (RFC 2181 §8). */
const MAX_TTL = 2 ** 31 - 1;
/** One shared array: responses are kept as long as a run lasts. */
const EMPTY: readonly never[] = [];
const HEADER = 12;
/** A compression pointer to the name in the question (RFC 1035 §4.1.4), which most records have. */
const QUESTION_POINTER = 0xc000 | HEADER;
const IN = 1;
const OPT = 41;

/** Undefined if it is not a DNS message. */
export function readReply(packet: Buffer): Reply | undefined {
  try {
    return decodeReply(packet);
  } catch {
    return undefined;
  }
}

/** @throws Error if it is not a DNS message */
export function decodeReply(packet: Buffer): Reply {
  if (packet.length < HEADER) throw new Error("it is shorter than a header");
  let offset = HEADER;
  let asked: string | undefined;
  for (let count = packet.readUInt16BE(4); count > 0; count--) {
    const { name, end } = decodeName(packet, offset);
    asked ??= name;
    offset = end + 4;
  }
  let opt: OptRecord | undefined;
  const section = (count: number): readonly ResourceRecord[] => {
    if (count === 0) return EMPTY;
    const records: ResourceRecord[] = [];
    for (let index = 0; index < count; index++) {
      const isAsked = asked !== undefined && packet.readUInt16BE(offset) === QUESTION_POINTER;
      const { name, end } = isAsked ? { name: asked!, end: offset + 2 } : decodeName(packet, offset);
      const [type, recordClass, ttl] = [
        packet.readUInt16BE(end),
        packet.readUInt16BE(end + 2),
        packet.readUInt32BE(end + 4),
      ];
      const start = end + 10;
      const stop = start + packet.readUInt16BE(end + 8);
      if (stop > packet.length) throw new Error("a record is not whole");
      // The TTL field of an OPT record holds the upper bits of the RCODE (RFC 6891 §6.1.3).
      if (type === OPT) opt = { extendedRcode: ttl >>> 24, options: optionsIn(packet.subarray(start, stop)) };
      else if (recordClass === IN) {
        const known = typeName(type);
        const value = decodeRecordValue(known, { packet, start, stop });
        records.push({ name, type: known, ttl: ttl > MAX_TTL ? 0 : ttl, value });
      }
      offset = stop;
    }
    // A copy has no spare capacity; tens of thousands of these lists are kept at the same time.
    return records.slice();
  };
  const [answer, authority] = [section(packet.readUInt16BE(6)), section(packet.readUInt16BE(8))];
  // The sections must be decoded in this order.
  const additional = section(packet.readUInt16BE(10));
  return {
    rcode: (packet.readUInt8(3) & 0xf) | ((opt?.extendedRcode ?? 0) << 4),
    authoritative: (packet.readUInt8(2) & 0x04) !== 0,
    recursive: (packet.readUInt8(3) & 0x80) !== 0,
    truncated: isTruncated(packet),
    authenticated: (packet.readUInt8(3) & 0x20) !== 0,
    answer,
    authority,
    additional,
    extendedErrors: opt === undefined || opt.options.length === 0 ? EMPTY : extendedErrors(opt),
  };
}

/** TC: the response did not fit, and may end anywhere. */
export function isTruncated(packet: Buffer): boolean {
  return (packet.readUInt8(2) & 0x02) !== 0;
}

interface Option {
  readonly code: number;
  readonly data: Buffer;
}

interface OptRecord {
  readonly extendedRcode: number;
  readonly options: readonly Option[];
}

function extendedErrors({ options }: OptRecord): readonly number[] {
  return options
    .filter(({ code, data }) => code === EXTENDED_ERROR && data.length >= 2)
    .map(({ data }) => data.readUInt16BE(0));
}

/** RFC 6891 §6.1.2. @throws Error if an option is cut short */
function optionsIn(bytes: Buffer): readonly Option[] {
  const options: Option[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) throw new Error("an option is cut short");
    options.push({ code: bytes.readUInt16BE(at), data: bytes.subarray(at + 4, end) });
    at = end;
  }
  return options;
}
