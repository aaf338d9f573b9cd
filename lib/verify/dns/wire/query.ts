// Questions as packets, and which packet answers which question.
import dnsPacket, { type Packet } from "dns-packet";
import { encodeName } from "./name";

export interface Question {
  /** Canonical. */
  readonly name: string;
  /** Upper-case; `TYPE64` for one by number. */
  readonly type: string;
  readonly recurse: boolean;
  readonly checkingDisabled: boolean;
  /** Once more, though the answer is known. @default false */
  readonly again?: boolean;
}

/** What does not fragment on today's paths (https://www.dnsflagday.net/2020/). */
const UDP_PAYLOAD = 1232;
const HEADER = 12;

/** What the library makes of a question for the root, by all that is in it but the name: a run asks some types very often. */
const FRAMES = new Map<string, Buffer>();

/** The packet, its id still zero. @throws Error where the name or the type cannot be asked */
export function encodeQuery(question: Question, edns: boolean): Buffer {
  const { name, type, recurse, checkingDisabled } = question;
  const key = `${type} ${recurse} ${checkingDisabled} ${edns}`;
  const frame = FRAMES.get(key) ?? encodeFrame(question, edns);
  FRAMES.set(key, frame);
  // The library would part a label at an escaped dot: the root that it wrote is replaced.
  return Buffer.concat([frame.subarray(0, HEADER), encodeName(name), frame.subarray(HEADER + 1)]);
}

/** The packet with `id` in it, on its own bytes. */
export function withId(query: Buffer, id: number): Buffer {
  const copy = Buffer.from(query);
  copy.writeUInt16BE(id);
  return copy;
}

/**
 * Whether `packet` answers `query`: the same id and question (RFC 5452 §9.1). A server that does not understand a packet may
 * send an error with the header alone (RFC 1035 §4.1.1 knows no other way).
 */
export function isAnswerTo(query: Buffer, packet: Buffer): boolean {
  if (packet.length < HEADER || packet.readUInt16BE(0) !== query.readUInt16BE(0)) return false;
  // A response (QR) to a standard query (opcode 0).
  if ((packet.readUInt8(2) & 0xf8) !== 0x80) return false;
  if (packet.readUInt16BE(4) === 0) return (packet.readUInt8(3) & 0xf) !== 0;
  return packet.readUInt16BE(4) === 1 && sameLetters(query, packet, questionEnd(query));
}

/** The case of letters may have changed on the way; in ASCII alone. */
function sameLetters(one: Buffer, other: Buffer, end: number): boolean {
  const lower = (byte = 0) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);
  if (other.length < end) return false;
  for (let at = HEADER; at < end; at++) if (lower(one[at]) !== lower(other[at])) return false;
  return true;
}

function encodeFrame({ type, recurse, checkingDisabled }: Question, edns: boolean): Buffer {
  // An AD bit in a question asks for one in the answer, without the signatures that DO would bring (RFC 6840 §5.7).
  const flags = recurse ? dnsPacket.RECURSION_DESIRED | dnsPacket.AUTHENTIC_DATA : 0;
  const opt = { type: "OPT", name: ".", udpPayloadSize: UDP_PAYLOAD, extendedRcode: 0, ednsVersion: 0, flags: 0 };
  const packet = dnsPacket.encode({
    type: "query",
    id: 0,
    flags: flags | (checkingDisabled ? dnsPacket.CHECKING_DISABLED : 0),
    questions: [{ name: ".", type: typeForPacket(type), class: "IN" }],
    additionals: edns ? [{ ...opt, options: [] }] : [],
  } as unknown as Packet);
  if (packet.readUInt16BE(HEADER + 1) === 0) throw new Error(`"${type}" is no type: write TYPE and its number`);
  return packet;
}

function questionEnd(query: Buffer): number {
  let offset = HEADER;
  while (query.readUInt8(offset) !== 0) offset += query.readUInt8(offset) + 1;
  return offset + 5;
}

function typeForPacket(type: string): string {
  return type.replace(/^TYPE(?=[0-9]+$)/, "UNKNOWN_");
}
