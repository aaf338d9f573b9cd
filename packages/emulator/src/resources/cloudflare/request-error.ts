// An error of Cloudflare's API, in the words of its Go client that the provider passes on.
import { type Diagnostic, error } from "../../protocol/diagnostic";
import { type ApiError, NO_ANSWER } from "../../world/faults";

/** `path` is the path after `/client/v4`. */
export function requestError(method: string, path: string, failure: ApiError): Diagnostic {
  const url = `"https://api.cloudflare.com/client/v4${path}"`;
  return error("failed to make http request", detailOf(method, url, failure));
}

function detailOf(method: string, url: string, { status, code, message }: ApiError): string {
  // As Go's own client says it.
  if (status === NO_ANSWER) return `${method[0]}${method.slice(1).toLowerCase()} ${url}: ${message}`;
  const number = /^\d+$/.test(code) ? Number(code) : status;
  const body = JSON.stringify({ result: null, success: false, errors: [{ code: number, message }], messages: [] });
  return `${method} ${url}: ${status} ${STATUS_TEXT[status] ?? ""} ${body}`;
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};
