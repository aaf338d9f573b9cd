// How AWS is asked: where its services are, by the SDK's variables read from a parameter, and how long they may take.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
import type { Environment } from "./credentials";

export type Service = "SES" | "SESV2" | "STS";

/** The URL that the environment names for a service. @default - AWS's own, which the SDK makes of the region */
export function endpointOf(env: Environment, service: Service): string | undefined {
  if (/^true$/i.test(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? "")) return undefined;
  return env[`AWS_ENDPOINT_URL_${service}`] || env.AWS_ENDPOINT_URL || undefined;
}

/** Options of the SDK's request handler, whose own wait for ever; `timeout`: how long an answer may take, in milliseconds. */
export function requestsWithin(timeout: number) {
  return { connectionTimeout: Math.min(timeout, 3000), requestTimeout: timeout, throwOnRequestTimeout: true };
}
