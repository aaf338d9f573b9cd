// The gateway: an HTTP server on 127.0.0.1 between Terraform's Cloudflare provider and Cloudflare's API, for as long as Terraform runs. It
// answers reads of records from lists and keeps all within one budget; everything else passes through it unchanged.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sleep } from "../net/clock";
import { errorAnswer, failureText } from "./answers";
import type { ApiAnswer } from "./api-answer";
import { Changes } from "./changes";
import { requestHeaders, responseHeaders } from "./headers";
import { Hold } from "./hold";
import { type GatewayCounts, Reads } from "./reads";
import { API_PATH, credentialOf, hasBody, type Intent, intentOf, type RequestHead, requestRefusal } from "./request";
import type { UntoldWrite } from "./untold";
import { Upstream, type UpstreamOptions } from "./upstream";
import { Writes } from "./writes";
import { ZoneLists } from "./zone-lists";

export interface GatewayOptions extends UpstreamOptions {
  /** Milliseconds in which a list answers reads. @default 60000 */
  readonly freshness?: number;
  /** Called when the status has changed. @default - nobody is told */
  readonly onChange?: () => void;
  /** Told of an error that is a defect of the gateway. @default - nobody is told */
  readonly onDefect?: (error: unknown) => void;
}

/** What the gateway has done so far. */
export interface GatewayStatus {
  /** Requests that clients sent. */
  readonly received: number;
  /** Requests that were sent to Cloudflare, with retries and lists. */
  readonly sent: number;
  /** Requests that were answered from lists, or together with another one. */
  readonly saved: number;
  /** Zones that were listed, that could not be, and that are being listed. */
  readonly listed: number;
  readonly unlisted: number;
  readonly listing: number;
  /** Milliseconds that a request waits for the budget at this moment, and that requests have waited since the start. */
  readonly wait: number;
  readonly waited: number;
}

export interface Gateway {
  /** The base URL for clients: `http://127.0.0.1:40123/client/v4`. */
  readonly url: string;
  /** The system's number of the listening socket, which another process may hold; undefined where there is none. */
  readonly descriptor: number | undefined;
  status(): GatewayStatus;
  /**
   * Before Terraform is interrupted: sends no more writes, and waits until the answers of those under way have arrived, for ten seconds
   * at most. The provider breaks off its requests at once when it is interrupted, and would never hear what they have done.
   * @returns called once it was interrupted: what is still asked for after a while is sent
   */
  settle(): Promise<() => void>;
  /**
   * Answers nothing more. What was written and is still under way is waited for.
   * @returns the writes that had an effect of which no client was told
   */
  stop(): Promise<readonly UntoldWrite[]>;
}

export const USUAL_FRESHNESS = 60_000;

/** Bytes of a record that is written; more is no record and passes through. */
const MAX_RECORD = 256 * 1024;

/** Milliseconds that an idle client may stay connected: longer than a Go client keeps connections, so that it closes them first. */
const KEEP_ALIVE = 600_000;

/** Milliseconds in which an interrupted Terraform has broken off its requests. */
const HEARD = 2000;

/** Milliseconds between two looks at what is under way, and how often it is looked. */
const SETTLE_PAUSE = 100;
const SETTLE_TRIES = 100;

/** As many clients as any Terraform has, and few enough that a stranger on this machine cannot exhaust it. */
const MAX_CONNECTIONS = 1024;

