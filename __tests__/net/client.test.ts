// The client against servers on loopback: through proxies, and against answers that do not end.
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { type HttpClientProps, httpClient } from "../../lib/net/client";
import { makeCertificate, testWithOpenssl } from "../helpers/openssl";
import { type LoopbackProxy, loopbackProxy } from "./loopback-proxy";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-net-"));
const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends) end();
  fs.rmSync(folder, { recursive: true, force: true });
});

const ask = (url: string, env: Record<string, string> = {}, rest: Partial<HttpClientProps> = {}) =>
  httpClient({ env, timeout: 20_000, limit: 1 << 20, ...rest })({ url: new URL(url), method: "GET", headers: {} });

describe("through a proxy", () => {
  testWithOpenssl("an encrypted request goes through a tunnel, with the user of the proxy's URL", async () => {
    const { port, certificate } = await secure("api.example.com");
    const proxy = await started(loopbackProxy({ "api.example.com:443": port }, "user:s3cret"));
    const env = { HTTPS_PROXY: `http://user:s3cret@127.0.0.1:${proxy.port}` };
    const answer = await ask("https://api.example.com/zones?page=1", env, { ca: certificate });
    expect([answer.status, answer.body.toString()]).toEqual([200, "GET /zones?page=1 of api.example.com"]);
    expect([proxy.asked, proxy.users]).toEqual([["CONNECT api.example.com:443"], ["user:s3cret"]]);
  });

  testWithOpenssl("the certificate has to be the server's, whatever the proxy leads to", async () => {
    const { port, certificate } = await secure("other.example.com");
    const proxy = await started(loopbackProxy({ "api.example.com:443": port }));
    const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    await expect(ask("https://api.example.com/", env, { ca: certificate })).rejects.toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
  });

  test("a request in the clear names its whole URL to the proxy", async () => {
    const port = await plain((request, response) => response.end(`${request.url}`));
    const proxy = await started(loopbackProxy({ "api.example.com:80": port }));
    const answer = await ask("http://api.example.com/v2/email", { http_proxy: `http://me:pw@127.0.0.1:${proxy.port}` });
    expect(answer.body.toString()).toBe("/v2/email");
    expect([proxy.asked, proxy.users]).toEqual([["GET http://api.example.com/v2/email"], ["me:pw"]]);
  });

  test("NO_PROXY and loopback are asked directly", async () => {
    const port = await plain((_request, response) => response.end("direct"));
    const env = { HTTP_PROXY: "http://127.0.0.1:9", HTTPS_PROXY: "http://127.0.0.1:9" };
    expect((await ask(`http://127.0.0.1:${port}/`, env)).body.toString()).toBe("direct");
  });

  test.each([
    [
      "wants a password",
      "user:wrong@",
      /^the proxy "127\.0\.0\.1:\d+" \(HTTPS_PROXY\) wants a user and a password that it takes: write them into its URL, http:\/\/USER:PASSWORD@HOST:PORT$/,
    ],
    [
      "refuses the host",
      "user:s3cret@",
      /^the proxy "127\.0\.0\.1:\d+" \(HTTPS_PROXY\) opens no connection to "api\.example\.com:443", it answered 403: let it, or name the host in NO_PROXY$/,
    ],
  ])("a proxy that %s is named, without its password", async (_what, user, message) => {
    const proxy = await started(loopbackProxy({}, "user:s3cret"));
    const asked = ask("https://api.example.com/", { HTTPS_PROXY: `http://${user}127.0.0.1:${proxy.port}` });
    await expect(asked).rejects.toMatchObject({ code: "EPROXY", message: expect.stringMatching(message) });
  });

  test("a proxy that is not there is named", async () => {
    const proxy = await loopbackProxy({});
    proxy.close();
    await expect(ask("https://api.example.com/", { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` })).rejects.toThrow(
      `the proxy "127.0.0.1:${proxy.port}" (HTTPS_PROXY) is not reached: ECONNREFUSED`,
    );
  });
});

describe("an answer that does not end", () => {
  test("is given up at its size", async () => {
    const port = await plain((_request, response) => flood(response, Buffer.alloc(64 << 10)));
    await expect(ask(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: "EMSGSIZE",
      message: "the answer is larger than 1 MB",
    });
  });

  test("is given up at its unpacked size", async () => {
    const bomb = gzipSync(Buffer.alloc(8 << 20));
    const port = await plain((_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    expect(bomb.length).toBeLessThan(1 << 14);
    await expect(ask(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: "EMSGSIZE" });
  });

  test("is given up at its time, though a byte comes now and then", async () => {
    const port = await plain((_request, response) => {
      response.write("{");
      const drip = setInterval(() => response.write(" "), 5);
      response.once("close", () => clearInterval(drip));
    });
    await expect(ask(`http://127.0.0.1:${port}/`, {}, { timeout: 100 })).rejects.toMatchObject({
      code: "ETIMEDOUT",
      message: `127.0.0.1:${port} did not answer to the end within 0.1 s`,
    });
  });

  test("a redirect is an answer like another", async () => {
    let count = 0;
    const port = await plain((request, response) => {
      count += 1;
      response.writeHead(302, { location: request.url ?? "/" }).end();
    });
    expect((await ask(`http://127.0.0.1:${port}/`)).status).toBe(302);
    expect(count).toBe(1);
  });

  test("an answer that is cut off is an error", async () => {
    const port = await plain((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    });
    await expect(ask(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: "ECONNRESET" });
  });
});

test("a packed answer is unpacked", async () => {
  const port = await plain((_request, response) =>
    response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("text")),
  );
  const { body, headers } = await ask(`http://127.0.0.1:${port}/`);
  expect([body.toString(), headers["content-encoding"]]).toEqual(["text", undefined]);
});

async function started(proxy: Promise<LoopbackProxy>): Promise<LoopbackProxy> {
  const one = await proxy;
  ends.push(one.close);
  return one;
}

async function plain(handler: http.RequestListener): Promise<number> {
  return listening(http.createServer(handler));
}

async function secure(name: string): Promise<{ port: number; certificate: string }> {
  const { key, certificate } = makeCertificate(folder, name);
  const server = https.createServer({ key, cert: certificate }, (request, response) =>
    response.end(`${request.method} ${request.url} of ${request.headers.host}`),
  );
  return { port: await listening(server), certificate };
}

async function listening(server: http.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function flood(response: http.ServerResponse, chunk: Buffer): void {
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  response.on("error", () => {});
  more();
}
