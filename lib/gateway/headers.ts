// Which headers pass the gateway. Those that are for one connection do not (RFC 9110 §7.6.1); all others do, unchanged.

/** Headers as Node sends them: a name that was received several times has several values. */
export type OutgoingHeaders = Record<string, string | string[]>;

const OF_A_CONNECTION = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** A request's headers for the API. Its host is another, and what `Expect` asks for has been answered by the gateway. */
export function requestHeaders(rawHeaders: readonly string[]): OutgoingHeaders {
  const headers: OutgoingHeaders = {};
  for (const [name, value] of passing(rawHeaders)) {
    const lower = name.toLowerCase();
    if (lower === "host" || lower === "expect") continue;
    const known = Object.keys(headers).find((one) => one.toLowerCase() === lower) ?? name;
    const before = headers[known];
    headers[known] = before === undefined ? value : [before, value].flat();
  }
  return headers;
}

/** A response's headers for the client: names and values in turn. */
export function responseHeaders(rawHeaders: readonly string[]): string[] {
  return passing(rawHeaders).flat();
}

function passing(rawHeaders: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    pairs.push([rawHeaders[index]!, rawHeaders[index + 1]!]);
  const named = pairs
    .filter(([name]) => name.toLowerCase() === "connection")
    .flatMap(([, value]) => value.split(",").map((part) => part.trim().toLowerCase()))
    // Whoever names these does not want them removed but the message changed.
    .filter((name) => !["content-length", "authorization", "host"].includes(name));
  return pairs.filter(([name]) => !OF_A_CONNECTION.has(name.toLowerCase()) && !named.includes(name.toLowerCase()));
}
