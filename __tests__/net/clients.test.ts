// Each of our clients against a proxy, and against answers that do not end.
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { createCloudflare } from "../../lib/cloudflare/client";
import { createSes } from "../../lib/ses/ses";
import { tlsProbe } from "../../lib/verify/protocols/tls";
import { AwsStub } from "../ses/aws-stub";
import { IDENTITY_CALL, identity, identityAnswer, PLACE } from "../ses/places";
import { type LoopbackProxy, loopbackProxy } from "./loopback-proxy";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

const KEYS = { AWS_ACCESS_KEY_ID: "AKIAOFTHEPARAMETER", AWS_SECRET_ACCESS_KEY: "not-a-secret" };
const TOKEN = "not-a-real-token-not-a-real-token-not-a-real";
const ZONE = { name: "example.com", id: "0123456789abcdef0123456789abcdef" };
const page = (result: object[], total_count: number) =>
  JSON.stringify({ success: true, result, result_info: { total_count } });
const record = (id: number) => ({ id: `${id}`, type: "A", name: "example.com", content: "192.0.2.1", ttl: 1 });

describe("through a proxy", () => {
  test("Cloudflare", async () => {
    const port = await serving((_request, response) => response.end(page([record(1)], 1)));
    const proxy = await proxied({ "api.example.net:80": port });
    const env = { HTTP_PROXY: `http://user:s3cret@127.0.0.1:${proxy.port}` };
    const CLOUDFLARE_BASE_URL = "http://api.example.net/client/v4";
    const cloudflare = createCloudflare({ env: { ...env, CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_BASE_URL } });
    expect((await cloudflare.listRecords(ZONE)).map(({ id }) => id)).toEqual(["1"]);
    expect(proxy.asked).toEqual([
      `GET http://api.example.net/client/v4/zones/${ZONE.id}/dns_records?page=1&per_page=5000`,
    ]);
    expect(proxy.users).toEqual(["user:s3cret"]);
  });

  test("Cloudflare, where the proxy refuses: once, and without the proxy's password", async () => {
    const proxy = await proxied({});
    const env = { HTTPS_PROXY: `http://user:s3cret@127.0.0.1:${proxy.port}` };
    const cloudflare = createCloudflare({ env: { ...env, CLOUDFLARE_API_TOKEN: TOKEN } });
    await expect(cloudflare.listRecords(ZONE)).rejects.toThrow(
      `zone "example.com" cannot be asked for: the proxy "127.0.0.1:${proxy.port}" (HTTPS_PROXY) opens no connection to "api.cloudflare.com:443", it answered 403: let it, or name the host in NO_PROXY`,
    );
    expect(proxy.asked).toEqual(["CONNECT api.cloudflare.com:443"]);
  });

  test("SES", async () => {
    const stub = await AwsStub.start();
    ends.push(() => stub.stop());
    stub.replies.set(IDENTITY_CALL, { body: identityAnswer() });
    const proxy = await proxied({ "ses.example.net:80": Number(new URL(stub.url).port) });
    const AWS_ENDPOINT_URL_SESV2 = "http://ses.example.net";
    const env = { ...stub.env(KEYS), AWS_ENDPOINT_URL_SESV2, http_proxy: `http://127.0.0.1:${proxy.port}` };
    expect(await createSes({ env, maxAttempts: 1 }).identity(PLACE)).toEqual(identity());
    expect(proxy.asked).toEqual(["GET http://ses.example.net/v2/email/identities/example.com"]);
  });

  test("SES, where the proxy refuses", async () => {
    const proxy = await proxied({});
    const env = { ...KEYS, HTTPS_PROXY: `http://user:s3cret@127.0.0.1:${proxy.port}` };
    expect(await createSes({ env, maxAttempts: 1 }).identity(PLACE)).toEqual({
      kind: "unreachable",
      message: `ses:GetEmailIdentity for "example.com" in eu-west-1 does not reach AWS: the proxy "127.0.0.1:${proxy.port}" (HTTPS_PROXY) opens no connection to "email.eu-west-1.amazonaws.com:443", it answered 403: let it, or name the host in NO_PROXY`,
    });
  });

  test("the website's certificate, asked of the address that DNS gave", async () => {
    const port = await listening(net.createServer((socket) => socket.once("data", () => socket.end("500 what?\r\n"))));
    const proxy = await proxied({ "192.0.2.1:443": port });
    const probe = tlsProbe({ allowsAddress: () => true, env: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` } });
    expect(await probe("www.example.com", ["192.0.2.1", "192.0.2.2"])).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^192\.0\.2\.1 does not speak TLS: /),
    });
    expect(proxy.asked).toEqual(["CONNECT 192.0.2.1:443"]);
  });

  test("the website's certificate, where the proxy refuses", async () => {
    const proxy = await proxied({});
    const probe = tlsProbe({ allowsAddress: () => true, env: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` } });
    expect(await probe("www.example.com", ["192.0.2.1"])).toEqual({
      ok: false,
      reason: `192.0.2.1 is not reached: the proxy "127.0.0.1:${proxy.port}" (HTTPS_PROXY) opens no connection to "192.0.2.1:443", it answered 403: let it, or name the host in NO_PROXY`,
    });
  });
});

