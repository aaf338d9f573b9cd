// One query over TCP, if the response does not fit into a packet (RFC 7766). It has its own connection, since that is rare, one
// deadline from the first packet to the last byte, and reads no more bytes than the first two announce, 65,535 at most.
import { randomInt } from "node:crypto";
import net from "node:net";
import type { Clock } from "../../../net/clock";
import type { DnsServer } from "../answer";
import { isAnswerTo, withId } from "../wire/query";
import { readReply } from "../wire/reply";
import { type PacketResult, unreachable } from "./packet-result";

export interface TcpQuery {
  readonly query: Buffer;
  /** Milliseconds for the whole query. */
  readonly wait: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

export function queryTcp(server: DnsServer, { query, wait, signal, clock }: TcpQuery): Promise<PacketResult> {
  return new Promise((resolve) => {
    const message = withId(query, randomInt(0x10000));
    const received: Buffer[] = [];
    let size = 0;
    let socket: net.Socket;
    try {
      socket = net.connect({ host: server.address, port: server.port });
    } catch (error) {
      return resolve(unreachable(error as Error));
    }
    const end = (result: PacketResult) => {
      cancel();
      signal.removeEventListener("abort", stop);
      socket.destroy();
      resolve(result);
    };
    const stop = () => end({ kind: "silence", strangers: false });
    const cancel = clock.after(wait, stop);
    signal.addEventListener("abort", stop);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    socket.on("connect", () => socket.write(Buffer.concat([length, message])));
    socket.on("error", (error) => end(unreachable(error)));
    socket.on("close", () => end({ kind: "unreachable", code: "closed without an answer" }));
    socket.on("data", (chunk) => {
      received.push(chunk);
      size += chunk.length;
      const whole = wholeSize(received);
      // Concatenated once, not with each chunk.
      if (size < whole) return;
      const packet = Buffer.concat(received).subarray(2, whole);
      const isForUs = isAnswerTo(message, packet) || readReply(packet) === undefined;
      end(isForUs ? { kind: "packet", packet } : { kind: "silence", strangers: true });
    });
  });
}

/** The size of the response with the two length bytes in front; two until these have arrived. */
function wholeSize([first = Buffer.alloc(0), second]: readonly Buffer[]): number {
  const head = first.length >= 2 || second === undefined ? first : Buffer.concat([first, second.subarray(0, 1)]);
  return head.length < 2 ? 2 : 2 + head.readUInt16BE(0);
}