export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { clock, budget, freshness = USUAL_FRESHNESS, onChange = () => {}, onDefect = () => {} } = options;
  const stopped = new AbortController();
  const upstream = new Upstream(options);
  const changes = new Changes();
  const lists = new ZoneLists({ clock, changes, freshness });
  const counts: GatewayCounts = { fromLists: 0, joined: 0, listed: new Set(), unlisted: new Set(), listing: new Set() };
  const reads = new Reads({ upstream, lists, changes, counts, stopped: stopped.signal, onChange, onDefect });
  const held = new Hold();
  const writes = new Writes({ upstream, lists, changes, clock, held, stopped: stopped.signal });
  const waitedBefore = budget.waited;
  let received = 0;
  let cancelRelease = () => {};
  let host = "";

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const head: RequestHead = {
      method: incoming.method ?? "",
      target: incoming.url ?? "",
      headers: incoming.headers,
      rawHeaders: incoming.rawHeaders,
    };
    const refusal = requestRefusal(head, host);
    if (refusal !== undefined) return refuse(incoming, outgoing, refusal.status, refusal.message);
    received += 1;
    onChange();
    const gone = new AbortController();
    outgoing.once("close", () => {
      gone.abort();
      onChange();
    });
    const intent = intentOf(head);
    const { method, target } = head;
    const request = { method, target, headers: requestHeaders(head.rawHeaders) };
    const credential = credentialOf(head);
    const authorization = head.headers.authorization ?? "";
    try {
      if (intent.kind === "record") {
        const { zone, record } = intent;
        const answer = await reads.answer({ zone, record, credential, authorization, request, gone: gone.signal });
        if (answer !== undefined) write(outgoing, answer);
        return;
      }
      const body = hasBody(head.headers) ? await readStart(incoming) : undefined;
      if (intent.kind === "read" || intent.kind === "write" || body instanceof Readable)
        return await pass(intent, { ...request, body }, outgoing, gone.signal);
      const readZone = reads.zoneReader(authorization, intent.zone);
      const ticket = writes.start({
        intent,
        credential,
        readZone,
        request: { ...request, body: body ?? Buffer.alloc(0) },
      });
      if (ticket.isJoined) counts.joined += 1;
      gone.signal.addEventListener("abort", () => ticket.leave(outgoing.writableFinished), { once: true });
      const answer = await ticket.answer;
      if (answer !== undefined) write(outgoing, answer);
    } catch (error) {
      if (gone.signal.aborted || stopped.signal.aborted) return void outgoing.destroy();
      if (outgoing.headersSent) return void outgoing.destroy();
      write(outgoing, errorAnswer(502, failureText(error as Error), true));
    }
  };

  /** Everything that the gateway does not know. */
  const pass = async (
    intent: Intent,
    request: {
      method: string;
      target: string;
      headers: ReturnType<typeof requestHeaders>;
      body: Buffer | Readable | undefined;
    },
    outgoing: ServerResponse,
    gone: AbortSignal,
  ): Promise<void> => {
    const isRead = intent.kind === "read";
    // It may change any record that it can reach.
    const end = isRead ? () => {} : changes.begin(intent.kind === "write" ? { zone: intent.zone } : intent);
    try {
      const signal = isRead ? AbortSignal.any([gone, stopped.signal]) : undefined;
      const response = await upstream.open({ ...request, isRead, signal, isWanted: () => !gone.aborted });
      if (response === undefined) return;
      const { statusCode = 502, statusMessage, rawHeaders } = response;
      if (outgoing.destroyed) return void response.resume();
      outgoing.writeHead(statusCode, statusMessage, responseHeaders(rawHeaders));
      await pipeline(response, outgoing);
    } finally {
      end();
    }
  };

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE, maxHeaderSize: 32 * 1024 }, (incoming, outgoing) => {
    incoming.on("error", () => {});
    outgoing.on("error", () => {});
    serve(incoming, outgoing)
      .catch((error: unknown) => {
        onDefect(error);
        outgoing.destroy();
      })
      .finally(onChange);
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}${API_PATH.slice(0, -1)}`,
    descriptor: descriptorOf(server),
    status: () => ({
      received,
      sent: upstream.sent,
      saved: counts.fromLists + counts.joined,
      listed: counts.listed.size,
      unlisted: counts.unlisted.size,
      listing: counts.listing.size,
      wait: budget.wait,
      waited: budget.waited - waitedBefore,
    }),
    async settle() {
      held.hold();
      for (let left = SETTLE_TRIES; left > 0 && writes.isUnderWay; left -= 1) {
        await sleep(clock, SETTLE_PAUSE, undefined);
        // What has arrived still has to be read.
        if (!writes.isUnderWay) await sleep(clock, SETTLE_PAUSE, undefined);
      }
      return () => {
        cancelRelease = clock.after(HEARD, () => held.release());
      };
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      stopped.abort();
      cancelRelease();
      held.release();
      await writes.settled();
      // An answer that is being written arrives first.
      server.closeIdleConnections();
      server.closeAllConnections();
      await closed;
      const { untold } = writes;
      writes.stop();
      upstream.close();
      return untold;
    },
  };
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, status: number, message: string): void {
  const answer = errorAnswer(status, message, false);
  // The rest of the request is not read, so the connection cannot be used again.
  write(outgoing, { ...answer, headers: [...answer.headers, "connection", "close"] });
  incoming.resume();
}

function write(outgoing: ServerResponse, { status, message, headers, body }: ApiAnswer): void {
  if (outgoing.destroyed) return;
  if (message === "") outgoing.writeHead(status, [...headers]);
  else outgoing.writeHead(status, message, [...headers]);
  outgoing.end(body);
}

/** The body, if it is small; else all of it as a stream. */
async function readStart(incoming: IncomingMessage): Promise<Buffer | Readable> {
  const chunks: Buffer[] = [];
  let size = 0;
  const rest = incoming[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    chunks.push(next.value);
    size += next.value.length;
    if (size > MAX_RECORD) return Readable.from(all(chunks, rest), { objectMode: false });
  }
  return Buffer.concat(chunks);
}

async function* all(chunks: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Node has no public name for it; it has been there since Node 0.11, and not on Windows. */
function descriptorOf(server: Server): number | undefined {
  const { fd } = (server as unknown as { readonly _handle?: { readonly fd?: number } | null })._handle ?? {};
  return fd !== undefined && fd > 2 ? fd : undefined;
}
