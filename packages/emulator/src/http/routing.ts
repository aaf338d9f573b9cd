// A request to the emulated APIs, its answer, and how a request finds its route.
import type { IncomingHttpHeaders } from "node:http";
import { isJsonObject, type JsonObject } from "../json";

export interface HttpRequest {
  readonly method: string;
  /** As received, percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  /** `NO_ANSWER` ends the connection instead. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The decoded parts of the path that match a `:name` of the route. */
export type PathParts = Readonly<Record<string, string>>;

export interface Route {
  readonly method: string;
  /** Such as `/zones/:zone/dns_records`. */
  readonly path: string;
}

/** The first route that matches, with the parts of its path. */
export function findRoute<R extends Route>(
  routes: readonly R[],
  method: string,
  path: string,
): { route: R; parts: PathParts } | undefined {
  const given = path.replace(/\/$/, "").split("/");
  for (const route of routes) {
    const wanted = route.path.split("/");
    if (route.method !== method || wanted.length !== given.length) continue;
    if (!wanted.every((part, index) => part === given[index] || (part.startsWith(":") && given[index] !== "")))
      continue;
    const parts = wanted.flatMap((part, index) =>
      part.startsWith(":") ? [[part.slice(1), decodePart(given[index]!)] as const] : [],
    );
    return { route, parts: Object.fromEntries(parts) };
  }
  return undefined;
}

export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** The body as a JSON object; an empty body is an empty object. Undefined if it is not a JSON object. */
export function parseJsonBody({ body }: HttpRequest): JsonObject | undefined {
  if (body.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A wrong percent-encoding is left as received: nothing has such a name. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
