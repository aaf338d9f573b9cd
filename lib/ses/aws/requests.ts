// Requests to AWS: the endpoints, from the SDK's variables in a parameter, and the timeouts.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
import { Readable } from "node:stream";
import { type HttpResponse, httpClient } from "../../net/client";
import { percentEncoded } from "../../net/percent-encoding";
import type { Environment } from "../../net/proxy";

export type Service = "ACM" | "IAM" | "S3" | "SES" | "SESV2" | "SNS" | "STS";

/** The URL that the environment names for a service. @default - AWS's own, which the SDK makes of the region */
export function endpointOf(env: Environment, service: Service): string | undefined {
  if (/^true$/i.test(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? "")) return undefined;
  return env[`AWS_ENDPOINT_URL_${service}`] || env.AWS_ENDPOINT_URL || undefined;
}

const LIMIT = 4 << 20;

/** The SDK's request type. Its own handlers use no proxy, and read a body for as long as it comes. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * A response that is not from AWS but a web page of the network, which asks for a login or blocks the host. The SDK would show its
 * beginning, or treat its 403 as AWS's.
 */
export class HtmlResponseError extends Error {
  readonly $metadata: { readonly httpStatusCode?: number };

  constructor(host: string, status: number) {
    super(`"${host}" was answered with a web page (${status})`);
    this.name = "PageAnswer";
    // A gateway's error is temporary: with its status the SDK retries.
    this.$metadata = status >= 500 ? { httpStatusCode: status } : {};
  }
}

/** AWS responds with JSON or XML, and a request id. */
function isHtml({ headers, body }: HttpResponse): boolean {
  // S3's name for it is the second; an object may well be a page.
  if (headers["x-amzn-requestid"] !== undefined || headers["x-amz-request-id"] !== undefined) return false;
  const begin = body.subarray(0, 1000).toString("latin1").trimStart();
  return (
    /^<(?:!doctype|html|head|body|!--)/i.test(begin) ||
    /^(?:text\/html|application\/xhtml)/i.test(headers["content-type"] ?? "")
  );
}

interface HandlerOptions {
  /** Bytes of a response. @default 4 MB, SES's largest have some ten kilobytes */
  readonly limit?: number;
  /** Whether the SDK takes the body as a stream, as S3's client does of an object. @default false */
  readonly isStream?: boolean;
}

/** A request handler for the SDK's clients. `timeout` is for a whole response, in milliseconds. */
export function requestHandler(env: Environment, timeout: number, options: HandlerOptions = {}) {
  const { limit = LIMIT, isStream = false } = options;
  const send = httpClient({ env, timeout, limit });
  return {
    metadata: { handlerProtocol: "http/1.1" },
    async handle(request: SdkRequest, { abortSignal }: { readonly abortSignal?: object } = {}) {
      const { method, headers } = request;
      const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
      const answer = await send({
        url: urlOf(request),
        method,
        headers,
        body: request.body,
        signal,
      });
      if (isHtml(answer)) throw new HtmlResponseError(request.hostname, answer.status);
      // Otherwise the SDK would wait for as long as the response says; its own delays are seconds.
      const { "retry-after": _wait, ...rest } = answer.headers;
      const body = isStream ? Readable.from([answer.body]) : answer.body;
      return { response: { statusCode: answer.status, headers: rest, body } };
    },
    destroy: () => {},
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

/** The URL as it was signed: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function urlOf({ protocol, hostname, port, path, query = {} }: SdkRequest): URL {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ""].flat().map((one) => `${percentEncoded(name)}=${percentEncoded(one)}`),
  );
  const search = pairs.length === 0 ? "" : `?${pairs.join("&")}`;
  return new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}${search}`);
}
