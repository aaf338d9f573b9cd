// Reads query packets, calls the function that answers them, and writes reply packets. This file also handles replies that are too
// large and packets that cannot be read.
import {
  type Answer,
  AUTHENTIC_DATA,
  AUTHORITATIVE_ANSWER,
  CHECKING_DISABLED,
  type DecodedPacket,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from "dns-packet";
import { typeName, typeNumber } from "../../../../lib/rdata/types";
import { type DnsQuery, type DnsReply, emptyReply, RCODES, type Reply, type ResourceRecord } from "./message";

/** Answers a query, at once or later. */
export type Respond = (query: DnsQuery) => DnsReply | Promise<DnsReply>;

/** How and where a packet arrived. */
export type Origin = Pick<DnsQuery, "transport" | "server">;

/** The largest UDP message that this server accepts, in bytes: https://www.dnsflagday.net/2020/ */
const UDP_SIZE = 1232;
const EXTENDED_ERROR = 15;

/** The packet that answers `packet`; undefined if it is not a query. */
export async function respond(answer: Respond, packet: Buffer, origin: Origin): Promise<Buffer | undefined> {
  const isQuery = packet.length >= 12 && (packet[2]! & 0x80) === 0;
  if (!isQuery) return undefined;
  const id = packet.readUInt16BE(0);
  const request = readQuery(packet);
  if (request === undefined) return encode({ type: "response", id, flags: RCODES.FORMERR });
  const query = toQuery(request, origin);
  try {
    const reply = refusalOf(request) ?? (await answer(query));
    if (reply.kind === "silent") return undefined;
    return reply.kind === "malformed" ? malformedReply(id) : write(request, query, reply);
  } catch {
    return write(request, query, emptyReply("SERVFAIL"));
  }
}

/** A packet with exactly one question that dns-packet can read and write again. */
function readQuery(packet: Buffer): DecodedPacket | undefined {
  // A header of random bytes can announce 60,000 questions. dns-packet would allocate all of them first, which takes milliseconds.
  if (packet.readUInt16BE(4) !== 1) return undefined;
  try {
    const message = decode(packet);
    encode({ questions: message.questions! });
    return message;
  } catch {
    return undefined;
  }
}

function toQuery(message: DecodedPacket, origin: Origin): DnsQuery {
  const { name, type } = message.questions![0]!;
  const options = optionsOf(message);
  return {
    ...origin,
    name: name.toLowerCase().replace(/\.$/, ""),
    // dns-packet names a type that it does not know by its number.
    type: type.replace(/^UNKNOWN_([0-9]+)$/, (_, number: string) => typeName(Number(number))),
    recursionDesired: message.flag_rd,
    checkingDisabled: message.flag_cd,
    // Less than 512 means 512 (RFC 6891 §6.2.3).
    udpSize: Math.max(512, options?.udpPayloadSize ?? 512),
    edns: options !== undefined,
  };
}

/** Answers only plain queries of class IN. */
function refusalOf(message: DecodedPacket): Reply | undefined {
  const { opcode } = message as DecodedPacket & { opcode: string };
  if (opcode !== "QUERY") return emptyReply("NOTIMP");
  return message.questions![0]!.class === "IN" ? undefined : emptyReply("REFUSED");
}

function write(message: DecodedPacket, query: DnsQuery, reply: Reply): Buffer {
  const packet = toPacket(message, query, reply);
  const isUdp = query.transport === "udp";
  if (!(isUdp && reply.truncated === true)) {
    const whole = encode(packet);
    if (whole.length <= (isUdp ? query.udpSize : 65535)) return whole;
  }
  // A client must not use part of a truncated answer (RFC 2181 §9); it asks again over TCP.
  const options = packet.additionals!.filter(({ type }) => type === "OPT");
  const flags = packet.flags! | TRUNCATED_RESPONSE;
  return encode({ ...packet, flags, answers: [], authorities: [], additionals: options });
}

function toPacket(message: DecodedPacket, query: DnsQuery, reply: Reply): Packet {
  const { rcode, authoritative, authenticated, recursionAvailable, extendedErrors = [] } = reply;
  const flags = [
    RCODES[rcode],
    authoritative ? AUTHORITATIVE_ANSWER : 0,
    authenticated === true ? AUTHENTIC_DATA : 0,
    recursionAvailable === true ? RECURSION_AVAILABLE : 0,
    query.recursionDesired ? RECURSION_DESIRED : 0,
    query.checkingDisabled ? CHECKING_DISABLED : 0,
  ].reduce((all, flag) => all | flag, 0);
  return {
    type: "response",
    id: message.id!,
    flags,
    // Keep the question's spelling: clients compare upper and lower case.
    questions: message.questions!,
    answers: reply.answers.map(toAnswer),
    authorities: reply.authorities.map(toAnswer),
    additionals: [...reply.additionals.map(toAnswer), ...(query.edns ? [optRecord(extendedErrors)] : [])],
  };
}

/** dns-packet writes raw bytes for a type that it knows only by its number. */
function toAnswer(record: ResourceRecord): Answer {
  const type = Buffer.isBuffer(record.data) ? `UNKNOWN_${typeNumber(record.type)}` : record.type;
  return { ...record, type } as Answer;
}

function optRecord(extendedErrors: readonly number[]): Answer {
  const options = extendedErrors.map((code) => {
    const data = Buffer.alloc(2);
    data.writeUInt16BE(code);
    return { code: EXTENDED_ERROR, data };
  });
  return {
    type: "OPT",
    name: ".",
    udpPayloadSize: UDP_SIZE,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: options as unknown as OptAnswer["options"],
  };
}

function optionsOf({ additionals = [] }: DecodedPacket): OptAnswer | undefined {
  return additionals.find((record): record is OptAnswer => record.type === "OPT");
}

/** A header that announces five answers, with no answers after it. */
function malformedReply(id: number): Buffer {
  const header = Buffer.from([0, 0, 0x84, 0, 0, 1, 0, 5, 0, 0, 0, 0, 0x3f, 0xff, 0xff]);
  header.writeUInt16BE(id);
  return header;
}
