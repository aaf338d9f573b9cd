// A packet as it is read (RFC 1035 §4.1), each record within its own length, so that a strange one does not shift all that follow.

import { decodeName } from "../../../rdata/name";
import { typeName } from "../../../rdata/types";
import type { ResourceRecord } from "../answer";
import { recordValue } from "./value";

export interface Reply {
  /** With the upper bits that EDNS adds (RFC 6891 §6.1.3). */
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

/** An option of EDNS with an error's code in its first two bytes (RFC 8914 §2). */
const EXTENDED_ERROR = 15;
/** The largest that is no mistake (RFC 2181 §8). */
const MAX_TTL = 2 ** 31 - 1;
/** One for all: replies are kept for as long as a run lasts. */
const EMPTY: readonly never[] = [];
const HEADER = 12;
/** A pointer to the name that was asked (RFC 1035 §4.1.4), which most records bear. */
const QUESTION_POINTER = 0xc000 | HEADER;
const IN = 1;
const OPT = 41;

/** Undefined where it is no DNS message. */
export function readReply(packet: Buffer): Reply | undefined {
  try {
    return decodeReply(packet);
  } catch {
    return undefined;
  }
}

/** @throws Error where it is no DNS message */
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
      // The upper bits of the code stand where others have their ttl (RFC 6891 §6.1.3).
      if (type === OPT) opt = { extendedRcode: ttl >>> 24, options: optionsIn(packet.subarray(start, stop)) };
      else if (recordClass === IN) {
        const known = typeName(type);
        const value = recordValue(known, { packet, start, stop });
        records.push({ name, type: known, ttl: ttl > MAX_TTL ? 0 : ttl, value });
      }
      offset = stop;
    }
    // A list that grew has room for more: tens of thousands are kept at a time.
    return records.slice();
  };
  const [answer, authority] = [section(packet.readUInt16BE(6)), section(packet.readUInt16BE(8))];
  // A truncated packet ends where it ends: what is left of it is not looked at.
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

/** Whether the answer is longer than fits: what came of it may end anywhere. */
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

/** RFC 6891 §6.1.2. @throws Error where one is cut short */
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
