// What AWS's errors mean to somebody at a terminal. AWS's own words are passed on only where they cannot hold a credential:
// SignatureDoesNotMatch answers with the whole signed request, session token included.
import { ProxyError } from "../net/proxy";
import { HtmlResponseError } from "./aws/requests";
import type { SesFailure } from "./identity";

/** What was being done when AWS said no. */
export interface CallDescription {
  /** As IAM calls it, such as `ses:GetEmailIdentity`. */
  readonly action: string;
  /** A domain, or what stands for it, such as `the account`. */
  readonly subject: string;
  readonly region: string;
  /** How the account is reached: `the environment`, `profile "mail"`, `role "arn:…"`. */
  readonly credentials: string;
}

export function isSesFailure(value: object | null | undefined): value is SesFailure {
  return value !== null && value !== undefined && "kind" in value && "message" in value;
}

/** Why the attempt came to nothing, and what to do. */
export function sesFailure(error: unknown, { action, subject, region, credentials }: CallDescription): SesFailure {
  const { name, text, code, status } = errorParts(error);
  const what = `${action} for "${subject}" in ${region}`;
  if (NO_CREDENTIALS.has(name)) {
    const message = `${what} needs credentials, ${credentials} has none that AWS takes (${name}): log in, or set AWS_PROFILE`;
    return { kind: "no-credentials", message };
  }
  if (name === "AbortError") return { kind: "other", message: `${what} was not answered: the run was stopped` };
  if (error instanceof HtmlResponseError)
    return {
      kind: "unreachable",
      message: `${what} does not reach AWS, ${text}: check the network's proxy, or log in to the network`,
    };
  if (isAccessDenied(name, status)) {
    // Sending writes the action in quotes: "perform `ses:SendRawEmail' on resource".
    const missing = /not authorized to perform:? [`'"]?([a-z0-9]+:[A-Za-z]+)/.exec(text)?.[1] ?? action;
    const message = `${what} is denied, ${credentials} may not call ${missing}: allow it, "mailzone permissions" lists what is needed`;
    return { kind: "denied", message };
  }
  if (THROTTLED.test(name) || status === 429) {
    return { kind: "throttled", message: `${what} is throttled by AWS: wait a minute and run it again` };
  }
  // Said by us: the proxy is named without its password, the answer not repeated.
  if (error instanceof ProxyError) return { kind: "unreachable", message: `${what} does not reach AWS: ${text}` };
  if (code === "EMSGSIZE")
    return { kind: "other", message: `${what} is not to be read, ${text}: check the network's proxy` };
  if (UNREACHABLE.has(code) || UNREACHABLE.has(name)) {
    const message = `${what} does not reach AWS (${code === "" ? name : code}): check the network and the region`;
    return { kind: "unreachable", message };
  }
  // What the SDK cannot read it quotes; that is no word of AWS's.
  if (name === "SyntaxError" || text.includes("Deserialization error"))
    return { kind: "other", message: `${what} got an answer that cannot be read: check the network's proxy` };
  return { kind: "other", message: `${what} failed, AWS answered ${name}: ${text}` };
}

const NO_CREDENTIALS: ReadonlySet<string> = new Set([
  "CredentialsProviderError",
  "TokenProviderError",
  "ProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "IncompleteSignature",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidIdentityToken",
  "InvalidSignatureException",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
  "RequestExpired",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

const UNREACHABLE: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "TimeoutError",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

const THROTTLED = /^(TooManyRequests|Throttl|RequestLimitExceeded|SlowDown)/;

function isAccessDenied(name: string, status: number): boolean {
  // v1 answers AccessDenied, v2 AccessDeniedException; 403 is also how AWS refuses credentials, which are told apart above.
  return name.startsWith("AccessDenied") || name === "UnauthorizedOperation" || status === 403;
}

/** An error of the SDK, of the network, or several of the network in one: an AggregateError for a host of two addresses. */
function errorParts(error: unknown) {
  const { name, message, code, errors, cause, $metadata } = error as {
    readonly name?: string;
    readonly message?: string;
    readonly code?: string;
    readonly errors?: readonly { readonly code?: string }[];
    readonly cause?: { readonly code?: string };
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  return {
    name: name ?? "Error",
    text: (message ?? String(error)).replace(/\s+/g, " ").replace(/\.$/, "").slice(0, 300),
    // The SDK wraps what is no Error of its own making: then the code stands in the text alone.
    code: code ?? errors?.[0]?.code ?? cause?.code ?? /\bE[A-Z_]{4,}\b/.exec(message ?? "")?.[0] ?? "",
    status: $metadata?.httpStatusCode ?? 0,
  };
}
