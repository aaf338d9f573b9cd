// Why Cloudflare could not be asked, and what to do. Messages never hold the token, nor what a proxy made of it.
import { oneLine } from "../../dns/text/visible";
import { EndlessAnswer } from "../../net/client";
import { ProxyError } from "../../net/proxy";

export type CloudflareFaultKind =
  | "no-token"
  | "denied"
  | "no-zone"
  | "throttled"
  | "unreachable"
  | "changing"
  | "other";

export class CloudflareFault extends Error {
  constructor(
    readonly kind: CloudflareFaultKind,
    message: string,
  ) {
    super(message);
    this.name = "CloudflareFault";
  }
}

/**
 * A failure of the client's in our words. Codes: https://developers.cloudflare.com/fundamentals/api/troubleshooting/
 * @param subject what was asked for, such as `zone "example.com"`
 */
export function describeFailure(failure: unknown, subject: string, token: string): CloudflareFault {
  const { status, errors } = failure as { readonly status?: unknown; readonly errors?: unknown };
  const fault = (kind: CloudflareFaultKind, message: string) =>
    new CloudflareFault(kind, `${subject} ${message}`.replaceAll(token, "…"));
  const answers = codes(errors);
  const said = answers.length === 0 ? "" : ` (${answers.map(({ code, message }) => `${code}: ${message}`).join("; ")})`;
  if (failure instanceof ProxyError) return fault("unreachable", `cannot be asked for: ${failure.message}`);
  if (failure instanceof EndlessAnswer) {
    return fault(
      "other",
      `got an answer from Cloudflare that cannot be read, ${failure.message}: check the network's proxy`,
    );
  }
  if (typeof status !== "number") {
    const isTimeout = failure instanceof Error && failure.constructor.name === "APIConnectionTimeoutError";
    const what = isTimeout ? "got no answer from Cloudflare in time" : "cannot be asked for, Cloudflare is not reached";
    return fault("unreachable", `${what}${reason(failure)}: check the network and its proxy`);
  }
  const has = (code: number) => answers.some((answer) => answer.code === code);
  if (status === 401 || status === 403 || has(6003) || has(9109) || has(10000)) {
    const cure = `the token is wrong, or lacks the permission "DNS Read" for this zone: make one with it and set CLOUDFLARE_API_TOKEN`;
    return fault("denied", `was refused with ${status}${said}, ${cure}`);
  }
  if (status === 404 || has(7003) || has(7000)) {
    const cure = 'check its id in "zones" of domains.yaml, and whether the token may read it';
    return fault("no-zone", `is not found by Cloudflare${said}: ${cure}`);
  }
  if (status === 429) {
    return fault(
      "throttled",
      `was refused for too many requests, also after waiting${said}: run this again in five minutes`,
    );
  }
  return fault("other", `got the answer ${status} from Cloudflare${said}: run this again later`);
}

interface Answer {
  readonly code: number;
  readonly message: string;
}

/** Of a chain of errors, and of the errors at each step of it. */
const MOST_ERRORS = 5;

/** The API's errors; a code and one line of its message each. */
function codes(errors: unknown, depth = 0): Answer[] {
  if (!Array.isArray(errors) || depth === MOST_ERRORS) return [];
  return errors.slice(0, MOST_ERRORS).flatMap((error: unknown) => {
    const { code, message, error_chain } = (error ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof code !== "number" || typeof message !== "string") return [];
    return [
      { code, message: oneLine(message.replace(/\s+/g, " ").trim().slice(0, 200)) },
      ...codes(error_chain, depth + 1),
    ];
  });
}

/** The system's word for a connection that failed, such as ECONNREFUSED. */
function reason(failure: unknown): string {
  let at = failure as { readonly code?: unknown; readonly cause?: unknown } | null | undefined;
  for (let depth = 0; depth < 4 && at != null; depth += 1) {
    if (typeof at.code === "string") return ` (${at.code})`;
    at = at.cause as typeof at;
  }
  return "";
}
