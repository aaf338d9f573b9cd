// A DNS server on loopback, over UDP and TCP, on several addresses and one port. The caller passes the function that answers.
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { type Respond, respond } from "./packets";

export { type DnsQuery, type DnsReply, emptyReply, type RecordData, type ResourceRecord } from "./message";

export interface DnsServerOptions {
  /** @default ["127.0.0.1"] */
  readonly addresses?: readonly string[];
  /** Used on all addresses, for UDP and TCP. @default - a free port */
  readonly port?: number;
}

export interface DnsListener {
  readonly port: number;
  stop(): Promise<void>;
}

const IDLE = 30_000;
const ATTEMPTS = 20;

export async function serveDns(answer: Respond, options: DnsServerOptions = {}): Promise<DnsListener> {
  const { addresses = ["127.0.0.1"], port = 0 } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listen(answer, addresses, port);
    } catch (caught) {
      // A port that is free for one address or protocol may be in use for another.
      const isTaken = (caught as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (port !== 0 || !isTaken || attempt === ATTEMPTS) throw caught;
    }
  }
}

async function listen(answer: Respond, addresses: readonly string[], wanted: number): Promise<DnsListener> {
  const udp: UdpSocket[] = [];
  const tcp: Server[] = [];
  const connections = new Set<Socket>();
  let port = wanted;
  const stop = async () => {
    for (const connection of connections) connection.destroy();
    const listening = [...udp.splice(0), ...tcp.splice(0)];
    await Promise.all(listening.map((one) => new Promise<void>((resolve) => one.close(() => resolve()))));
  };
  try {
    for (const address of addresses) {
      const socket = await bindUdp(answer, address, port);
      udp.push(socket);
      port = socket.address().port;
      tcp.push(await bindTcp(answer, address, port, connections));
    }
  } catch (caught) {
    await stop();
    throw caught;
  }
  return { port, stop };
}

async function bindUdp(answer: Respond, server: string, port: number): Promise<UdpSocket> {
  const socket = createSocket({ type: server.includes(":") ? "udp6" : "udp4", recvBufferSize: 4 << 20 });
  let closed = false;
  socket.once("close", () => {
    closed = true;
  });
  socket.on("message", async (packet, client) => {
    const response = await respond(answer, packet, { transport: "udp", server });
    if (response !== undefined && !closed) socket.send(response, client.port, client.address, () => {});
  });
  socket.bind(port, server);
  try {
    await once(socket, "listening");
  } catch (caught) {
    socket.close();
    throw caught;
  }
  // If the client has gone, sending the answer causes an error event on the socket.
  socket.on("error", () => {});
  return socket;
}

/** Serves several queries on one connection and sends each answer as soon as it is ready (RFC 7766 §6.2.1.1, §7). */
async function bindTcp(answer: Respond, server: string, port: number, connections: Set<Socket>): Promise<Server> {
  const listener = createServer((socket) => {
    connections.add(socket);
    let pending = Buffer.alloc(0);
    socket.setTimeout(IDLE, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => connections.delete(socket));
    socket.on("data", async (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      const packets: Buffer[] = [];
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0);
        packets.push(pending.subarray(2, end));
        pending = pending.subarray(end);
      }
      for (const packet of packets) {
        void respond(answer, packet, { transport: "tcp", server }).then((response) => {
          if (response === undefined || socket.destroyed) return;
          const length = Buffer.alloc(2);
          length.writeUInt16BE(response.length);
          socket.write(Buffer.concat([length, response]));
        });
      }
    });
  });
  listener.listen(port, server);
  await once(listener, "listening");
  return listener;
}
