// Queries to one server over UDP. Id and port keep forged responses out (RFC 5452 §4): the id is random, and a socket, whose port the
// system picks at random, serves few queries and is closed as soon as none is open. A retry has the id and port of the first try, so
// that a response to either is accepted, however late it comes.
import { randomInt } from "node:crypto";
import dgram from "node:dgram";
import net from "node:net";
import type { Clock } from "../../../net/clock";
import type { DnsServer } from "../answer";
import { isAnswerTo, withId } from "../wire/query";
import { readReply } from "../wire/reply";
import { type PacketResult, unreachable } from "./packet-result";

/** Queries per socket. */
const QUESTIONS = 32;

/** A query with all its tries. */
export interface UdpQuery {
  /** Sends the query and waits; returns at once if a response to an earlier try has come meanwhile. */
  try(wait: number): Promise<PacketResult>;
  /** Ends the query; later packets for it are ignored. */
  close(): void;
}

interface PendingQuery {
  readonly query: Buffer;
  /** Set while a try waits. */
  settle: ((result: PacketResult) => void) | undefined;
  /** A result that came while no try was waiting. */
  result: PacketResult | undefined;
  strangers: boolean;
}

export class UdpClient {
  #socket: UdpSocket | undefined;
  readonly #sockets = new Set<UdpSocket>();

  /** @param onPacket called for each packet that is received */
  constructor(
    readonly server: DnsServer,
    readonly clock: Clock,
    readonly onPacket: () => void,
  ) {}

  open(query: Buffer): UdpQuery {
    if (this.#socket === undefined || this.#socket.isFull) {
      const socket = new UdpSocket(this, () => {
        this.#sockets.delete(socket);
        if (this.#socket === socket) this.#socket = undefined;
      });
      this.#sockets.add(socket);
      this.#socket = socket;
    }
    return this.#socket.open(query);
  }

  /** Ends all open queries without a response. */
  close(): void {
    for (const socket of this.#sockets) socket.end({ kind: "silence", strangers: false });
  }
}

/** A connected socket: the system drops packets of other senders and reports ICMP errors. */
class UdpSocket {
  readonly #socket: dgram.Socket;
  readonly #open = new Map<number, PendingQuery>();
  /** Ids of queries that are done: a packet for one of them is late, or a response to a retry, and not foreign. */
  readonly #done = new Set<number>();
  readonly #connected: Promise<void>;
  #asked = 0;
  /** The socket's own failure. */
  #ended: PacketResult | undefined;

  constructor(
    readonly udp: Pick<UdpClient, "server" | "clock" | "onPacket">,
    readonly onClose: () => void,
  ) {
    const { server } = udp;
    const family = net.isIPv6(server.address) ? 6 : 4;
    // An address needs no lookup, and the system's lookup would use a thread.
    const lookup = (host: string, _: unknown, done: (error: null, address: string, family: number) => void) =>
      done(null, host, family);
    this.#socket = dgram.createSocket({ type: `udp${family}`, lookup: lookup as never });
    this.#socket.on("message", (packet) => this.#onMessage(packet));
    this.#socket.on("error", (error) => this.end(unreachable(error)));
    this.#connected = new Promise((resolve, reject) => {
      this.#socket.connect(server.port, server.address, (error?: Error) => (error ? reject(error) : resolve()));
    });
    this.#connected.catch((error: Error) => this.end(unreachable(error)));
  }

  get isFull(): boolean {
    return this.#asked >= QUESTIONS;
  }

  open(query: Buffer): UdpQuery {
    this.#asked += 1;
    let id = randomInt(0x10000);
    while (this.#open.has(id) || this.#done.has(id)) id = randomInt(0x10000);
    const open: PendingQuery = { query: withId(query, id), settle: undefined, result: undefined, strangers: false };
    this.#open.set(id, open);
    return { try: (wait) => this.#try(open, wait), close: () => this.#leave(id) };
  }

  /** Settles every open query with this result. */
  end(result: PacketResult): void {
    this.#ended ??= result;
    for (const open of this.#open.values()) settle(open, result);
    this.#close();
  }

  #try(open: PendingQuery, wait: number): Promise<PacketResult> {
    const known = open.result ?? this.#ended;
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => {
      const timeOut = () => open.settle?.({ kind: "silence", strangers: open.strangers });
      const cancel = this.udp.clock.after(wait, timeOut);
      open.settle = (result) => {
        open.settle = undefined;
        cancel();
        resolve(result);
      };
      const send = () => {
        if (open.settle === undefined) return;
        this.#socket.send(open.query, (error) => error && open.settle?.(unreachable(error)));
      };
      this.#connected.then(send, () => {});
    });
  }

  #onMessage(packet: Buffer): void {
    this.udp.onPacket();
    const id = packet.length < 2 ? -1 : packet.readUInt16BE(0);
    const open = this.#open.get(id);
    // An unreadable packet with the right id is more likely broken than forged, and it only makes the client use TCP.
    const settles = open !== undefined && (isAnswerTo(open.query, packet) || readReply(packet) === undefined);
    if (settles) settle(open, { kind: "packet", packet });
    // Forged: the real response may still come.
    else if (!this.#done.has(id)) for (const waiting of this.#open.values()) waiting.strangers = true;
  }

  #leave(id: number): void {
    if (!this.#open.delete(id)) return;
    this.#done.add(id);
    if (this.#open.size === 0) this.#close();
  }

  #close(): void {
    this.onClose();
    try {
      this.#socket.close();
    } catch {
      // It was closed before.
    }
  }
}

function settle(open: PendingQuery, result: PacketResult): void {
  if (open.settle !== undefined) open.settle(result);
  else open.result ??= result;
}
