// Whether a website has a certificate for its name. The connection goes to an address from DNS and names the host (SNI), as a browser
// does.
import type { Socket } from "node:net";
import { type ConnectionOptions, checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from "node:tls";
import { type Environment, proxyOf } from "../../net/proxy";
import { tunnel } from "../../net/tunnel";
import { isPublicAddress } from "../dns/public-address";
import { quotedList } from "../text";

export type TlsResult =
  | { readonly ok: true; readonly names: readonly string[]; readonly expires: number }
  | { readonly ok: false; readonly reason: string };

/** @param addresses the name's addresses; the first one that answers decides */
export type TlsProbe = (host: string, addresses: readonly string[]) => Promise<TlsResult>;

export interface TlsProbeOptions {
  /** @default 443 */
  readonly port?: number;
  /** Milliseconds for one address. @default 5000 */
  readonly timeout?: number;
  /** Whether to connect to an address: one from DNS may be in our own network. @default isPublicAddress */
  readonly allowsAddress?: (address: string) => boolean;
  /** Trusted CA certificates in PEM. @default - those of Node.js */
  readonly ca?: string;
  /** The environment that names the proxies; they connect to the address from DNS. @default - no proxies */
  readonly env?: Environment;
}

/** Addresses that are tried; CloudFront has four. */
const MAX_ADDRESSES = 8;

export function tlsProbe(options: TlsProbeOptions = {}): TlsProbe {
  return async (host, addresses) => {
    let last: TlsResult = { ok: false, reason: "its name leads to no address" };
    const { allowsAddress = isPublicAddress } = options;
    const notPublic = addresses.filter((address) => !allowsAddress(address));
    if (notPublic.length > 0) last = { ok: false, reason: `it leads to ${notPublic[0]}, which is no public address` };
    for (const address of addresses.filter((one) => !notPublic.includes(one)).slice(0, MAX_ADDRESSES)) {
      last = await probe(host, address, options);
      // An answer decides; only if there is none is the next address tried.
      if (last.ok || !/did not answer|refused the connection/.test(last.reason)) return last;
    }
    return last;
  };
}

async function probe(host: string, address: string, options: TlsProbeOptions): Promise<TlsResult> {
  const { port = 443, timeout = 5_000, ca, env = {} } = options;
  let socket: Socket | undefined;
  try {
    const proxy = proxyOf(env, new URL(`https://${host}:${port}`));
    if (proxy !== undefined) socket = await tunnel(proxy, address, port, timeout);
  } catch (error) {
    return { ok: false, reason: `${address} is not reached: ${(error as Error).message}` };
  }
  return handshake(host, address, { port, timeout, ca, socket });
}

function handshake(
  host: string,
  address: string,
  { timeout, ...options }: Pick<ConnectionOptions, "port" | "ca" | "socket"> & { readonly timeout: number },
): Promise<TlsResult> {
  return new Promise((resolve) => {
    // The certificate is checked below, so that a wrong one can be described.
    const socket = connect({ host: address, servername: host, rejectUnauthorized: false, ...options });
    const end = (result: TlsResult) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    // For the whole handshake: a socket's own timeout starts again with every byte.
    const timer = setTimeout(() => {
      end({ ok: false, reason: `${address} did not answer within ${timeout / 1000} s` });
    }, timeout);
    socket.once("error", (caught: NodeJS.ErrnoException) => end({ ok: false, reason: failure(address, caught) }));
    socket.once("secureConnect", () => end(checkCertificate(host, socket)));
  });
}

function checkCertificate(host: string, socket: TLSSocket): TlsResult {
  const certificate = socket.getPeerCertificate();
  const names = namesOf(certificate);
  if (checkServerIdentity(host, certificate) !== undefined)
    return { ok: false, reason: `its certificate is for ${quotedList(names) || "no name"}` };
  const expires = Date.parse(certificate.valid_to);
  if (!socket.authorized) return { ok: false, reason: `its certificate is not accepted: ${socket.authorizationError}` };
  return { ok: true, names, expires };
}

function namesOf({ subjectaltname = "" }: PeerCertificate): readonly string[] {
  return subjectaltname
    .split(", ")
    .filter((name) => name.startsWith("DNS:"))
    .map((name) => name.slice(4));
}

function failure(address: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === "ECONNREFUSED") return `${address} refused the connection`;
  return `${address} does not speak TLS: ${code ?? message}`;
}
