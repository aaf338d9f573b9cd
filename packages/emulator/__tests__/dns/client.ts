// A small DNS client for tests. It returns packets as dns-packet decodes them.
import { createSocket } from "node:dgram";
import { on, once } from "node:events";
import { connect } from "node:net";
import { type Answer, type DecodedPacket, decode, encode, type Packet, type RecordType } from "dns-packet";
import { decodeRdata } from "../../../../lib/rdata/decode";
import { formatRdata, TABLE_STYLE } from "../../../../lib/rdata/format";

export type DnsResponse = DecodedPacket & { readonly rcode: string };

export interface Question {
  readonly name: string;
  readonly type: string;
  readonly address?: string;
  readonly flags?: number;
  /** The largest answer that the client accepts over UDP. @default - no EDNS */
  readonly udpSize?: number;
}

let lastId = 0;

export function question({ name, type, flags = 0, udpSize }: Question): Packet {
  lastId = (lastId + 1) % 65_536;
  const options = { type: "OPT", name: ".", udpPayloadSize: udpSize, flags: 0, options: [] } as unknown as Answer;
  return {
    type: "query",
    id: lastId,
    flags,
    questions: [{ name, type: type as RecordType, class: "IN" }],
    additionals: udpSize === undefined ? [] : [options],
  };
}

/** The answer; undefined if none arrives in time. */
export async function queryUdp(port: number, query: Question, patience = 10_000): Promise<DnsResponse | undefined> {
  const answer = await sendUdp(port, encode(question(query)), query.address, patience);
  return answer === undefined ? undefined : (decode(answer) as DnsResponse);
}

/** The same for a server that answers immediately or never. */
export async function sendUdpQuery(port: number, query: Question): Promise<DnsResponse | undefined> {
  const answer = await sendMarker(port, encode(question(query)), query.address);
  return answer === undefined ? undefined : (decode(answer) as DnsResponse);
}

export async function sendUdp(
  port: number,
  packet: Buffer,
  address = "127.0.0.1",
  patience = 10_000,
): Promise<Buffer | undefined> {
  const socket = createSocket("udp4");
  try {
    const signal = AbortSignal.timeout(patience);
    const answer = once(socket, "message", { signal });
    socket.send(packet, port, address);
    return (await answer)[0] as Buffer;
  } catch (caught) {
    if ((caught as Error).name === "AbortError") return undefined;
    throw caught;
  } finally {
    socket.close();
  }
}

/** A status request, which our servers refuse immediately. */
const MARKER = encode({ type: "query", id: 0xfffe, flags: 2 << 11, questions: [] });

/** The answer of a server that answers immediately or never: undefined if a packet that was sent later is answered first. */
export async function sendMarker(port: number, packet: Buffer, address = "127.0.0.1"): Promise<Buffer | undefined> {
  const socket = createSocket("udp4");
  try {
    const answers = on(socket, "message");
    socket.send(packet, port, address, () => socket.send(MARKER, port, address));
    for await (const [answer] of answers) return answer.readUInt16BE(0) === 0xfffe ? undefined : answer;
    return undefined;
  } finally {
    socket.close();
  }
}

/** Sends all queries on one connection; returns the answers in the order of their arrival. */
export async function queryTcp(port: number, questions: readonly Question[]): Promise<DnsResponse[]> {
  const packets = questions.map((one) => {
    const packet = encode(question(one));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(packet.length);
    return Buffer.concat([length, packet]);
  });
  const socket = connect({ port, host: "127.0.0.1" });
  const responses: DnsResponse[] = [];
  let pending = Buffer.alloc(0);
  // Sent in two parts, split in the middle of a packet, because TCP does not keep packet boundaries.
  const all = Buffer.concat(packets);
  socket.setNoDelay(true);
  socket.write(all.subarray(0, 5), () => setImmediate(() => socket.write(all.subarray(5))));
  try {
    while (responses.length < questions.length) {
      const [chunk] = (await once(socket, "data", { signal: AbortSignal.timeout(3000) })) as [Buffer];
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0);
        responses.push(decode(pending.subarray(2, end)) as DnsResponse);
        pending = pending.subarray(end);
      }
    }
  } finally {
    socket.destroy();
  }
  return responses;
}

/** Each record as one line: `www.example.com 300 A 192.0.2.1`. */
export function lines(records: readonly Answer[] | undefined): string[] {
  return (records ?? [])
    .filter((record) => record.type !== "OPT")
    .map((record) => {
      const { name, ttl, type, data } = record as { name: string; ttl?: number; type: string; data: unknown };
      return `${name === "." ? "" : name} ${ttl} ${type} ${dataText(data, type)}`;
    });
}

function dataText(data: unknown, type: string): string {
  if (typeof data === "string") return data;
  if (Array.isArray(data)) return data.map((part) => JSON.stringify(String(part))).join(" ");
  if (Buffer.isBuffer(data))
    return formatRdata(decodeRdata(type, { packet: data, start: 0, stop: data.length }).value, TABLE_STYLE);
  return Object.values(data as object)
    .map((part) => (Buffer.isBuffer(part) ? part.toString("hex") : String(part)))
    .join(" ");
}
