// The REST API of the repository's host (GitHub, GitLab), with a token from the environment. Answers are untrusted JSON: each caller
// passes a schema with the fields that it needs.
import type * as z from "zod";
import { type HttpClient, ResponseLimitError } from "../net/client";
import { ProxyError } from "../net/proxy";
import { UserError } from "../user-error";

export interface ApiProps {
  /** The name in messages: `GitHub`. */
  readonly name: string;
  /** The base URL without a trailing slash: `https://api.github.com`. */
  readonly url: string;
  /** The headers of each request, with the token. */
  readonly headers: Readonly<Record<string, string>>;
  readonly send: HttpClient;
}

/** An answer that is none of those that were expected. The message is one line without the token. */
export class ApiError extends UserError {
  override readonly name = "ApiError";

  constructor(
    message: string,
    /** The HTTP status; 0 if there was no answer. */
    readonly status: number,
  ) {
    super(message);
  }
}

/** Items per page, and the maximum number of pages. */
const PAGE = 100;
const PAGES = 20;

export class Api {
  constructor(private readonly props: ApiProps) {}

  /** Undefined for 404. @throws ApiError */
  async get<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const { status, body } = await this.ask("GET", path);
    if (status === 404) return undefined;
    if (status !== 200) throw this.refusal("GET", path, status, body);
    return this.read(path, body, schema);
  }

  /** All items of a list. @param pick the list within an answer. @throws ApiError */
  async list<T>(path: string, schema: z.ZodType<T>, pick: (answer: T) => readonly unknown[] = asList): Promise<T[]> {
    const pages: T[] = [];
    for (let page = 1; page <= PAGES; page += 1) {
      const found = await this.get(`${path}${path.includes("?") ? "&" : "?"}per_page=${PAGE}&page=${page}`, schema);
      if (found === undefined) return pages;
      pages.push(found);
      if (pick(found).length < PAGE) return pages;
    }
    throw new ApiError(`${this.props.name} has more than ${PAGE * PAGES} at "${path}"`, 0);
  }

  /** @throws ApiError if the request fails */
  async send(method: "PATCH" | "POST" | "PUT", path: string, body: object): Promise<void> {
    const answer = await this.ask(method, path, JSON.stringify(body));
    if (answer.status < 200 || answer.status > 299) throw this.refusal(method, path, answer.status, answer.body);
  }

  /** POST, with the answer. @throws ApiError if the request fails */
  async create<T>(path: string, body: object, schema: z.ZodType<T>): Promise<T> {
    const answer = await this.ask("POST", path, JSON.stringify(body));
    if (answer.status < 200 || answer.status > 299) throw this.refusal("POST", path, answer.status, answer.body);
    return this.read(path, answer.body, schema);
  }

  private async ask(method: string, path: string, body?: string): Promise<{ status: number; body: string }> {
    const { name, url, headers, send } = this.props;
    try {
      const own = { accept: "application/json", "user-agent": "mailzone", ...headers };
      const answer = await send({
        url: new URL(`${url}${path}`),
        method,
        headers: body === undefined ? own : { ...own, "content-type": "application/json" },
        body,
      });
      const needs = answer.headers["x-accepted-github-permissions"];
      const text = answer.body.toString("utf8");
      if (answer.status === 401) throw new ApiError(`${name} does not know the token: make a new one`, 401);
      if (
        answer.status === 429 ||
        answer.headers["retry-after"] !== undefined ||
        answer.headers["x-ratelimit-remaining"] === "0"
      )
        throw new ApiError(`${name} asks to wait, too much was asked in a short time: run it again later`, 429);
      if (answer.status === 403 && needs !== undefined)
        throw new ApiError(`the token may not ${method} "${path}", which needs ${needs}`, 403);
      return { status: answer.status, body: text };
    } catch (error) {
      if (error instanceof ApiError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      // An error without a code is not from the network: Ctrl-C, or a defect.
      if (code === undefined) throw error;
      const why = error instanceof ResponseLimitError || error instanceof ProxyError ? error.message : code;
      throw new ApiError(`${name} cannot be reached at "${url}": ${why}`, 0);
    }
  }

  private read<T>(path: string, body: string, schema: z.ZodType<T>): T {
    try {
      return schema.parse(JSON.parse(body));
    } catch {
      throw new ApiError(
        `${this.props.name} answers "${path}" with something else than its API does: is the address right?`,
        200,
      );
    }
  }

  private refusal(method: string, path: string, status: number, body: string): ApiError {
    const { name } = this.props;
    if (status >= 300 && status < 400)
      return new ApiError(`${name} has "${path}" elsewhere by now: give the repository's new name`, status);
    return new ApiError(`${name} refuses to ${method} "${path}": ${status}${wordsOf(body)}`, status);
  }
}

function asList(answer: unknown): readonly unknown[] {
  return Array.isArray(answer) ? answer : [];
}

/** The messages in an error's body: `message` and those of `errors`, in one line. */
function wordsOf(body: string): string {
  try {
    const { message, errors } = JSON.parse(body) as { message?: unknown; errors?: unknown };
    const more = Array.isArray(errors) ? errors.map((one) => (typeof one === "string" ? one : one?.message)) : [];
    const words = [message, ...more].filter((one) => typeof one === "string" && one !== "");
    return words.length === 0 ? "" : `, ${words.join(", ").replace(/\s+/g, " ").slice(0, 300)}`;
  } catch {
    return "";
  }
}
