// One question over TCP, where the answer does not fit into a packet (RFC 7766): a connection of its own, because that is rare.
import { randomInt } from "node:crypto";
import net from "node:net";
import type { DnsServer } from "../answer";
import { isAnswerTo, withId } from "../wire/query";
import { readReply } from "../wire/reply";
import { type PacketResult, unreachable } from "./packet-result";

export function askByTcp(server: DnsServer, query: Buffer, wait: number, signal: AbortSignal): Promise<PacketResult> {
  return new Promise((resolve) => {
    const message = withId(query, randomInt(0x10000));
    let received = Buffer.alloc(0);
    let socket: net.Socket;
    try {
      socket = net.connect({ host: server.address, port: server.port });
    } catch (error) {
      return resolve(unreachable(error as Error));
    }
    const end = (result: PacketResult) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      socket.destroy();
      resolve(result);
    };
    const stop = () => end({ kind: "silence", strangers: false });
    const timer = setTimeout(stop, wait);
    signal.addEventListener("abort", stop);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    socket.on("connect", () => socket.write(Buffer.concat([length, message])));
    socket.on("error", (error) => end(unreachable(error)));
    socket.on("close", () => end({ kind: "unreachable", code: "closed without an answer" }));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < received.readUInt16BE(0) + 2) return;
      const packet = received.subarray(2, received.readUInt16BE(0) + 2);
      const isForUs = isAnswerTo(message, packet) || readReply(packet) === undefined;
      end(isForUs ? { kind: "packet", packet } : { kind: "silence", strangers: true });
    });
  });
}
