// Connections through a proxy (CONNECT, RFC 9110 §9.3.6), and agents for Node's http and https that use the proxy of the environment.
// Node's own clients do not read proxy variables.
import http, { type ClientRequest } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import {
  type Environment,
  type HttpProxy,
  hostOf,
  ProxyError,
  portOf,
  proxyAuthorization,
  proxyName,
  proxyOf,
} from "./proxy";

export interface AgentOptions extends Pick<https.AgentOptions, "ca"> {
  /** Milliseconds in which the proxy must respond. @default 10000 */
  readonly timeout?: number;
}

export interface Agents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

type OnConnect = (error: Error | null, socket?: Duplex) => void;

/** A pair of agents for all requests of a client; the proxy is chosen for each host by the environment. */
export function agentsOf(env: Environment, options: AgentOptions = {}): Agents {
  const shared = { keepAlive: true, maxSockets: 50 };
  return { httpAgent: new HttpProxyAgent(env, shared), httpsAgent: new HttpsProxyAgent(env, shared, options) };
}

/** The agent that fits a URL. */
export function agentFor({ httpAgent, httpsAgent }: Agents, { protocol }: URL): http.Agent {
  return protocol === "https:" ? httpsAgent : httpAgent;
}

/**
 * Opens a connection to `host` and `port` through a proxy.
 * @throws ProxyError if the proxy does not open it
 */
export function tunnel(proxy: HttpProxy, host: string, port: number, timeout = 10_000): Promise<Socket> {
  const name = proxyName(proxy);
  const authority = authorityOf(host, port);
  return new Promise((resolve, reject) => {
    const headers: Record<string, string> = { host: authority };
    const authorization = proxyAuthorization(proxy);
    if (authorization) headers["proxy-authorization"] = authorization;
    const request = (proxy.url.protocol === "https:" ? https : http).request({
      method: "CONNECT",
      host: hostOf(proxy.url),
      port: portOf(proxy.url),
      path: authority,
      agent: false,
      timeout,
      headers,
    });
    const refuse = (why: string, socket?: Socket) => {
      (socket ?? request).destroy();
      reject(new ProxyError(`the ${name} ${why}`));
    };
    request.once("connect", ({ statusCode }, socket, head) => {
      if (statusCode !== 200) return refuse(refusal(statusCode, authority), socket);
      // Data at this point would be taken for the other end's. In TLS the client always speaks first.
      if (head.length > 0)
        return refuse(`does not open a connection to "${authority}": it sent data of its own`, socket);
      socket.setTimeout(0);
      resolve(socket);
    });
    // The proxy treats CONNECT like an ordinary request.
    request.once("response", ({ statusCode }) => refuse(refusal(statusCode, authority)));
    request.once("timeout", () => refuse(`did not answer within ${timeout / 1000} s`));
    request.once("error", ({ code, message }: NodeJS.ErrnoException) => refuse(`is not reached: ${code ?? message}`));
    request.end();
  });
}

function refusal(status: number | undefined, authority: string): string {
  if (status === 407)
    return "wants a user and a password that it takes: write them into its URL, http://USER:PASSWORD@HOST:PORT";
  return `opens no connection to "${authority}", it answered ${status}: let it, or name the host in NO_PROXY`;
}

class HttpsProxyAgent extends https.Agent {
  constructor(
    private readonly env: Environment,
    shared: https.AgentOptions,
    private readonly own: AgentOptions,
  ) {
    super({ ...shared, ca: own.ca });
  }

  override createConnection(target: tls.ConnectionOptions, connected: OnConnect): undefined {
    const [host, port] = [target.host ?? "", Number(target.port ?? 443)];
    const connect = async (): Promise<Duplex | null | undefined> => {
      const proxy = proxyOf(this.env, new URL(`https://${authorityOf(host, port)}`));
      if (proxy === undefined) return super.createConnection(target);
      const socket = await tunnel(proxy, host, port, this.own.timeout);
      return tls.connect({ ...target, socket });
    };
    connect().then(
      (socket) => connected(null, socket ?? undefined),
      (error: Error) => connected(error),
    );
  }
}

/** Unencrypted requests use no tunnel: the proxy gets the whole URL (RFC 9112 §3.2.2). */
class HttpProxyAgent extends http.Agent {
  constructor(
    private readonly env: Environment,
    own: http.AgentOptions,
  ) {
    super(own);
  }

  /** Node's undeclared method that assigns a socket to a request. */
  addRequest(request: ClientRequest, target: http.RequestOptions): void {
    const add = (to: http.RequestOptions) => addRequest.call(this, request, to);
    const url = new URL(`http://${authorityOf(target.host ?? "", Number(target.port ?? 80))}`);
    const proxy = proxyOf(this.env, url);
    if (proxy === undefined) {
      add(target);
      return;
    }
    if (proxy.url.protocol === "https:") {
      throw new ProxyError(`${proxy.variable} is for what is not encrypted: write its own address with http://`);
    }
    const authorization = proxyAuthorization(proxy);
    if (authorization !== undefined) request.setHeader("proxy-authorization", authorization);
    request.path = `${url.origin}${request.path}`;
    add({ ...target, host: hostOf(proxy.url), port: portOf(proxy.url) });
  }
}

const { addRequest } = http.Agent.prototype as unknown as Pick<HttpProxyAgent, "addRequest">;

function authorityOf(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
