// What a request to the gateway asks for, and whether it is refused. Pure: the server passes what Node's parser has read.
import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export interface RequestHead {
  readonly method: string;
  /** The request target as it was received. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[];
}

/** What a request does, as far as it matters for what is kept. */
export type Intent =
  | { readonly kind: "record"; readonly zone: string; readonly record: string }
  | { readonly kind: "create"; readonly zone: string }
  | { readonly kind: "change" | "delete"; readonly zone: string; readonly record: string }
  /** Any other request that may change something: in the zone, or anywhere if there is none. */
  | { readonly kind: "write"; readonly zone?: string }
  | { readonly kind: "read" };

export interface RequestRefusal {
  readonly status: number;
  readonly message: string;
}

/** All paths of the gateway are below it, as at Cloudflare. */
export const API_PATH = "/client/v4/";

const RECORDS = /^\/client\/v4\/zones\/([0-9a-f]{32})\/dns_records(?:\/([0-9a-f]{32}))?$/;
const IN_ZONE = /^\/client\/v4\/zones\/([0-9a-f]{32})(?:\/|$)/;

/** With one of these a read may be answered otherwise than a plain one. */
const SPECIAL_HEADERS = ["range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range"];

export function intentOf({ method, target, headers }: RequestHead): Intent {
  const query = target.indexOf("?");
  const path = query === -1 ? target : target.slice(0, query);
  const [, zone, record] = RECORDS.exec(path) ?? [];
  if (method === "GET" || method === "HEAD") {
    const isPlain =
      method === "GET" &&
      query === -1 &&
      !hasBody(headers) &&
      SPECIAL_HEADERS.every((name) => headers[name] === undefined);
    return isPlain && zone !== undefined && record !== undefined ? { kind: "record", zone, record } : { kind: "read" };
  }
  if (method === "OPTIONS") return { kind: "read" };
  if (zone !== undefined && query === -1) {
    if (method === "POST" && record === undefined) return { kind: "create", zone };
    if ((method === "PUT" || method === "PATCH") && record !== undefined) return { kind: "change", zone, record };
    if (method === "DELETE" && record !== undefined) return { kind: "delete", zone, record };
  }
  return { kind: "write", zone: IN_ZONE.exec(path)?.[1] };
}

export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/**
 * Why a request is not answered; undefined if it is.
 * @param host the gateway's own host and port. A web page that reaches it by another name (DNS rebinding) is refused by that.
 */
export function requestRefusal(
  { method, target, headers, rawHeaders }: RequestHead,
  host: string,
): RequestRefusal | undefined {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host");
  if (hosts.length !== 1 || headers.host !== host) return { status: 421, message: "the Host is not this gateway's" };
  if (headers.origin !== undefined || headers["sec-fetch-site"] !== undefined)
    return { status: 403, message: "web pages are not answered" };
  if (method === "CONNECT" || method === "TRACE") return { status: 405, message: `${method} is not answered` };
  if (!target.startsWith(API_PATH)) return { status: 404, message: `only paths below ${API_PATH} are answered` };
  return isPlainPath(target) ? undefined : { status: 400, message: "the path leads elsewhere" };
}

/** Whether no server on the way can read the path as another one: no dot segments, however they are written. */
function isPlainPath(target: string): boolean {
  // Node's parser lets bytes above 0x7f pass; in a path they are percent-encoded (RFC 3986 §2).
  if (!/^[\x21-\x7e]+$/.test(target) || /[\\#]/.test(target)) return false;
  const [path = ""] = target.split("?");
  let text = path;
  // A server that decodes twice must find none either.
  for (let times = 0; times < 3; times += 1) {
    if (text.split(/[/\\]/).some((part) => /^\.{1,2}(?:;.*)?$/.test(part))) return false;
    text = text.replace(/%(2e|2f|5c|25|3b)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
  return true;
}

/**
 * A name for the credentials of a request, by which lists are kept: a hash, so that the token itself is not. Undefined if there is no
 * token, or more than one kind of credentials: such requests pass through, without lists.
 */
export function credentialOf({ headers, rawHeaders }: Pick<RequestHead, "headers" | "rawHeaders">): string | undefined {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const others = names.filter((name) => name.startsWith("x-auth-") || name === "cookie");
  const tokens = names.filter((name) => name === "authorization");
  if (others.length > 0 || tokens.length !== 1 || !/^Bearer \S+$/.test(headers.authorization ?? "")) return undefined;
  return hashOf(headers.authorization ?? "");
}

/** A hash of texts and bytes, by which two requests are found to be the same. */
export function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  // The length keeps "a", "bc" and "ab", "c" apart.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("base64");
}
