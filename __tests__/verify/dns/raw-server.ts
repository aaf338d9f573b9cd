// A server that answers with whatever bytes a test gives it, for what a decent server never sends.
import dgram from "node:dgram";
import { once } from "node:events";
import dnsPacket, { type Answer, type Packet } from "dns-packet";
import type { DnsServer } from "../../../lib/verify/dns/answer";

export interface RawServer {
  readonly server: DnsServer;
  /** What came, in order. */
  readonly packets: Buffer[];
  stop(): Promise<void>;
}

/** `answer` gives the packets to send back; several are sent one after the other. `clientPort` is the client's. */
export async function rawServer(
  answer: (query: Buffer, count: number, clientPort: number) => readonly Buffer[] | Promise<readonly Buffer[]>,
  address = "127.0.0.1",
  port = 0,
): Promise<RawServer> {
  const socket = dgram.createSocket("udp4");
  const packets: Buffer[] = [];
  let isOpen = true;
  socket.on("message", async (query, client) => {
    packets.push(query);
    for (const packet of await answer(query, packets.length, client.port))
      if (isOpen) socket.send(packet, client.port, client.address);
  });
  socket.bind(port, address);
  await once(socket, "listening");
  const stop = () => {
    isOpen = false;
    return new Promise<void>((resolve) => socket.close(() => resolve()));
  };
  return { server: { address, port: socket.address().port, name: "ns.example" }, packets, stop };
}

/** An authority's answer to `query`; dns-packet writes it. */
export function replyTo(
  query: Buffer,
  answers: readonly Answer[],
  more: Partial<Packet> & { rcode?: number } = {},
): Buffer {
  const { id, questions } = dnsPacket.decode(query);
  const flags = dnsPacket.AUTHORITATIVE_ANSWER | (more.rcode ?? 0);
  return dnsPacket.encode({ type: "response", flags, id, questions, answers: [...answers], ...more } as Packet);
}