describe("answers that do not end", () => {
  const cloudflareAt = async (listener: http.RequestListener, rest: object = {}) => {
    const port = await serving(listener);
    const env = { CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_BASE_URL: `http://127.0.0.1:${port}` };
    return createCloudflare({ env, maxRetries: 0, perPage: 2, ...rest });
  };

  test("a page of Cloudflare's that is never full", async () => {
    let count = 0;
    const cloudflare = await cloudflareAt(
      (_request, response) => {
        count += 1;
        flood(response);
      },
      { maxRetries: 3 },
    );
    await expect(cloudflare.listRecords(ZONE)).rejects.toThrow(
      'zone "example.com" got an answer from Cloudflare that cannot be read, the answer is larger than 32 MB: check the network\'s proxy',
    );
    expect(count).toBe(1);
  });

  test("a page of Cloudflare's that comes byte by byte", async () => {
    const cloudflare = await cloudflareAt((_request, response) => drip(response), { timeout: 100 });
    await expect(cloudflare.listRecords(ZONE)).rejects.toThrow(
      'zone "example.com" got no answer from Cloudflare in time: check the network and its proxy',
    );
  });

  test("a zone with endless pages is given up", async () => {
    let next = 0;
    const cloudflare = await cloudflareAt((_request, response) =>
      response.end(page([record(next++), record(next++)], 1e15)),
    );
    await expect(cloudflare.listRecords(ZONE)).rejects.toThrow(
      'zone "example.com" is said to have 1000000000000000 records, which no zone has: check the network\'s proxy',
    );
    expect(next).toBe(2);
  });

  test("pages without end: each with less than it should have", async () => {
    let next = 0;
    const cloudflare = await cloudflareAt((_request, response) => response.end(page([record(next++)], 100)));
    await expect(cloudflare.listRecords(ZONE)).rejects.toThrow(
      'zone "example.com" changes while it is read, some records were missed',
    );
    // Three readings of the 50 pages that 100 records take, and of the page that is one too many.
    expect(next).toBe(3 * 51);
  });

  test("a wait of a year", async () => {
    let count = 0;
    const cloudflare = await cloudflareAt(
      (_request, response) => {
        count += 1;
        response.writeHead(429, { "retry-after": "31536000" }).end("{}");
      },
      { maxRetries: 3 },
    );
    await expect(cloudflare.listRecords(ZONE)).rejects.toThrow(
      'zone "example.com" was refused for too many requests, also after waiting: run this again in five minutes',
    );
    expect(count).toBe(1);
  });

  test("a redirect that leads to itself", async () => {
    let count = 0;
    const cloudflare = await cloudflareAt((request, response) => {
      count += 1;
      response.writeHead(301, { location: request.url ?? "" }).end();
    });
    await expect(cloudflare.listRecords(ZONE)).rejects.toThrow('zone "example.com" got the answer 301 from Cloudflare');
    expect(count).toBe(1);
  });

  const sesAt = async (listener: http.RequestListener, timeout: number) => {
    const url = `http://127.0.0.1:${await serving(listener)}`;
    const env = {
      ...KEYS,
      AWS_ENDPOINT_URL: url,
      AWS_CONFIG_FILE: "/nonexistent",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
    };
    return createSes({ env, maxAttempts: 1, timeout }).identity(PLACE);
  };

  test("an answer of SES's that is never full", async () => {
    expect(await sesAt((_request, response) => flood(response), 20_000)).toEqual({
      kind: "other",
      message:
        'ses:GetEmailIdentity for "example.com" in eu-west-1 is not to be read, the answer is larger than 4 MB: check the network\'s proxy',
    });
  });

  test("an answer of SES's that comes byte by byte", async () => {
    expect(await sesAt((_request, response) => drip(response), 100)).toEqual({
      kind: "unreachable",
      message:
        'ses:GetEmailIdentity for "example.com" in eu-west-1 does not reach AWS (ETIMEDOUT): check the network and the region',
    });
  });

  test("a website that begins TLS byte by byte", async () => {
    const port = await listening(
      net.createServer((socket) => {
        // The head of a record of 16 kB, whose content never comes whole.
        socket.write(Buffer.from([22, 3, 3, 64, 0]));
        const timer = setInterval(() => socket.write(Buffer.from([2])), 5);
        socket.on("error", () => {});
        socket.on("close", () => clearInterval(timer));
      }),
    );
    expect(await tlsProbe({ allowsAddress: () => true, port, timeout: 100 })("www.example.com", ["127.0.0.1"])).toEqual(
      {
        ok: false,
        reason: "127.0.0.1 did not answer within 0.1 s",
      },
    );
  });
});

async function proxied(ports: Readonly<Record<string, number>>): Promise<LoopbackProxy> {
  const proxy = await loopbackProxy(ports);
  ends.push(proxy.close);
  return proxy;
}

function serving(listener: http.RequestListener): Promise<number> {
  const server = http.createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    listener(request, response);
  });
  ends.push(() => server.closeAllConnections());
  return listening(server);
}

async function listening(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function flood(response: http.ServerResponse): void {
  const chunk = Buffer.alloc(64 << 10, " ");
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  more();
}

function drip(response: http.ServerResponse): void {
  const timer = setInterval(() => response.write(" "), 5);
  response.once("close", () => clearInterval(timer));
}
