// A proxy on loopback that leads every name to servers of the test, and notes what it was asked for.
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

export interface LoopbackProxy {
  readonly port: number;
  /** `CONNECT ses.example:443`, or `GET http://ses.example/path`. */
  readonly asked: string[];
  /** The values of Proxy-Authorization, as they were decoded; null for none. */
  readonly users: (string | null)[];
  close(): void;
}

/** @param ports where a tunnel to a name and port leads, such as `{"api.example:443": 40123}`; to any other it refuses with 403 */
export async function loopbackProxy(ports: Readonly<Record<string, number>>, user?: string): Promise<LoopbackProxy> {
  const [asked, users, open]: [string[], (string | null)[], Set<Duplex>] = [[], [], new Set()];
  const server = http.createServer((request, response) => {
    note(request.method ?? "", request);
    const url = new URL(request.url ?? "");
    const port = ports[`${url.hostname}:${url.port || 80}`];
    if (port === undefined) return void response.writeHead(403).end();
    const { method, headers } = request;
    const path = `${url.pathname}${url.search}`;
    const onward = http.request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  const note = (method: string, { url, headers }: http.IncomingMessage): string | null => {
    asked.push(`${method} ${url}`);
    const basic = headers["proxy-authorization"]?.replace(/^Basic /, "");
    const name = basic === undefined ? null : Buffer.from(basic, "base64").toString();
    users.push(name);
    return name;
  };
  server.on("connect", (request, socket, head) => {
    open.add(socket);
    socket.on("error", () => {});
    const name = note("CONNECT", request);
    const port = ports[request.url ?? ""];
    if (user !== undefined && name !== user)
      return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    if (port === undefined) return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const far = net.connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      far.write(head);
      far.pipe(socket).pipe(far);
    });
    open.add(far);
    far.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    for (const socket of open) socket.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, asked, users, close };
}
