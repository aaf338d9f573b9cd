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

/** A pull request, and what people did with it. */
export class PullRequest {
  head = "a".repeat(40);
  pushed = "2026-01-01T10:00:00Z";
  labels: string[] = [];
  readonly timeline: unknown[] = [];
  readonly reviews: unknown[] = [];
  author = "author";
  merger = "maintainer";
  /** The commit on the default branch. */
  merged: string | undefined;
  mergedAt = "2026-01-02T00:00:00Z";
  headRepository = REPOSITORY;
  base = "main";

  constructor(readonly number: number) {}

  /** A label, set at a time by somebody. */
  label(name: string, at: string, login: string): void {
    this.labels.push(name);
    this.timeline.push({ event: "labeled", label: { name }, created_at: at, actor: { login } });
  }

  unlabel(name: string, at: string, login = "author"): void {
    this.labels = this.labels.filter((label) => label !== name);
    this.timeline.push({ event: "unlabeled", label: { name }, created_at: at, actor: { login } });
  }

  approve(login: string, commit = this.head, state = "APPROVED"): void {
    this.reviews.push({ state, commit_id: commit, user: { login } });
  }

  /** As the API tells it; lists leave out who merged it. */
  answer(isWhole: boolean): unknown {
    const { number, head, labels, merged, mergedAt, headRepository, base } = this;
    return {
      number,
      user: { login: this.author },
      base: { ref: base },
      labels: labels.map((name) => ({ name })),
      head: { sha: head, ref: "change", repo: { full_name: headRepository } },
      merged_at: merged === undefined ? null : mergedAt,
      merge_commit_sha: merged ?? null,
      ...(isWhole && { merged_by: merged === undefined ? null : { login: this.merger } }),
    };
  }
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
  /** The last is the one that jobs run for. */
  readonly pulls = [new PullRequest(7)];
  /** What is forbidden: `POST issues/7/comments`. */
  refuses: RegExp | undefined;
  /** The default branch's commits over first parents, the oldest first. */
  readonly history: string[] = [];
  /** Branches that were made by the API, and their commits. */
  readonly branches = new Map<string, string>();
  /** Pull requests that were made by the API. */
  readonly proposals: Item[] = [];
  /** `read`, `write` or `admin`; who is not in it is no collaborator. */
  readonly permissions: Record<string, string> = { maintainer: "write", author: "write", passer: "read" };
  readonly #server = http.createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((ready) => this.#server.listen(0, "127.0.0.1", ready));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((stopped) => this.#server.close(stopped));
  }

  get pull(): PullRequest {
    return this.pulls.at(-1)!;
  }

  /** Another pull request. */
  open(): PullRequest {
    this.pulls.push(new PullRequest(this.pull.number + 1));
    return this.pull;
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
    const isRefused = this.refuses?.test(`${method} ${path}`) ?? false;
    const answer: Answer = isRefused
      ? { status: 403, body: { message: "Resource not accessible by integration" } }
      : isKnown
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
    const pull = this.pulls.find(({ number }) => number === Number(second));
    const isAsked = ({ name }: Item) => name === undefined || name === (query.get("check_name") ?? name);
    switch (`${method} ${path.replace(/\b(\d+|[0-9a-f]{40})\b/g, "ID")}`) {
      case "GET pulls/ID":
        return pull?.answer(true);
      case "GET pulls/ID/reviews":
        return pull && page(pull.reviews);
      case "GET activity":
        return [{ after: this.pull.head, timestamp: this.pull.pushed, activity_type: "push" }];
      case "GET issues/ID/timeline":
        return pull && page(pull.timeline);
      case "GET commits/ID": {
        const at = this.history.indexOf(second);
        return at === -1 ? undefined : { parents: this.history.slice(Math.max(0, at - 1), at).map((sha) => ({ sha })) };
      }
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
        return { check_runs: page(this.checkRuns.filter((run) => run.head_sha === second && isAsked(run))) };
      case "GET commits/ID/pulls":
        return this.pulls.filter(({ merged }) => merged === second).map((one) => one.answer(false));
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
      case "GET git/commits/ID":
        return { tree: { sha: "7".repeat(40) } };
      case "POST git/trees":
        return { sha: "8".repeat(40) };
      case "POST git/commits":
        return { sha: "9".repeat(40) };
      case "POST git/refs":
        this.branches.set(String(body.ref).replace("refs/heads/", ""), String(body.sha));
        return {};
      case "GET pulls":
        return page(this.proposals.filter(({ head }) => `example:${head}` === query.get("head")));
      case "POST pulls": {
        const proposal = { id: 1, number: this.proposals.length + 20, state: "open", ...body };
        this.proposals.push(proposal);
        return proposal;
      }
      case "PATCH pulls/ID": {
        const index = this.proposals.findIndex(({ number }) => number === Number(second));
        this.proposals[index] = { ...this.proposals[index]!, ...body };
        return this.proposals[index];
      }
      default:
        if (path.startsWith("git/ref/heads/")) return this.#branch(path.slice("git/ref/heads/".length));
        if (method === "PATCH" && path.startsWith("git/refs/heads/")) {
          this.branches.set(path.slice("git/refs/heads/".length), String(body.sha));
          return {};
        }
        if (first !== "collaborators" || third !== "permission") return undefined;
        return this.permissions[second] === undefined ? undefined : { permission: this.permissions[second] };
    }
  }

  #branch(name: string): unknown {
    return this.branches.has(name) ? { object: { sha: this.branches.get(name) } } : undefined;
  }
}

function found(body: unknown, what: string): Answer {
  return body === undefined ? { status: 404, body: { message: `not found: ${what}` } } : { status: 200, body };
}
