// Encodes queries, and matches responses to them.
import { encodeName } from "../../../rdata/name";
import { typeNumber } from "../../../rdata/types";

export interface Question {
  /** In canonical form. */
  readonly name: string;
  /** In upper case; `TYPE64` for a type by its number. */
  readonly type: string;
  readonly recurse: boolean;
  readonly checkingDisabled: boolean;
  /** Sends it again although its answer is cached. @default false */
  readonly repeat?: boolean;
}

/** Avoids IP fragmentation (https://www.dnsflagday.net/2020/). */
const UDP_PAYLOAD = 1232;
const HEADER = 12;
const IN = 1;
const OPT = 41;

/** Bits of the header (RFC 1035 §4.1.1, RFC 6840 §5.7). */
const RECURSION_DESIRED = 0x0100;
const AUTHENTIC_DATA = 0x0020;
const CHECKING_DISABLED = 0x0010;

/** The packet with the id 0. @throws Error if the name or the type cannot be encoded */
export function encodeQuery({ name, type, recurse, checkingDisabled }: Question, edns: boolean): Buffer {
  const number = typeNumber(type);
  if (number === undefined || number === 0) throw new Error(`"${type}" is no type: write TYPE and its number`);
  // AD in a query asks for AD in the response, without the signatures that DO would add (RFC 6840 §5.7).
  const flags = (recurse ? RECURSION_DESIRED | AUTHENTIC_DATA : 0) | (checkingDisabled ? CHECKING_DISABLED : 0);
  const header = uint16(0, flags, 1, 0, 0, edns ? 1 : 0);
  // RFC 6891 §6.1.2: the root as name, the type, the payload size as class, extended RCODE 0, version 0, no flags, no options.
  const opt = edns ? [Buffer.of(0), uint16(OPT, UDP_PAYLOAD, 0, 0, 0)] : [];
  return Buffer.concat([header, encodeName(name), uint16(number, IN), ...opt]);
}

/** A copy of the packet with this id. */
export function withId(query: Buffer, id: number): Buffer {
  const copy = Buffer.from(query);
  copy.writeUInt16BE(id);
  return copy;
}

/**
 * Whether `packet` is a response to `query`: the same id and question (RFC 5452 §9.1). A server that does not understand a packet may
 * respond with an error that has only a header (RFC 1035 §4.1.1).
 */
export function isAnswerTo(query: Buffer, packet: Buffer): boolean {
  if (packet.length < HEADER || packet.readUInt16BE(0) !== query.readUInt16BE(0)) return false;
  // A response (QR) to a standard query (opcode 0).
  if ((packet.readUInt8(2) & 0xf8) !== 0x80) return false;
  if (packet.readUInt16BE(4) === 0) return (packet.readUInt8(3) & 0xf) !== 0;
  return packet.readUInt16BE(4) === 1 && sameLetters(query, packet, questionEnd(query));
}

/** Compares the questions; the case of ASCII letters may differ. */
function sameLetters(one: Buffer, other: Buffer, end: number): boolean {
  const lower = (byte = 0) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);
  if (other.length < end) return false;
  for (let at = HEADER; at < end; at++) if (lower(one[at]) !== lower(other[at])) return false;
  return true;
}

function questionEnd(query: Buffer): number {
  let offset = HEADER;
  while (query.readUInt8(offset) !== 0) offset += query.readUInt8(offset) + 1;
  return offset + 5;
}

function uint16(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * numbers.length);
  for (const [at, number] of numbers.entries()) bytes.writeUInt16BE(number, 2 * at);
  return bytes;
}
