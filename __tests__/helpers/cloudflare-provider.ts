// Sends the requests that Cloudflare's Terraform provider sends, in its order and with its retries, for tests of what stands between
// the provider and Cloudflare. From the source of the provider (internal/services/dns_record/resource.go) and of its client
// (cloudflare-go, internal/requestconfig/requestconfig.go): a request is tried three times in all where there is no answer, or one of
// 408, 409, 429 or 5xx, unless the answer's x-should-retry says "false"; after 0.5 s and 1 s, or after the answer's Retry-After if that is less than a minute. A write is sent again too.
// Left out: the client shortens the waits of its own by up to a quarter, at random.
import http from "node:http";
import { gunzipSync } from "node:zlib";
import { CLOCK, type Clock } from "../../lib/net/clock";

export interface CloudflareProviderProps {
  /** Up to `/client/v4`, as CLOUDFLARE_BASE_URL. */
  readonly base: string;
  /** @default - one of the right form */
  readonly token?: string;
  /** For the waits between tries. @default - real time */
  readonly clock?: Clock;
  /** Ends a request that takes longer, in milliseconds of the clock, without another try. @default - none, as the provider */
  readonly timeout?: number;
}

/** A record as the API answers. */
export interface ProviderRecord {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly content: string;
  readonly [field: string]: unknown;
}

/** One try of a request, and what came of it: a status, or why there is none. */
export interface Try {
  readonly method: string;
  readonly path: string;
  readonly outcome: number | string;
}

/** What the provider reports as "failed to make http request". */
export class RequestFailed extends Error {
  constructor(
    message: string,
    /** @default - there was no answer */
    readonly status?: number,
    /** Of the first error of the answer. */
    readonly code?: number,
  ) {
    super(message);
  }
}

const MAX_TRIES = 3;

/** How many resources Terraform works on at a time. */
const PARALLELISM = 10;

/** Why there is no answer. */
interface NoAnswer {
  readonly reason: string;
}

const TIMED_OUT: NoAnswer = { reason: "context deadline exceeded" };

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly shouldRetry: unknown;
  readonly text: string;
}

export class CloudflareProvider {
  /** Every try, in the order of their ends. */
  readonly tries: Try[] = [];
  /** How many requests have no answer yet. */
  inFlight = 0;
  readonly #agent = new http.Agent({ keepAlive: true });
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #clock: Clock;
  readonly #timeout: number | undefined;

