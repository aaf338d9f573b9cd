// What passes the gateway unchanged, and what strangers try: raw connections to it, and an API that answers as no API should.
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { gzipSync } from "node:zlib";
import { Budget } from "../../lib/cloudflare/budget";
import type { Gateway, GatewayOptions } from "../../lib/gateway/gateway";
import { until } from "../helpers/event-loop";
import { FakeClock } from "../helpers/fake-clock";
import { count } from "../run/cases";
import { withGateways } from "./running-gateway";

const TOKEN = "not-a-real-token-not-a-real-token-not-a-real";
const ZONE = "a".repeat(32);
const ONE = `/client/v4/zones/${ZONE}/dns_records/${"b".repeat(32)}`;

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

const gateways = withGateways();
let api: Server;
let seen: Seen[];
let answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;
let gateway: Gateway;
let clock: FakeClock;
const base = (path = "/client/v4") => `http://127.0.0.1:${(api.address() as AddressInfo).port}${path}`;
const restart = async (options: Partial<GatewayOptions> = {}, path?: string) => {
  gateway = await gateways.start(base(path), clock, options);
};
beforeEach(async () => {
  seen = [];
  clock = new FakeClock();
  answer = (_request, response) => response.end("{}");
  api = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks);
    seen.push({ method: incoming.method, url: incoming.url, rawHeaders: incoming.rawHeaders, body });
    answer(incoming, response, body);
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  await restart();
});
afterEach(async () => {
  const closed = new Promise((resolve) => api.close(resolve));
  api.closeAllConnections();
  await closed;
});

