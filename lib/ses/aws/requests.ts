// How long AWS may take: the SDK's own defaults wait for ever.

/** Options of the SDK's request handler; `timeout` is how long an answer may take, in milliseconds. */
export function requestsWithin(timeout: number) {
  return { connectionTimeout: Math.min(timeout, 3000), requestTimeout: timeout, throwOnRequestTimeout: true };
}
