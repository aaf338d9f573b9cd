// Fetches a policy of MTA-STS as senders do (RFC 8461 §3.3): from the host's addresses in DNS, with a certificate that is right for its
// name, without following redirects, and within limits of time and size.
import https from "node:https";
import type { ConnectionOptions } from "node:tls";
import { type Environment, proxyOf } from "../../net/proxy";
import { tunnel } from "../../net/tunnel";
import { isPublicAddress } from "../dns/public-address";

export type FetchedPolicy =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** @param addresses those of the URL's host; the first one that answers decides */
export type PolicyFetch = (url: string, addresses: readonly string[]) => Promise<FetchedPolicy>;

export interface PolicyFetchOptions {
  /** @default 443 */
  readonly port?: number;
  /** Milliseconds for one address. RFC 8461 §3.3 suggests a minute; nobody waits so long here. @default 5000 */
  readonly timeout?: number;
  /** Whether to connect to an address: one from DNS may be in our own network. @default isPublicAddress */
  readonly allowsAddress?: (address: string) => boolean;
  /** Trusted CA certificates in PEM. @default - those of Node.js */
  readonly ca?: string;
  /** The environment that names the proxies. @default - no proxies */
  readonly env?: Environment;
}

/** RFC 8461 §3.3: senders may limit a policy to 64 kilobytes. */
const LIMIT = 65_536;
const MAX_ADDRESSES = 4;

export function policyFetch(options: PolicyFetchOptions = {}): PolicyFetch {
  const { allowsAddress = isPublicAddress } = options;
  return async (url, addresses) => {
    const isPublic = addresses.filter(allowsAddress);
    let last: FetchedPolicy = { ok: false, reason: "its host has no address" };
    if (isPublic.length < addresses.length)
      last = {
        ok: false,
        reason: `its host leads to ${addresses.find((one) => !allowsAddress(one))}, which is no public address`,
      };
    for (const address of isPublic.slice(0, MAX_ADDRESSES)) {
      const found = await fetchFrom(new URL(url), address, options);
      if (found !== undefined) return found;
      last = { ok: false, reason: `${address} does not answer` };
    }
    return last;
  };
}

/** Undefined if nothing answers at the address. */
async function fetchFrom(
  url: URL,
  address: string,
  { port = 443, timeout = 5_000, ca, env = {} }: PolicyFetchOptions,
): Promise<FetchedPolicy | undefined> {
  const proxy = proxyOf(env, new URL(`https://${url.host}:${port}`));
  let socket: Awaited<ReturnType<typeof tunnel>> | undefined;
  try {
    if (proxy !== undefined) socket = await tunnel(proxy, address, port, timeout);
  } catch (error) {
    return { ok: false, reason: `${address} is not reached: ${(error as Error).message}` };
  }
  // Node's types leave out socket, which https passes on to tls.connect().
  const options: https.RequestOptions & Pick<ConnectionOptions, "socket"> = {
    host: address,
    port,
    servername: url.hostname,
    path: url.pathname,
    ca,
    agent: false,
    socket,
    headers: { host: url.host, "user-agent": "mailzone", accept: "text/plain" },
  };
  return new Promise((resolve) => {
    const request = https.request(options);
    const end = (result: FetchedPolicy | undefined) => {
      clearTimeout(timer);
      request.destroy();
      socket?.destroy();
      resolve(result);
    };
    const timer = setTimeout(
      () => end({ ok: false, reason: `${address} did not answer within ${timeout / 1000} s` }),
      timeout,
    );
    request.once("error", ({ code, message }: NodeJS.ErrnoException) =>
      end(
        code === "ECONNREFUSED" || code === "EHOSTUNREACH"
          ? undefined
          : { ok: false, reason: `its host does not answer with TLS as senders want it: ${message}` },
      ),
    );
    request.once("response", (response) => {
      const { statusCode, headers } = response;
      if (statusCode !== 200) {
        const to =
          statusCode !== undefined && statusCode >= 300 && statusCode < 400 ? ", and senders follow no redirect" : "";
        return end({ ok: false, reason: `its host answers with status ${statusCode}${to}` });
      }
      const type = headers["content-type"] ?? "none";
      if (!/^text\/plain\s*(?:;|$)/i.test(type))
        return end({
          ok: false,
          reason: `its host says the type ${JSON.stringify(type.slice(0, 60))}, and senders want text/plain`,
        });
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > LIMIT) return end({ ok: false, reason: "it is larger than 64 KB" });
        chunks.push(chunk);
      });
      response.once("error", ({ message }) => end({ ok: false, reason: `its host breaks off: ${message}` }));
      response.once("aborted", () => end({ ok: false, reason: "its host breaks off" }));
      response.once("end", () => end({ ok: true, text: Buffer.concat(chunks).toString("utf8") }));
    });
    request.end();
  });
}
