// AWS's and Cloudflare's HTTP APIs on one port of 127.0.0.1, for clients that run unchanged. They share the world with the emulated
// providers. The path shows which API a call is for. It is plain HTTP, so that no client needs to trust a certificate.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { NO_ANSWER } from "../world/faults";
import type { World } from "../world/world";
import { answerAws } from "./aws/api";
import type { SendMessage } from "./aws/send-email";
import { answerCloudflare } from "./cloudflare/api";
import { type HttpRequest, type HttpResponse, jsonResponse } from "./routing";

export interface HttpOptions {
  /** Handles the messages sent through SES. @default - SendEmail is refused */
  readonly send?: SendMessage;
}

export interface HttpServer {
  /** Such as `http://127.0.0.1:40123`: AWS's endpoint. Cloudflare's endpoint is `/client/v4` below it. */
  readonly url: string;
  readonly port: number;
  /** Ends delays and connections. The world may be closed afterwards. */
  stop(): Promise<void>;
}

/** The path where Cloudflare's API begins. */
export const CLOUDFLARE_PATH = "/client/v4";

/** In bytes. The real services accept less: SES takes messages of 40 MB, in base64. */
const BODY_LIMIT = 64 * 1024 * 1024;

export async function serveHttp(world: World, options: HttpOptions = {}): Promise<HttpServer> {
  const stopped = new AbortController();
  const running = new Set<Promise<void>>();
  const server = createServer((incoming, outgoing) => {
    const served = serve(world, options, incoming, outgoing, stopped.signal)
      .catch((failure: Error) => {
        if (outgoing.headersSent) outgoing.destroy();
        else
          write(outgoing, jsonResponse(500, { message: `the emulator failed: ${failure.stack ?? failure.message}` }));
      })
      .finally(() => running.delete(served));
    running.add(served);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async stop() {
      stopped.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      // A request that is still running must not find the world closed.
      await Promise.all(running);
    },
  };
}

async function serve(
  world: World,
  options: HttpOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  stopped: AbortSignal,
): Promise<void> {
  const disconnected = new AbortController();
  outgoing.on("close", () => disconnected.abort());
  const body = await readBody(incoming);
  // The rest of the body is not read, so this connection cannot be used again.
  if (body === undefined) {
    return write(outgoing, jsonResponse(413, { message: "the request is too large" }, { connection: "close" }));
  }
  const url = urlOf(incoming);
  if (url === undefined) return write(outgoing, jsonResponse(400, { message: "the request's path cannot be read" }));
  const request: HttpRequest = {
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body,
    signal: AbortSignal.any([disconnected.signal, stopped]),
  };
  const isCloudflare = `${url.pathname}/`.startsWith(`${CLOUDFLARE_PATH}/`);
  const answer = isCloudflare
    ? dated(world, await answerCloudflare(world, { ...request, path: url.pathname.slice(CLOUDFLARE_PATH.length) }))
    : await answerAws(world, request, options.send);
  // Clients compare the service's times with its clock, which is the emulator's.
  const date = new Date(world.now()).toUTCString();
  if (!outgoing.destroyed) write(outgoing, { ...answer, headers: { date, ...answer.headers } });
}

/** Its date is by the emulator's clock, as all other times in it. */
function dated(world: World, response: HttpResponse): HttpResponse {
  return { ...response, headers: { ...response.headers, date: new Date(world.now()).toUTCString() } };
}

/** Undefined if it is not a URL. A host in it is ignored. */
function urlOf({ url = "/" }: IncomingMessage): URL | undefined {
  const own = "http://127.0.0.1";
  return URL.canParse(url, own) ? new URL(url, own) : undefined;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function write(outgoing: ServerResponse, { status, headers = {}, body }: HttpResponse): void {
  if (status === NO_ANSWER) return void outgoing.destroy();
  outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  outgoing.end(body);
}