interface Got {
  readonly status: number;
  readonly message: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

const port = () => Number(new URL(gateway.url).port);
function send(
  method: string,
  path: string,
  headers: Record<string, string | string[]> = {},
  body?: Buffer,
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: port(), method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("error", reject);
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          message: response.statusMessage ?? "",
          rawHeaders: response.rawHeaders,
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
/** Sends bytes, and gives all that comes until the connection ends. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port(), "127.0.0.1", () => socket.write(text.replaceAll("HOST", `127.0.0.1:${port()}`)));
    let got = "";
    socket.on("data", (chunk) => {
      got += chunk.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(got));
  });
}
const auth = { authorization: `Bearer ${TOKEN}` };

describe("unchanged is", () => {
  test("a request: its path to the byte, its headers in their case, its body", async () => {
    const body = Buffer.from([0, 255, 10, 13, 65]);
    await send(
      "POST",
      "/client/v4/accounts/x%2Fy/%C3%A9?a=b%20c&a=b&&",
      { ...auth, "X-Odd": ["1", "2"], "content-type": "x/y" },
      body,
    );
    expect(seen[0]).toMatchObject({ method: "POST", url: "/client/v4/accounts/x%2Fy/%C3%A9?a=b%20c&a=b&&", body });
    expect(seen[0]!.rawHeaders).toEqual(
      expect.arrayContaining(["authorization", auth.authorization, "X-Odd", "1", "X-Odd", "2"]),
    );
    expect(seen[0]!.rawHeaders.filter((_, index, all) => all[index - 1] === "Host")).toEqual([new URL(base()).host]);
  });

  test("an answer: status, words, headers in their order, packed bytes", async () => {
    const packed = gzipSync("x".repeat(1000));
    answer = (_request, response) => {
      response.writeHead(418, "Short And Stout", [
        "CF-Ray",
        "1",
        "Set-Cookie",
        "a=1",
        "set-cookie",
        "b=2",
        "content-encoding",
        "gzip",
        "content-length",
        String(packed.length),
      ]);
      response.end(packed);
    };
    const got = await send("GET", "/client/v4/user", { ...auth, "accept-encoding": "gzip" });
    expect([got.status, got.message, got.body]).toEqual([418, "Short And Stout", packed]);
    expect(got.rawHeaders.slice(0, 8)).toEqual([
      "CF-Ray",
      "1",
      "Set-Cookie",
      "a=1",
      "set-cookie",
      "b=2",
      "content-encoding",
      "gzip",
    ]);
  });

  test.each(["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "PROPFIND"])("the method %s", async (method) => {
    await send(method, "/client/v4/zones", auth);
    expect(seen.map((one) => one.method)).toEqual([method]);
  });

  test("a stream of many megabytes, both ways", async () => {
    const body = Buffer.alloc(count(4, 20) << 20, "ab");
    answer = (_request, response, got) => response.end(got);
    const got = await send("PUT", "/client/v4/accounts/1/workers/scripts/x", auth, body);
    expect(got.body.equals(body)).toBe(true);
    // A record of such a size is none, and passes in the same way.
    expect((await send("POST", `/client/v4/zones/${ZONE}/dns_records`, auth, body)).body.equals(body)).toBe(true);
  });

  test("what is asked with a key and an address, each time anew", async () => {
    const headers = { "X-Auth-Email": "a@example.com", "X-Auth-Key": "k" };
    await send("GET", ONE, headers);
    await send("GET", ONE, headers);
    expect(seen.map(({ url }) => url)).toEqual([ONE, ONE]);
  });

  test("a path below another base", async () => {
    await restart({}, "/cf/v4/");
    await send("GET", "/client/v4/user?x", auth);
    expect(seen[0]!.url).toBe("/cf/v4/user?x");
  });
});

describe("an answer of another API", () => {
  const page = (records: unknown, info: object = { total_count: 1 }) =>
    JSON.stringify({ success: true, result: records, result_info: info });
  const single = '{"result":{"id":"single"},"success":true}';
  test.each<[string, string]>([
    ["HTML", "<html>log in</html>"],
    ["half of a JSON", '{"success":true,"result":['],
    ["no count", page([{ id: "b".repeat(32), type: "A", name: "a" }], {})],
    ["a record that is none", page([null])],
    [
      "the same record twice",
      page(
        [
          { id: "x", type: "A", name: "a" },
          { id: "x", type: "A", name: "a" },
        ],
        { total_count: 2 },
      ),
    ],
    ["more records than there are", page([], { total_count: 1_000_000 })],
    ["a refusal with status 200", JSON.stringify({ success: false, errors: [] })],
  ])("lists a zone as %s: the record is asked for singly", async (_, list) => {
    answer = ({ url }, response) => response.end(url?.includes("?") ? list : single);
    expect((await send("GET", ONE, auth)).body.toString()).toBe(single);
    expect(gateway.status().unlisted).toBe(1);
  });

  test("leads elsewhere: the token does not follow, and a client is told as it is", async () => {
    answer = (_request, response) => response.writeHead(307, { location: base("/elsewhere") }).end();
    const body = Buffer.from("{}");
    const got = [await send("GET", ONE, auth), await send("POST", `/client/v4/zones/${ZONE}/dns_records`, auth, body)];
    expect(got.map(({ status }) => status)).toEqual([307, 307]);
    expect(seen.map(({ url }) => url)).not.toContain("/elsewhere");
  });

  test("answers a read with endless bytes: an error, and not as many in memory", async () => {
    answer = (_request, response) => response.end(Buffer.alloc(9 << 20));
    const { status, body } = await clock.through(send("GET", ONE, { "x-auth-key": "k" }), () => true);
    expect([status, body.toString()]).toEqual([502, expect.stringContaining("the answer of Cloudflare was lost")]);
  });

  test("repeats the token and breaks off: no error of ours has it", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": "9999" });
      response.write(TOKEN);
      setImmediate(() => response.destroy());
    };
    const got = await clock.through(
      send("POST", `/client/v4/zones/${ZONE}/dns_records`, auth, Buffer.from("{}")),
      () => true,
    );
    expect(got.status).toBe(502);
    expect(JSON.stringify([got.body.toString(), got.rawHeaders])).not.toContain("not-a-real");
  });

  test("does not answer at all: an error in the end", async () => {
    await restart({ timeouts: { read: 5, write: 5, stream: 5 } });
    answer = () => {};
    // By the waits between them: on a busy machine an attempt may end before the server has heard of it.
    const wait = jest.spyOn(clock, "after");
    const got = await clock.through(send("GET", ONE, { "x-auth-key": "k" }), () => true);
    expect([got.status, wait.mock.calls.length]).toEqual([502, 2]);
  });

  test("is not there: an error that a client may try again", async () => {
    const closed = base();
    await new Promise((resolve) => api.close(resolve));
    gateway = await gateways.start(closed, clock);
    const sent = send("POST", `/client/v4/zones/${ZONE}/dns_records`, auth, Buffer.from("{}"));
    const got = await clock.through(sent, () => true);
    expect([got.status, got.body.toString()]).toEqual([
      502,
      expect.stringContaining("Cloudflare is not reached (ECONNREFUSED)"),
    ]);
    expect(got.rawHeaders).not.toContain("x-should-retry");
  });
});

describe("a stranger on the machine", () => {
  test.each<[string, string, RegExp]>([
    ["another host", "GET /client/v4/user HTTP/1.1\r\nHost: evil.example\r\n\r\n", /^HTTP\/1.1 421 /],
    ["no host", "GET /client/v4/user HTTP/1.1\r\n\r\n", /^HTTP\/1.1 400 /],
    ["two hosts", "GET /client/v4/user HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n", /^HTTP\/1.1 4\d\d /],
    ["an absolute address", "GET http://evil.example/client/v4/user HTTP/1.1\r\nHost: HOST\r\n\r\n", /^HTTP\/1.1 404 /],
    ["a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n", /^$/],
    ["dot segments", "GET /client/v4/../x HTTP/1.1\r\nHost: HOST\r\n\r\n", /^HTTP\/1.1 400 /],
    [
      "two lengths",
      "POST /client/v4/x HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      /^HTTP\/1.1 400 /,
    ],
    [
      "a length and chunks",
      "POST /client/v4/x HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      /^HTTP\/1.1 400 /,
    ],
    ["a header with a line break", "GET /client/v4/x HTTP/1.1\r\nHost: HOST\r\nX: a\rY: b\r\n\r\n", /^HTTP\/1.1 400 /],
    [
      "a header without an end",
      `GET /client/v4/x HTTP/1.1\r\nHost: HOST\r\nX: ${"x".repeat(64 << 10)}\r\n\r\n`,
      /^HTTP\/1.1 431 /,
    ],
    ["no HTTP", "hello\r\n\r\n", /^HTTP\/1.1 400 /],
  ])("who sends %s is refused, and Cloudflare hears nothing", async (_, text, expected) => {
    expect(await raw(text)).toMatch(expected);
    expect(seen).toEqual([]);
  });

  test("who breaks off in the middle of a large body sends Cloudflare no half of it", async () => {
    const socket = connect(port(), "127.0.0.1");
    socket.write(`PUT /client/v4/accounts/1/x HTTP/1.1\r\nHost: 127.0.0.1:${port()}\r\nContent-Length: 900000\r\n\r\n`);
    socket.write(Buffer.alloc(400_000));
    await until(() => gateway.status().sent === 1);
    socket.destroy();
    await gateway.stop();
    expect(seen).toEqual([]);
  });

  test("who knows no token gets nothing from a list of another one", async () => {
    const record = { id: "b".repeat(32), type: "A", name: "a" };
    answer = ({ url, headers }, response) => {
      if (headers.authorization !== auth.authorization) return void response.writeHead(403).end("no");
      response.end(
        url?.includes("?")
          ? JSON.stringify({ success: true, result: [record], result_info: { total_count: 1 } })
          : "{}",
      );
    };
    expect((await send("GET", ONE, auth)).status).toBe(200);
    expect((await send("GET", ONE, { authorization: "Bearer guessed" })).status).toBe(403);
    expect((await send("GET", ONE)).status).toBe(403);
  });

  test("who has spent the budget keeps nobody out for longer than it says", async () => {
    await restart({ budget: new Budget({ requests: 1, clock }) });
    await send("GET", "/client/v4/user");
    const waiting = send("GET", "/client/v4/user", auth);
    await until(() => gateway.status().wait > 0 && clock.waiting > 0);
    clock.pass(300_001);
    expect((await waiting).status).toBe(200);
  });
});
