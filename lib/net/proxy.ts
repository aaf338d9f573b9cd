// Which proxy a request uses, by the variables that Terraform uses too, read as Go reads them
// (https://pkg.go.dev/golang.org/x/net/http/httpproxy), so that both use the same proxy.
import { BlockList, isIP } from "node:net";
import { UserError } from "../user-error";

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface HttpProxy {
  readonly url: URL;
  /** The variable that names it. */
  readonly variable: string;
}

/** The proxy cannot be used. The message names the variable, and never the part of its value before the `@`. */
export class ProxyError extends UserError {
  override readonly name = "ProxyError";
  /** A code as the system's errors have one. */
  readonly code = "EPROXY";
}

/**
 * The proxy for `target`; undefined if it is contacted directly, as loopback always is.
 * @throws ProxyError if the variable does not have a usable proxy
 */
export function proxyOf(env: Environment, target: URL): HttpProxy | undefined {
  const name = target.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const variable = [name, name.toLowerCase()].find((one) => env[one]);
  if (variable === undefined || isExempt(env.NO_PROXY || env.no_proxy || "", target)) return undefined;
  const text = (env[variable] ?? "").trim();
  const url = parseUrl(/^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(text) ? text : `http://${text}`);
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.hostname !== "") return { url, variable };
  throw new ProxyError(`${variable} names no proxy that can be used: write it as http://HOST:PORT`);
}

/** The proxy in words, without the user and password that its URL may hold: `proxy "proxy.example.net:3128" (HTTPS_PROXY)`. */
export function proxyName({ url, variable }: HttpProxy): string {
  return `proxy "${hostOf(url)}:${portOf(url)}" (${variable})`;
}

/** The value of the header Proxy-Authorization (RFC 9110 §11.7.2); undefined if the URL has no user. */
export function proxyAuthorization({ url, variable }: HttpProxy): string | undefined {
  if (url.username === "" && url.password === "") return undefined;
  try {
    const [user, password] = [url.username, url.password].map(decodeURIComponent);
    return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  } catch {
    throw new ProxyError(`the user or password in ${variable} holds a % that begins no escape: write %25 for it`);
  }
}

/** The host to connect to: an IPv6 address without brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

export function portOf({ protocol, port }: URL): number {
  return Number(port || (protocol === "https:" ? 443 : 80));
}

/** NO_PROXY: `*`, names including those below them, `.example.com` for only those below, addresses, networks; a port is optional. */
function isExempt(list: string, target: URL): boolean {
  const host = hostOf(target).toLowerCase().replace(/\.$/, "");
  if (host === "localhost" || isWithin(host, "127.0.0.0/8") || host === "::1") return true;
  return list.split(",").some((part) => {
    const entry = part.trim().toLowerCase();
    if (entry === "*" || isWithin(host, entry)) return true;
    const [, name = "", port] = /^\[?([^\]]*?)\]?(?::(\d{1,5}))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
    if (name === "" || (port !== undefined && Number(port) !== portOf(target))) return false;
    if (isIP(host) !== 0) return host === name;
    const below = name.replace(/^\*?\./, ".");
    return below.startsWith(".") ? host.endsWith(below) : host === below || host.endsWith(`.${below}`);
  });
}

/** Whether an address is in a network such as `10.0.0.0/8`. */
function isWithin(host: string, network: string): boolean {
  const slash = network.lastIndexOf("/");
  const [address, bits] = [network.slice(0, slash), Number(network.slice(slash + 1))];
  const family = isIP(address);
  const isNetwork = slash > 0 && Number.isInteger(bits) && bits >= 0 && bits <= (family === 6 ? 128 : 32);
  if (family === 0 || isIP(host) !== family || !isNetwork) return false;
  const type = family === 6 ? "ipv6" : "ipv4";
  const block = new BlockList();
  block.addSubnet(address, bits, type);
  return block.check(host, type);
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