  constructor({ base, token = "a".repeat(40), clock = CLOCK, timeout }: CloudflareProviderProps) {
    this.#base = base;
    this.#clock = clock;
    this.#timeout = timeout;
    this.#headers = {
      accept: "application/json",
      "accept-encoding": "gzip",
      authorization: `Bearer ${token}`,
      "user-agent": "terraform-provider-cloudflare/5.14.0 terraform-plugin-framework/1.15.0 terraform/1.11.4",
      "x-stainless-arch": "x64",
      "x-stainless-lang": "Terraform",
      "x-stainless-os": "Linux",
      "x-stainless-package-version": "5.14.0",
      "x-stainless-runtime": "terraform-plugin-framework",
      "x-stainless-runtime-version": "1.15.0",
    };
  }

  /** A refresh of a record: undefined if it is gone, which takes it out of the state. */
  async read(zone: string, id: string): Promise<ProviderRecord | undefined> {
    const answer = await this.#send("GET", `/zones/${zone}/dns_records/${id}`);
    return answer.status === 404 ? undefined : resultOf<ProviderRecord>(answer);
  }

  async create(zone: string, body: object): Promise<ProviderRecord> {
    return resultOf(this.#accepted(await this.#send("POST", `/zones/${zone}/dns_records`, body)));
  }

  async update(zone: string, id: string, body: object): Promise<ProviderRecord> {
    return resultOf(this.#accepted(await this.#send("PUT", `/zones/${zone}/dns_records/${id}`, body)));
  }

  /** A record that is gone is an error here. */
  async delete(zone: string, id: string): Promise<void> {
    this.#accepted(await this.#send("DELETE", `/zones/${zone}/dns_records/${id}`));
  }

  /** An import: the provider reads the record, then Terraform refreshes it. */
  async import(zone: string, id: string): Promise<ProviderRecord | undefined> {
    this.#accepted(await this.#send("GET", `/zones/${zone}/dns_records/${id}`));
    return this.read(zone, id);
  }

  /** The data source `cloudflare_zone` with a filter: the id of the only zone of the name. */
  async zoneId(name: string): Promise<string> {
    const list = this.#accepted(await this.#send("GET", `/zones?name=${encodeURIComponent(name)}`));
    const zones = resultOf<readonly { readonly id: string }[]>(list);
    if (zones.length !== 1) throw new RequestFailed(`failed to find exactly one result: ${zones.length} found`);
    const [{ id } = { id: "" }] = zones;
    return resultOf<{ readonly id: string }>(this.#accepted(await this.#send("GET", `/zones/${id}`))).id;
  }

  /** Ends the connections that wait for another request. */
  close(): void {
    this.#agent.destroy();
  }

  async #send(method: string, path: string, body?: object): Promise<Answer> {
    for (let tried = 1; ; tried += 1) {
      const answer = await this.#try(method, path, tried - 1, body);
      const isFailure = "reason" in answer;
      if (isFailure && (answer === TIMED_OUT || tried === MAX_TRIES)) throw new RequestFailed(answer.reason);
      if (!isFailure && (!isTriedAgain(answer) || tried === MAX_TRIES)) return this.#refused(method, path, answer);
      const wait = isFailure ? undefined : retryAfterOf(answer);
      await new Promise<void>((resolve) => this.#clock.after(wait ?? 500 * 2 ** (tried - 1), resolve));
    }
  }

  /** 404 is for the caller to judge; all other refusals are errors. */
  #refused(method: string, path: string, answer: Answer): Answer {
    if (answer.status < 400 || answer.status === 404) return answer;
    throw failureOf(`${method} "${this.#base}${path}"`, answer);
  }

  #accepted(answer: Answer): Answer {
    if (answer.status < 400) return answer;
    throw failureOf("the request", answer);
  }

  async #try(method: string, path: string, retries: number, body?: object): Promise<Answer | NoAnswer> {
    this.inFlight += 1;
    const answer = await this.#request(method, path, retries, body);
    this.inFlight -= 1;
    this.tries.push({ method, path, outcome: "reason" in answer ? answer.reason : answer.status });
    return answer;
  }

  #request(method: string, path: string, retries: number, body?: object): Promise<Answer | NoAnswer> {
    const text = body && JSON.stringify(body);
    const headers = {
      ...this.#headers,
      "x-stainless-retry-count": String(retries),
      ...(text !== undefined && { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
    };
    return new Promise((resolve) => {
      const failed = ({ message }: Error) => resolve({ reason: message });
      const request = http.request(`${this.#base}${path}`, { method, headers, agent: this.#agent });
      const stop = () => {
        resolve(TIMED_OUT);
        request.destroy();
      };
      const cancel = this.#timeout === undefined ? () => {} : this.#clock.after(this.#timeout, stop);
      request.on("close", cancel);
      request.on("error", failed);
      request.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("error", failed);
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const { statusCode: status = 0, headers: got } = response;
          const bytes = Buffer.concat(chunks);
          const read = got["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes;
          const { "retry-after": retryAfter, "x-should-retry": shouldRetry } = got;
          resolve({ status, retryAfter, shouldRetry, text: read.toString("utf8") });
        });
      });
      request.end(text);
    });
  }
}

/** Works on all, as many at a time as Terraform does. The results are in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  width = PARALLELISM,
): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  const worker = async () => {
    for (const [index, item] of entries) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

function isTriedAgain({ status, shouldRetry }: Answer): boolean {
  if (shouldRetry === "true" || shouldRetry === "false") return shouldRetry === "true";
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** In milliseconds; undefined if the answer names none that is followed. */
function retryAfterOf({ retryAfter }: Answer): number | undefined {
  const seconds = retryAfter === undefined ? Number.NaN : Number(retryAfter);
  return seconds >= 0 && seconds < 60 ? seconds * 1000 : undefined;
}

function resultOf<T>({ text }: Answer): T {
  return (JSON.parse(text) as { readonly result: T }).result;
}

function failureOf(what: string, { status, text }: Answer): RequestFailed {
  const { errors } = JSON.parse(text) as { readonly errors?: readonly { readonly code: number }[] };
  return new RequestFailed(`${what}: ${status} ${http.STATUS_CODES[status]} ${text}`, status, errors?.[0]?.code);
}
