// A client for a GitHub repository, for the pipeline. Requests that only read are repeated if GitHub was busy.
import * as z from "zod";
import type { HttpClient, HttpResponse } from "../../net/client";
import { CLOCK, type Clock } from "../../net/clock";
import { Api, ApiError } from "../../setup/api";

export interface GitHubProps {
  readonly url: string;
  /** OWNER/NAME */
  readonly repository: string;
  readonly token: string;
  readonly send: HttpClient;
  readonly clock?: Clock;
}

/** Milliseconds to wait before each of at most four retries. */
const WAITS = [1_000, 2_000, 4_000];

/** Paths are below the repository: `pulls/7`. All throw ApiError. */
export class GitHub {
  readonly repository: string;
  readonly #api: Api;

  constructor({ url, repository, token, send, clock = CLOCK }: GitHubProps) {
    this.repository = repository;
    const headers = {
      authorization: `Bearer ${token}`,
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
    };
    this.#api = new Api({ name: "GitHub", url, headers, send: patient(send, clock) });
  }

  async get<T>(path: string): Promise<T> {
    const found = await this.find<T>(path);
    if (found === undefined)
      throw new ApiError(`GitHub has nothing at "${this.#path(path)}", or the token may not see it`, 404);
    return found;
  }

  /** Undefined if it does not exist. */
  async find<T>(path: string): Promise<T | undefined> {
    return (await this.#api.get(this.#path(path), z.unknown())) as T | undefined;
  }

  /** All pages of a list. @param pick finds the list in an answer that contains more than it */
  async all<T>(path: string, pick: (answer: never) => readonly T[] = (answer) => answer): Promise<readonly T[]> {
    const list = (answer: unknown) => {
      const found: unknown = pick(answer as never);
      if (!Array.isArray(found)) throw new ApiError(`GitHub answers "${path}" with no list`, 200);
      return found as readonly T[];
    };
    const pages = await this.#api.list(this.#path(path), z.unknown(), list);
    return pages.flatMap(list);
  }

  async send(method: "PATCH" | "POST", path: string, body: object): Promise<void> {
    await this.#api.send(method, this.#path(path), body);
  }

  /** Makes something, and returns GitHub's answer. */
  async create<T>(path: string, body: object): Promise<T> {
    return (await this.#api.create(this.#path(path), body, z.unknown())) as T;
  }

  #path(path: string): string {
    return `/repos/${this.repository}/${path}`;
  }
}

/** Repeats a read request if there was no answer, or an answer that says "later". */
function patient(send: HttpClient, clock: Clock): HttpClient {
  return async (request) => {
    for (const wait of request.method === "GET" ? WAITS : []) {
      const answer = await send(request).catch((): HttpResponse | undefined => undefined);
      if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer;
      await new Promise<void>((resume) => clock.after(wait, resume));
    }
    return send(request);
  };
}
