// The part of gRPC that Terraform needs: calls with one request and one response over HTTP/2, on 127.0.0.1 and without TLS. A
// library would take longer to load than the rest of the emulator, and would spend more time on a call than the answer takes.
// https://github.com/grpc/grpc/blob/v1.76.0/doc/PROTOCOL-HTTP2.md
import http2, { type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";

/** The caller; all calls of one connection share the same one. */
export type Peer = object;

export interface GrpcOptions {
  /** By path, such as `/tfplugin6.Provider/ReadResource`. If a method throws, the caller gets the status INTERNAL. */
  readonly methods: ReadonlyMap<string, (request: Buffer, peer: Peer) => Promise<Buffer>>;
  /** Called when a caller leaves before it has its answer. */
  onCancel(peer: Peer): void;
  /** Called when a connection has ended. */
  onEnd(peer: Peer): void;
}

export interface GrpcServer {
  readonly port: number;
  /** Cuts all connections. */
  stop(): void;
}

const UNIMPLEMENTED = 12;
const INTERNAL = 13;
/** Bytes before each message: one says whether it is compressed, four give its length. */
const PREFIX = 5;
/** Bytes that a caller may send before the server has read them. */
const WINDOW = 1024 * 1024;

export async function serveGrpc({ methods, onCancel, onEnd }: GrpcOptions): Promise<GrpcServer> {
  const sessions = new Set<http2.ServerHttp2Session>();
  const server = http2.createServer({
    settings: { initialWindowSize: WINDOW },
    // The default of 10 MB is too small for many large resources at once.
    maxSessionMemory: Number.MAX_SAFE_INTEGER,
  });
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => {
      sessions.delete(session);
      onEnd(session);
    });
    session.on("stream", (stream, headers) => {
      // A caller that dies is not an error here.
      stream.on("error", () => {});
      const path = String(headers[":path"]);
      const method = methods.get(path);
      if (!headers["content-type"]?.startsWith("application/grpc")) stream.respond({ ":status": 415 }, END);
      else if (method === undefined) refuse(stream, UNIMPLEMENTED, `there is no method ${path}`);
      else
        answer(
          stream,
          (request) => method(request, session),
          () => onCancel(session),
        );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    for (const session of sessions) session.destroy();
  };
  return { port, stop };
}

const END = { endStream: true };
const HEADERS = { ":status": 200, "content-type": "application/grpc" };

function answer(stream: ServerHttp2Stream, method: (request: Buffer) => Promise<Buffer>, onCancel: () => void): void {
  const chunks: Buffer[] = [];
  let isAnswered = false;
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  stream.on("close", () => {
    if (!isAnswered) onCancel();
  });
  stream.on("end", async () => {
    try {
      const response = await method(readMessage(chunks));
      isAnswered = true;
      send(stream, response);
    } catch (failure) {
      isAnswered = true;
      refuse(stream, INTERNAL, `the emulator failed: ${failure instanceof Error ? failure.stack : failure}`);
    }
  });
}

function readMessage(chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat(chunks);
  if (body.length < PREFIX || body.readUInt32BE(1) !== body.length - PREFIX)
    throw new Error("a call has no message, more than one, or one that is cut short");
  if (body[0] !== 0) throw new Error("a call has a compressed message, which nothing here asks for");
  return body.subarray(PREFIX);
}

function send(stream: ServerHttp2Stream, message: Buffer): void {
  if (stream.destroyed || stream.closed) return;
  stream.respond(HEADERS, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
}

/** If there is no message, the status is sent in the headers. */
function refuse(stream: ServerHttp2Stream, status: number, message: string): void {
  if (stream.destroyed || stream.closed) return;
  const encoded = encodeURIComponent(Buffer.from(message).toString());
  stream.respond({ ...HEADERS, "grpc-status": String(status), "grpc-message": encoded }, END);
}
