// Questions to one server over UDP. Id and port are what keeps a forged answer out (RFC 5452 §4): the id is random, and a
// socket, whose port the system picks at random, serves few questions and is closed as soon as none is open.
import { randomInt } from "node:crypto";
import dgram from "node:dgram";
import net from "node:net";
import type { DnsServer } from "../answer";
import { isAnswerTo, withId } from "../wire/query";
import { readReply } from "../wire/reply";
import { type PacketResult, unreachable } from "./packet-result";

/** Questions per socket. */
const QUESTIONS = 32;

interface Open {
  readonly query: Buffer;
  readonly timer: NodeJS.Timeout;
  readonly resolve: (result: PacketResult) => void;
  strangers: boolean;
}

export class Udp {
  #socket: UdpSocket | undefined;
  readonly #sockets = new Set<UdpSocket>();

  constructor(readonly server: DnsServer) {}

  ask(query: Buffer, wait: number): Promise<PacketResult> {
    if (this.#socket === undefined || this.#socket.isFull) {
      const socket = new UdpSocket(this.server, () => {
        this.#sockets.delete(socket);
        if (this.#socket === socket) this.#socket = undefined;
      });
      this.#sockets.add(socket);
      this.#socket = socket;
    }
    return this.#socket.ask(query, wait);
  }

  /** What is open is as good as unanswered. */
  close(): void {
    for (const socket of this.#sockets) socket.end({ kind: "silence", strangers: false });
  }
}

/** A socket that hears its server alone: connected, the system drops what comes from elsewhere and tells of ICMP errors. */
class UdpSocket {
  readonly #socket: dgram.Socket;
  readonly #open = new Map<number, Open>();
  readonly #connected: Promise<void>;
  #asked = 0;

  constructor(
    server: DnsServer,
    readonly onClose: () => void,
  ) {
    const family = net.isIPv6(server.address) ? 6 : 4;
    // An address needs no lookup, and the one of the system would take a thread.
    const lookup = (host: string, _: unknown, done: (error: null, address: string, family: number) => void) =>
      done(null, host, family);
    this.#socket = dgram.createSocket({ type: `udp${family}`, lookup: lookup as never });
    this.#socket.on("message", (packet) => this.#hear(packet));
    this.#socket.on("error", (error) => this.end(unreachable(error)));
    this.#connected = new Promise((resolve, reject) => {
      this.#socket.connect(server.port, server.address, (error?: Error) => (error ? reject(error) : resolve()));
    });
    this.#connected.catch((error: Error) => this.end(unreachable(error)));
  }

  get isFull(): boolean {
    return this.#asked >= QUESTIONS;
  }

  ask(query: Buffer, wait: number): Promise<PacketResult> {
    this.#asked += 1;
    let id = randomInt(0x10000);
    while (this.#open.has(id)) id = randomInt(0x10000);
    return new Promise((resolve) => {
      const open: Open = {
        query: withId(query, id),
        timer: setTimeout(() => this.#settle(id, { kind: "silence", strangers: open.strangers }), wait),
        resolve,
        strangers: false,
      };
      this.#open.set(id, open);
      const send = () => {
        if (!this.#open.has(id)) return;
        this.#socket.send(open.query, (error) => error && this.#settle(id, unreachable(error)));
      };
      this.#connected.then(send, () => {});
    });
  }

  /** Gives every open question this result. */
  end(result: PacketResult): void {
    if (this.#open.size === 0) this.#close();
    for (const id of [...this.#open.keys()]) this.#settle(id, result);
  }

  #hear(packet: Buffer): void {
    const id = packet.length < 2 ? -1 : packet.readUInt16BE(0);
    const open = this.#open.get(id);
    // With the right id, what cannot be read is more likely broken than forged; and it only leads to TCP.
    const settles = open !== undefined && (isAnswerTo(open.query, packet) || readReply(packet) === undefined);
    if (settles) this.#settle(id, { kind: "packet", packet });
    // Forged or late: the answer may still come.
    else for (const waiting of this.#open.values()) waiting.strangers = true;
  }

  #settle(id: number, result: PacketResult): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    this.#open.delete(id);
    clearTimeout(open.timer);
    if (this.#open.size === 0) this.#close();
    open.resolve(result);
  }

  #close(): void {
    this.onClose();
    try {
      this.#socket.close();
    } catch {
      // Closed before.
    }
  }
}
