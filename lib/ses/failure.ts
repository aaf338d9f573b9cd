// Messages for AWS's errors. AWS's own text is only passed on if it cannot contain credentials: that of SignatureDoesNotMatch contains
// the whole signed request with the session token.
import { ProxyError } from "../net/proxy";
import { HtmlResponseError } from "./aws/requests";
import type { SesFailure } from "./identity";

/** A call, as messages about its failure describe it. */
export interface CallDescription {
  /** The IAM action, such as `ses:GetEmailIdentity`. */
  readonly action: string;
  /** A domain, or another subject such as `the account`. */
  readonly subject: string;
  readonly region: string;
  /** Where the credentials are from: `the environment`, `profile "mail"`, `role "arn:…"`. */
  readonly credentials: string;
}

export function isSesFailure(value: object | null | undefined): value is SesFailure {
  return value !== null && value !== undefined && "kind" in value && "message" in value;
}

/** Why the call failed, and what to do. */
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
  // Our own messages: they name the proxy without its password and do not repeat the response.
  if (error instanceof ProxyError) return { kind: "unreachable", message: `${what} does not reach AWS: ${text}` };
  if (code === "EMSGSIZE")
    return { kind: "other", message: `${what} is not to be read, ${text}: check the network's proxy` };
  if (UNREACHABLE.has(code) || UNREACHABLE.has(name)) {
    const message = `${what} does not reach AWS (${code === "" ? name : code}): check the network and the region`;
    return { kind: "unreachable", message };
  }
  // The SDK quotes responses that it cannot parse; these are not from AWS.
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
  // v1 returns AccessDenied, v2 AccessDeniedException. AWS also refuses credentials with 403, which is handled before.
  return name.startsWith("AccessDenied") || name === "UnauthorizedOperation" || status === 403;
}

/** The parts of an error of the SDK or the network; for a host with several addresses that is an AggregateError. */
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
    // The SDK wraps foreign errors: then the code is only in the text.
    code: code ?? errors?.[0]?.code ?? cause?.code ?? /\bE[A-Z_]{4,}\b/.exec(message ?? "")?.[0] ?? "",
    status: $metadata?.httpStatusCode ?? 0,
  };
}
