// An HTTP client that uses the proxy of the environment. A response is read completely before it is returned, within limits of time and
// size. Redirects are not followed.
import http from "node:http";
import https from "node:https";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Environment } from "./proxy";
import { type AgentOptions, agentFor, agentsOf } from "./tunnel";

export interface HttpClientProps extends Pick<AgentOptions, "ca"> {
  /** Names the proxies: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in capitals or not. */
  readonly env: Environment;
  /** Milliseconds for a whole response. */
  readonly timeout: number;
  /** Bytes of a response, uncompressed. */
  readonly limit: number;
}

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @default - none */
  readonly body?: string | Uint8Array;
  /** Aborts the request. @default - none */
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A response that exceeds the limits. AWS's SDK recognises timeouts, which it retries, by the name. */
export class ResponseLimitError extends Error {
  constructor(
    readonly code: "ETIMEDOUT" | "EMSGSIZE",
    message: string,
  ) {
    super(message);
    this.name = code === "ETIMEDOUT" ? "TimeoutError" : "EndlessAnswer";
  }
}

/** Sends a request. Rejects with ResponseLimitError, ProxyError, the system's error, or an AbortError. */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

export function httpClient({ env, timeout, limit, ca }: HttpClientProps): HttpClient {
  const agents = agentsOf(env, { ca });
  return (request) =>
    new Promise((resolve, reject) => {
      const { url, method, headers, body, signal } = request;
      const sent = (url.protocol === "https:" ? https : http).request(url, {
        method,
        agent: agentFor(agents, url),
        signal,
        headers: { "accept-encoding": "gzip", ...headers },
      });
      const timer = setTimeout(() => {
        sent.destroy(
          new ResponseLimitError("ETIMEDOUT", `${url.host} did not answer to the end within ${timeout / 1000} s`),
        );
      }, timeout);
      const end = (error: Error | null, answer?: HttpResponse) => {
        clearTimeout(timer);
        if (answer !== undefined) return resolve(answer);
        sent.destroy();
        reject(error);
      };
      sent.once("error", end);
      sent.once("response", (response) => {
        readBody(response, limit).then((bytes) => end(null, responseOf(response, bytes)), end);
      });
      sent.end(body);
    });
}

async function readBody(response: http.IncomingMessage, limit: number): Promise<Buffer> {
  const packed = response.headers["content-encoding"] === "gzip";
  const stream: Readable = packed ? pipeline(response, createGunzip(), () => {}) : response;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit) throw new ResponseLimitError("EMSGSIZE", `the answer is larger than ${limit >> 20} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function responseOf({ statusCode = 0, headers }: http.IncomingMessage, body: Buffer): HttpResponse {
  // The body is complete and uncompressed: headers about its transfer no longer apply.
  const { "content-encoding": _encoding, "content-length": _length, "transfer-encoding": _transfer, ...rest } = headers;
  const texts = Object.entries(rest).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(", ") : (value ?? ""),
  ]);
  return { status: statusCode, headers: Object.fromEntries(texts), body };
}
