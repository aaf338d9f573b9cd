// Errors of requests to Cloudflare, and what to do. Messages never contain the token, also if a server or proxy repeats it.
import { singleLine } from "../dns/text/escape";
import { ResponseLimitError } from "../net/client";
import { ProxyError } from "../net/proxy";
import { UserError } from "../user-error";

/** What error messages need to know about the credentials. */
export interface CredentialHints {
  /** The secret that must not be printed. */
  readonly secret: string;
  /** What to do if Cloudflare refuses the credentials. */
  readonly fix: string;
}

export type CloudflareErrorKind =
  | "no-token"
  | "denied"
  | "no-zone"
  | "throttled"
  | "unreachable"
  | "changing"
  | "other";

export class CloudflareError extends UserError {
  override readonly name = "CloudflareError";

  constructor(
    readonly kind: CloudflareErrorKind,
    message: string,
  ) {
    super(message);
  }
}

/** An answer that is not 2xx, with its body. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`it answered ${status}`);
    this.name = "HttpError";
  }
}

/** Statuses other than 5xx for which a retry may help: request timeout, conflict, too many requests. */
const RETRIABLE = new Set([408, 409, 429]);

/** Error codes of Node and OpenSSL for a certificate that is not accepted. */
const CERTIFICATE = /CERT|^ERR_TLS_/;

/** Whether a retry would fail in the same way. */
export function isPermanent(failure: Error): boolean {
  if (failure instanceof HttpError) return failure.status < 500 && !RETRIABLE.has(failure.status);
  if (failure instanceof ResponseLimitError) return failure.code === "EMSGSIZE";
  return failure instanceof ProxyError || CERTIFICATE.test(codeOf(failure));
}

/** An error for a 2xx answer without the expected content. */
export function unexpectedAnswer(subject: string, what: string): CloudflareError {
  return new CloudflareError(
    "other",
    `${subject} got an answer from Cloudflare that is no ${what}: check the network's proxy`,
  );
}

/**
 * The message for a failure of the client. A failure that is not about the network is a defect and is returned as it is.
 * Codes: https://developers.cloudflare.com/fundamentals/api/troubleshooting/
 * @param subject what was asked for, such as `zone "example.com"`
 */
export function describeFailure(failure: Error, subject: string, { secret, fix }: CredentialHints): Error {
  const fault = (kind: CloudflareErrorKind, message: string) => new CloudflareError(kind, `${subject} ${message}`);
  if (failure.name === "AbortError") return fault("other", "is not read to its end: the run was stopped");
  if (failure instanceof ProxyError) return fault("unreachable", `cannot be asked for: ${failure.message}`);
  if (failure instanceof ResponseLimitError && failure.code === "EMSGSIZE") {
    return fault(
      "other",
      `got an answer from Cloudflare that cannot be read, ${failure.message}: check the network's proxy`,
    );
  }
  if (failure instanceof ResponseLimitError)
    return fault("unreachable", "got no answer from Cloudflare in time: check the network and its proxy");
  if (!(failure instanceof HttpError)) {
    const code = codeOf(failure);
    return code === "" ? failure : fault("unreachable", unreached(code));
  }

  const { status, body } = failure;
  const answers = apiMessages((body as { readonly errors?: unknown } | null | undefined)?.errors, secret);
  const codes =
    answers.length === 0 ? "" : ` (${answers.map(({ code, message }) => `${code}: ${message}`).join("; ")})`;
  const hasCode = (code: number) => answers.some((answer) => answer.code === code);
  // A captive portal or a proxy that blocks the host answers with a web page: that says nothing about the token or the zone.
  if (body === undefined && status >= 400 && status < 500 && status !== 429)
    return fault(
      "other",
      `got the answer ${status}, which is not from Cloudflare's API: check the network's proxy, or log in to the network`,
    );
  if (
    status === 401 ||
    status === 403 ||
    hasCode(6003) ||
    hasCode(9103) ||
    hasCode(9106) ||
    hasCode(9109) ||
    hasCode(10000)
  )
    return fault("denied", `was refused with ${status}${codes}, ${fix}`);
  if (status === 404 || hasCode(7003) || hasCode(7000)) {
    const hint = 'check its id in "zones" of domains.yaml, and whether the token may read it';
    return fault("no-zone", `is not found by Cloudflare${codes}: ${hint}`);
  }
  if (status === 429) {
    return fault(
      "throttled",
      `was refused for too many requests, also after waiting${codes}: run this again in five minutes`,
    );
  }
  const isRedirect = status >= 300 && status < 400;
  const todo = isRedirect
    ? "nothing is sent on to where it leads, check CLOUDFLARE_BASE_URL and the network's proxy"
    : "run this again later";
  return fault("other", `got the answer ${status} from Cloudflare${codes}: ${todo}`);
}

function unreached(code: string): string {
  if (CERTIFICATE.test(code)) {
    const todo = "where a proxy of your network's opens what is encrypted, set NODE_EXTRA_CA_CERTS to its certificate";
    return `cannot be asked for, the certificate of what answers for Cloudflare is not taken (${code}): ${todo}`;
  }
  return `cannot be asked for, Cloudflare is not reached (${code}): check the network and its proxy`;
}

interface ApiMessage {
  readonly code: number;
  readonly message: string;
}

/** The maximum depth of a chain of errors, and the maximum number of errors at each step. */
const MAX_ERRORS = 5;

/** The API's errors, each with its code and one line of its message. */
function apiMessages(errors: unknown, secret: string, depth = 0): ApiMessage[] {
  if (!Array.isArray(errors) || depth === MAX_ERRORS) return [];
  return errors.slice(0, MAX_ERRORS).flatMap((error: unknown) => {
    const { code, message, error_chain } = (error ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof code !== "number" || typeof message !== "string") return [];
    // The secret is removed before the text is cut, so that no part of it remains.
    const text = message.slice(0, 10_000).replaceAll(secret, "…").replace(/\s+/g, " ").trim().slice(0, 200);
    return [{ code, message: singleLine(text) }, ...apiMessages(error_chain, secret, depth + 1)];
  });
}

/** The system's code for a failed connection, such as ECONNREFUSED. */
function codeOf(failure: Error): string {
  const { code } = failure as NodeJS.ErrnoException;
  return typeof code === "string" ? code : "";
}
