// A stand-in for GitHub's API on loopback: it knows one repository, and records what was posted.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, GitHubSettings } from "./github-settings";

export const REPOSITORY = "example/mail";
export const TOKEN = "not-a-real-token";

export interface Posted {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Item {
  readonly id: number;
  readonly body?: string;
  readonly [key: string]: unknown;
}

export class GitHub {
  readonly settings = new GitHubSettings();
  readonly posted: Posted[] = [];
  readonly comments: Item[] = [];
  readonly issues: Item[] = [];
  readonly checkRuns: Item[] = [];
  readonly timeline: unknown[] = [];
  readonly reviews: unknown[] = [];
  /** `read`, `write` or `admin`; who is not in it is no collaborator. */
  readonly permissions: Record<string, string> = { maintainer: "write", author: "write", passer: "read" };
  head = "a".repeat(40);
  pushed = "2026-01-01T10:00:00Z";
  labels: string[] = [];
  merged: string | undefined;
  headRepository = REPOSITORY;
  readonly #server = http.createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((ready) => this.#server.listen(0, "127.0.0.1", ready));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((stopped) => this.#server.close(stopped));
  }

  /** A label, set at a time by somebody. */
  label(name: string, at: string, login: string): void {
    this.labels.push(name);
    this.timeline.push({ event: "labeled", label: { name }, created_at: at, actor: { login } });
  }

  approve(login: string, commit = this.head, state = "APPROVED"): void {
    this.reviews.push({ state, commit_id: commit, user: { login } });
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? "", "http://127.0.0.1");
    const method = request.method ?? "";
    const isRepository = `${url.pathname}/`.startsWith(`/repos/${REPOSITORY}/`);
    const path = isRepository ? url.pathname.slice(`/repos/${REPOSITORY}/`.length) : url.pathname;
    const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    if (method !== "GET") this.posted.push({ method, path, body });
    if (this.settings.silent.some((part) => url.pathname.includes(part))) {
      this.settings.held += 1;
      return;
    }
    const isKnown = request.headers.authorization === `Bearer ${TOKEN}`;
    const answer: Answer = isKnown
      ? (this.settings.answer(method, path, body) ??
        found(isRepository ? this.#answer(method, path, url.searchParams, body) : undefined, `${method} ${path}`))
      : { status: 401, body: { message: "Bad credentials" } };
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(answer.status === 204 ? undefined : JSON.stringify(answer.body ?? {}));
  }

  #answer(method: string, path: string, query: URLSearchParams, body: Record<string, unknown>): unknown {
    const [first, second = "", third = ""] = path.split("/");
    const bot = { login: "github-actions[bot]" };
    const page = (items: readonly unknown[]) => {
      const size = Number(query.get("per_page") ?? 30);
      return items.slice((Number(query.get("page") ?? 1) - 1) * size).slice(0, size);
    };
    switch (`${method} ${path.replace(/\b(\d+|[0-9a-f]{40})\b/g, "ID")}`) {
      case "GET pulls/ID":
        return this.#pull();
      case "GET pulls/ID/reviews":
        return page(this.reviews);
      case "GET activity":
        return [{ after: this.head, timestamp: this.pushed, activity_type: "push" }];
      case "GET issues/ID/timeline":
        return page(this.timeline);
      case "GET issues/ID/comments":
        return page(this.comments);
      case "POST issues/ID/comments": {
        const comment = { id: this.comments.length + 1, user: bot, ...body };
        this.comments.push(comment);
        return comment;
      }
      case "PATCH issues/comments/ID": {
        const index = this.comments.findIndex(({ id }) => id === Number(third));
        this.comments[index] = { ...this.comments[index]!, ...body };
        return this.comments[index];
      }
      case "POST check-runs": {
        const run = { id: this.checkRuns.length + 1, ...body };
        this.checkRuns.push(run);
        return run;
      }
      case "GET commits/ID/check-runs":
        return { check_runs: page(this.checkRuns.filter(({ head_sha }) => head_sha === second)) };
      case "GET commits/ID/pulls":
        return second === this.merged ? [this.#pull()] : [];
      case "GET issues":
        return page(this.issues.filter(({ state }) => state === query.get("state")));
      case "POST issues": {
        const issue = { id: 1, number: this.issues.length + 10, state: "open", user: bot, ...body };
        this.issues.push(issue);
        return issue;
      }
      case "PATCH issues/ID": {
        const index = this.issues.findIndex(({ number }) => number === Number(second));
        this.issues[index] = { ...this.issues[index]!, ...body };
        return this.issues[index];
      }
      default:
        if (first !== "collaborators" || third !== "permission") return undefined;
        return this.permissions[second] === undefined ? undefined : { permission: this.permissions[second] };
    }
  }

  #pull(): unknown {
    return {
      number: 7,
      user: { login: "author" },
      head: { sha: this.head, ref: "change", repo: { full_name: this.headRepository } },
      labels: this.labels.map((name) => ({ name })),
      merged_at: this.merged === undefined ? null : "2026-01-02T00:00:00Z",
      merge_commit_sha: this.merged ?? null,
    };
  }
}

function found(body: unknown, what: string): Answer {
  return body === undefined ? { status: 404, body: { message: `not found: ${what}` } } : { status: 200, body };
}
