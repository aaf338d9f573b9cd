// Calls as Cloudflare's own clients make them: the same methods, paths, queries (`name.exact=`), bodies and headers. Lists are read
// page by page until a page is empty. Other status codes than 2xx are thrown.
import { EMULATED_TOKEN } from "../../src/http/environment";

/** As the API has it; what a test looks at it has to be. */
// biome-ignore lint/suspicious/noExplicitAny: an answer is of any shape
type Answer = any;
type Query = Readonly<Record<string, string | number | boolean | Readonly<Record<string, string>>>>;

export class CloudflareError extends Error {
  constructor(
    readonly status: number,
    readonly errors: readonly { readonly code: number; readonly message: string }[],
    readonly retryAfter: string | null,
  ) {
    super(`${status} ${JSON.stringify(errors)}`);
  }
}

export interface Records {
  create(zone: string, body: object): Promise<Answer>;
  get(zone: string, id: string): Promise<Answer>;
  edit(zone: string, id: string, body: object): Promise<Answer>;
  update(zone: string, id: string, body: object): Promise<Answer>;
  delete(zone: string, id: string): Promise<Answer>;
}

export class CloudflareCalls {
  /** @param base up to `/client/v4` */
  constructor(
    private readonly base: string,
    private readonly token = EMULATED_TOKEN,
  ) {}

  readonly records: Records = {
    create: (zone, body) => this.result("POST", `/zones/${zone}/dns_records`, { body }),
    get: (zone, id) => this.result("GET", `/zones/${zone}/dns_records/${id}`),
    edit: (zone, id, body) => this.result("PATCH", `/zones/${zone}/dns_records/${id}`, { body }),
    update: (zone, id, body) => this.result("PUT", `/zones/${zone}/dns_records/${id}`, { body }),
    delete: (zone, id) => this.result("DELETE", `/zones/${zone}/dns_records/${id}`),
  };

  /** The names of a zone's records, in as many pages as there are. */
  recordNames(zone: string, query: Query = {}): Promise<string[]> {
    return this.names(`/zones/${zone}/dns_records`, query);
  }

  zoneNames(): Promise<string[]> {
    return this.names("/zones", {});
  }

  /** The answer in its envelope. */
  async call(
    method: string,
    path: string,
    { body, query = {}, signal }: { body?: object; query?: Query; signal?: AbortSignal } = {},
  ): Promise<Answer> {
    const url = new URL(`${this.base}${path}`);
    for (const [name, value] of Object.entries(query)) {
      const parts = typeof value === "object" ? Object.entries(value) : [["", value]];
      for (const [part, one] of parts) url.searchParams.set(part === "" ? name : `${name}.${part}`, String(one));
    }
    const response = await fetch(url, {
      method,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${this.token}`,
        ...(body && { "content-type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const answer = (await response.json()) as Answer;
    if (response.ok) return answer;
    throw new CloudflareError(response.status, answer.errors, response.headers.get("retry-after"));
  }

  private async result(method: string, path: string, rest: { body?: object } = {}): Promise<Answer> {
    return (await this.call(method, path, rest)).result;
  }

  private async names(path: string, query: Query): Promise<string[]> {
    const names: string[] = [];
    for (let page = 1; ; page += 1) {
      const { result } = await this.call("GET", path, { query: page === 1 ? query : { ...query, page } });
      if (result.length === 0) return names;
      names.push(...result.map(({ name }: { name: string }) => name));
    }
  }
}
