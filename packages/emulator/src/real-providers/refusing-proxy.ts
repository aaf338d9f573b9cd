// The proxy of real providers: it refuses every host and says which, so that no request leaves the machine. Requests to 127.0.0.1,
// where the emulator's APIs listen, never go through a proxy: Go's clients leave loopback addresses out.
// https://pkg.go.dev/net/http#ProxyFromEnvironment
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface RefusingProxy {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** @param log called once for each host, with one line */
export async function serveRefusingProxy(log: (line: string) => void): Promise<RefusingProxy> {
  const told = new Set<string>();
  const refuse = ({ method, url = "" }: IncomingMessage): string => {
    const host = hostOf(method === "CONNECT" ? `https://${url}` : url);
    if (!told.has(host))
      log(`emulated: a program in the emulator wanted to reach ${host}, which is outside it: refused`);
    told.add(host);
    return `the emulator lets nothing reach ${host}`;
  };
  const server = createServer((request, response) => {
    const why = refuse(request);
    response.writeHead(403, { "content-type": "text/plain", connection: "close" }).end(`${why}\n`);
  });
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    // Clients show this line as their error.
    const why = refuse(request);
    socket.on("error", () => socket.destroy());
    socket.end(`HTTP/1.1 403 ${why}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`, () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The host and port. What cannot be read is shown without what could harm a terminal or a header. */
function hostOf(url: string): string {
  const known = URL.canParse(url) ? new URL(url).host : "";
  return known || JSON.stringify(url.replace(/[^\x21-\x7e]/g, "?").slice(0, 100));
}
