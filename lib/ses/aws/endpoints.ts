// Where the services are: the variables of the SDK, read from a parameter.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
import type { Environment } from "./credentials";

export type Service = "SES" | "SESV2" | "STS";

/** The URL that the environment names for a service. @default - AWS's own, which the SDK makes of the region */
export function endpointOf(env: Environment, service: Service): string | undefined {
  if (/^true$/i.test(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? "")) return undefined;
  return env[`AWS_ENDPOINT_URL_${service}`] || env.AWS_ENDPOINT_URL || undefined;
}
