// GET requests to Cloudflare's API v4, retried until there is an answer or a retry cannot help. Credentials only go to the host of the
// base URL: redirects are not followed.
import { type HttpClient, type HttpResponse, httpClient } from "../net/client";
import { CLOCK, type Clock, sleep } from "../net/clock";
import type { Environment } from "../net/proxy";
import { type Budget, waitSentence } from "./budget";
import { HttpError, isPermanent } from "./error";
import { backoff, MAX_RETRY_WAIT, retryAfter } from "./retries";

export interface RequestsProps {
  /** Has the variables for proxies. */
  readonly env: Environment;
  /** The credentials, see credentials.ts. */
  readonly headers: Readonly<Record<string, string>>;
  /** The base URL of all paths. */
  readonly base: URL;
  /** The budget of the run, which all requests share. @default - requests wait for none */
  readonly budget?: Budget | undefined;
  /** Called before each wait. @default - nothing is reported */
  readonly onWait?: ((message: string) => void) | undefined;
  /** @default 5 */
  readonly maxRetries?: number | undefined;
  /** Milliseconds for one answer. @default 30000 */
  readonly timeout?: number | undefined;
  /** Sends them, such as over connections that others use too. @default - a client with the timeout above */
  readonly send?: HttpClient | undefined;
  /** The clock for waits between requests. @default - the machine's */
  readonly clock?: Clock | undefined;
  /** Ends a request and a wait. */
  readonly signal?: AbortSignal | undefined;
}

/** Returns the parsed body of a 2xx answer; undefined if it is not JSON. */
export type Get = (path: string, query: Readonly<Record<string, string | number>>) => Promise<unknown>;

/** The maximum size of an answer, in bytes. */
export const MAX_BYTES = 32 << 20;

/** Milliseconds: a wait for the budget that is reported. */
const NOTICED = 1000;

/** Rejects with HttpError if an answer is not 2xx, and with the error of httpClient if there is no answer. */
export function cloudflareRequests(props: RequestsProps): Get {
  const { env, base, budget, onWait = () => {}, maxRetries = 5, timeout = 30_000, clock = CLOCK, signal } = props;
  const send = props.send ?? httpClient({ env, timeout, limit: MAX_BYTES });
  const headers = { accept: "application/json", "user-agent": "mailzone", ...props.headers };
  return async (path, query) => {
    const url = new URL(base);
    url.pathname = `${base.pathname.replace(/(?<!\/)\/+$/, "")}${path}`;
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    for (let retries = 0; ; retries += 1) {
      if (budget !== undefined && budget.wait >= NOTICED) onWait(waitSentence(budget));
      await budget?.take({ signal });
      const { answer, failure } = await answered(send({ url, method: "GET", headers, signal }));
      if (failure === undefined) return json(answer);
      const named = answer && retryAfter(answer.headers);
      const isLast = retries === maxRetries || (named ?? 0) > MAX_RETRY_WAIT;
      if (isLast || signal?.aborted || isPermanent(failure)) throw failure;
      if (answer !== undefined) onWait(waitMessage(answer.status, named));
      const wait = named ?? backoff(retries);
      // Cloudflare refuses everything meanwhile, whoever of this run asks.
      if (answer?.status === 429) budget?.pause(wait);
      await sleep(clock, wait, signal);
    }
  };
}

type Answered =
  | { readonly answer: HttpResponse; readonly failure?: undefined }
  | { readonly answer: HttpResponse; readonly failure: HttpError }
  | { readonly answer?: undefined; readonly failure: Error };

async function answered(sent: Promise<HttpResponse>): Promise<Answered> {
  try {
    const answer = await sent;
    const isTaken = answer.status >= 200 && answer.status < 300;
    return isTaken ? { answer } : { answer, failure: new HttpError(answer.status, json(answer)) };
  } catch (failure) {
    return { failure: failure as Error };
  }
}

function json({ body }: HttpResponse): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function waitMessage(status: number, milliseconds: number | undefined): string {
  if (status !== 429) return `Cloudflare answered with ${status}`;
  const seconds = milliseconds ? ` for ${Math.ceil(milliseconds / 1000)} s` : "";
  return `Cloudflare takes no more requests for now: waiting${seconds}`;
}
