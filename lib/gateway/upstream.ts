// Sends requests to Cloudflare's API: within the budget, again where that is safe, and byte for byte. Certificates are checked and the
// proxies of the environment used, as for all HTTP (lib/net).
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Budget } from "../cloudflare/budget";
import { isPermanent } from "../cloudflare/error";
import { cloudflareRequests, type Get, MAX_BYTES } from "../cloudflare/requests";
import { backoff, MAX_RETRY_WAIT, retryAfter } from "../cloudflare/retries";
import { type HttpClientProps, httpClient } from "../net/client";
import { type Clock, sleep } from "../net/clock";
import { type Agents, agentFor, agentsOf } from "../net/tunnel";
import { type ApiAnswer, readAnswer } from "./api-answer";
import type { OutgoingHeaders } from "./headers";
import { API_PATH } from "./request";
import { ServerClock } from "./server-clock";

export interface UpstreamOptions extends Pick<HttpClientProps, "env" | "ca"> {
  /** The base URL of the API. */
  readonly base: URL;
  readonly budget: Budget;
  readonly clock: Clock;
  /** @default - minutes */
  readonly timeouts?: Timeouts;
}

export interface UpstreamRequest {
  readonly method: string;
  /** As the gateway received it, from API_PATH on. */
  readonly target: string;
  readonly headers: OutgoingHeaders;
  /** What is not in memory cannot be sent twice. @default - none */
  readonly body?: Buffer | Readable | undefined;
  /** Whether it changes nothing, so that it may be sent again after any failure. */
  readonly isRead: boolean;
  /** Asked when the budget lets it go. @default - it is wanted */
  readonly isWanted?: (() => boolean) | undefined;
  /** Ends it only while it waits for the budget. @default - nothing does */
  readonly unlessSent?: AbortSignal | undefined;
  /** Called each time that it is sent. @default - nobody is told */
  readonly onSend?: (() => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The request has certainly not reached the API. */
export class UnsentError extends Error {
  override readonly name = "UnsentError";
}

/** Milliseconds until an answer must have begun, and until one that is read to its end must have ended. */
export interface Timeouts {
  readonly read: number;
  readonly write: number;
  readonly stream: number;
}

/** Cloudflare itself gives up after 100 s (https://developers.cloudflare.com/support/troubleshooting/http-status-codes/). */
const TIMEOUTS: Timeouts = { read: 30_000, write: 120_000, stream: 600_000 };

/** How often a read is sent again after a failure. The client does so too. */
const READ_RETRIES = 2;

/** How often a request is sent again after a 429, which means that it had no effect. */
const THROTTLE_RETRIES = 5;

/** Milliseconds to wait after a 429 that names no time: Cloudflare refuses everything for up to five minutes. */
const THROTTLE_WAITS = [10_000, 20_000, 40_000, 60_000, 60_000];

export class Upstream {
  /** The API's clock. */
  readonly serverClock = new ServerClock();
  /** How many requests have been sent. */
  sent = 0;
  readonly #options: UpstreamOptions;
  readonly #agents: Agents;
  readonly #client: ReturnType<typeof httpClient>;

  readonly #timeouts: Timeouts;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#timeouts = options.timeouts ?? TIMEOUTS;
    this.#agents = agentsOf(options.env, { ca: options.ca });
    this.#client = httpClient({ env: options.env, ca: options.ca, timeout: this.#timeouts.read, limit: MAX_BYTES });
  }

  /** Sends a request and reads its answer to the end; undefined if it was not wanted any more. */
  ask(request: UpstreamRequest): Promise<ApiAnswer | undefined> {
    return this.#attempt(request, request.isRead ? this.#timeouts.read : this.#timeouts.write, readAnswer);
  }

  /** Sends a request, whose answer the caller reads; undefined if it was not wanted any more. */
  open(request: UpstreamRequest): Promise<IncomingMessage | undefined> {
    return this.#attempt(request, this.#timeouts.stream, async (response, stopTimer) => {
      stopTimer();
      return response;
    });
  }

  /** GET requests of the gateway's own with a client's credentials. */
  getter(authorization: string, onSend: () => void, signal: AbortSignal): Get {
    const { env, base, budget, clock } = this.#options;
    return cloudflareRequests({
      env,
      base,
      budget,
      clock,
      signal,
      headers: { authorization },
      maxRetries: READ_RETRIES,
      send: async (request) => {
        onSend();
        this.sent += 1;
        const sentAt = clock.now();
        const answer = await this.#client(request);
        this.serverClock.observe(answer.headers.date, sentAt, clock.now());
        return answer;
      },
    });
  }

  /** Closes the connections. */
  close(): void {
    this.#agents.httpAgent.destroy();
    this.#agents.httpsAgent.destroy();
  }

  async #attempt<T>(
    request: UpstreamRequest,
    timeout: number,
    take: (response: IncomingMessage, stopTimer: () => void) => Promise<T>,
  ): Promise<T | undefined> {
    const { budget, clock } = this.#options;
    const { isRead, isWanted, signal, unlessSent = signal, body } = request;
    const isInMemory = body === undefined || Buffer.isBuffer(body);
    for (let failures = 0, refusals = 0; ; ) {
      const turn = budget.take({ signal: unlessSent, isWanted });
      const isWantedStill = await turn.catch((cause: Error) => {
        throw new UnsentError("it was stopped before it was sent", { cause });
      });
      if (!isWantedStill) return undefined;
      try {
        const { response, stopTimer } = await this.#send(request, timeout);
        const wait = throttleOf(response, refusals);
        // Not only this request is refused then.
        if (wait !== undefined) budget.pause(Math.min(wait, MAX_RETRY_WAIT));
        const isAgain =
          wait !== undefined
            ? isInMemory && wait <= MAX_RETRY_WAIT && refusals < THROTTLE_RETRIES
            : isRead && isInMemory && (response.statusCode ?? 0) >= 500 && failures < READ_RETRIES;
        if (!isAgain) {
          try {
            return await take(response, stopTimer);
          } finally {
            stopTimer();
          }
        }
        stopTimer();
        response.destroy();
        if (wait === undefined) await sleep(clock, backoff(failures++), signal);
        else refusals += 1;
      } catch (error) {
        const isOver = !isRead || !isInMemory || failures >= READ_RETRIES || signal?.aborted === true;
        if (isOver || isPermanent(causeOf(error as Error))) throw error;
        await sleep(clock, backoff(failures++), signal);
      }
    }
  }

  #send(
    { method, target, headers, body, onSend, signal }: UpstreamRequest,
    timeout: number,
  ): Promise<{ response: IncomingMessage; stopTimer: () => void }> {
    const { base, clock } = this.#options;
    return new Promise((resolve, reject) => {
      onSend?.();
      this.sent += 1;
      const sentAt = clock.now();
      const prefix = base.pathname.replace(/(?<!\/)\/+$/, "");
      // Not by the URL's own parser, which would rewrite the path.
      const path = `${prefix}/${target.slice(API_PATH.length)}`;
      const { hostname, port, protocol } = base;
      const { request } = protocol === "https:" ? https : http;
      const sent = request({
        protocol,
        hostname: hostname.replace(/^\[|\]$/g, ""),
        port,
        path,
        method,
        headers,
        signal,
        agent: agentFor(this.#agents, base),
      });
      const timer = setTimeout(() => sent.destroy(new Error("it did not answer in time")), timeout);
      const stopTimer = () => clearTimeout(timer);
      let isConnected = false;
      sent.once("socket", (socket) => {
        isConnected = sent.reusedSocket;
        if (isConnected) return;
        socket.once(protocol === "https:" ? "secureConnect" : "connect", () => {
          isConnected = true;
        });
      });
      sent.on("error", (error) => {
        stopTimer();
        reject(isConnected ? error : new UnsentError("it was not sent", { cause: error }));
      });
      sent.once("response", (response) => {
        this.serverClock.observe(response.headers.date, sentAt, clock.now());
        resolve({ response, stopTimer });
      });
      if (body === undefined || Buffer.isBuffer(body)) sent.end(body);
      // A client that breaks off must not leave half a request that looks whole.
      else pipeline(body, sent).catch((error: Error) => sent.destroy(error));
    });
  }
}

/** The cause of a request that was not sent, in the system's words; else the error itself. */
export function causeOf(error: Error): Error {
  return error instanceof UnsentError && error.cause !== undefined ? (error.cause as Error) : error;
}

/** Milliseconds for which an answer refuses all requests; undefined if it does not. */
function throttleOf(response: IncomingMessage, refusals: number): number | undefined {
  if (response.statusCode !== 429) return undefined;
  const { date, "retry-after": after } = response.headers;
  return retryAfter({ date, "retry-after": after }) ?? THROTTLE_WAITS[Math.min(refusals, THROTTLE_WAITS.length - 1)];
}
