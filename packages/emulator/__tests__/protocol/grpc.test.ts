import http2 from "node:http2";
import { type GrpcOptions, type Peer, serveGrpc } from "../../src/protocol/grpc";

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

async function serve(methods: Record<string, (request: Buffer, peer: Peer) => Promise<Buffer>>) {
  const cancelled: Peer[] = [];
  const ended: Peer[] = [];
  const options: GrpcOptions = {
    methods: new Map(Object.entries(methods)),
    onCancel: (peer) => cancelled.push(peer),
    onEnd: (peer) => ended.push(peer),
  };
  const server = await serveGrpc(options);
  endings.push(server.stop);
  return { ...server, cancelled, ended };
}

function connect(port: number) {
  const session = http2.connect(`http://127.0.0.1:${port}`);
  session.on("error", () => {});
  endings.push(() => session.destroy());
  return session;
}

const framed = (message: Buffer, compressed = 0) => {
  const prefix = Buffer.from([compressed, 0, 0, 0, 0]);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
};

/** One call: HTTP's status, gRPC's status and message from headers or trailers, and the body. */
function call(session: http2.ClientHttp2Session, path: string, body: Buffer, type = "application/grpc") {
  const stream = session.request({ ":method": "POST", ":path": path, "content-type": type, te: "trailers" });
  const answered = new Promise<{ http?: number; status?: string; message?: string; body: Buffer }>(
    (resolve, reject) => {
      const chunks: Buffer[] = [];
      const all: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader = {};
      stream.on("response", (headers) => Object.assign(all, headers));
      stream.on("trailers", (trailers) => Object.assign(all, trailers));
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", reject);
      stream.on("end", () => {
        const { "grpc-status": status, "grpc-message": message } = all as Record<string, string | undefined>;
        resolve({
          http: all[":status"],
          status,
          ...(message !== undefined && { message: decodeURIComponent(message) }),
          body: Buffer.concat(chunks),
        });
      });
    },
  );
  stream.end(body);
  return { stream, answered };
}

test("a message goes there and another comes back, however large, many at a time", async () => {
  const server = await serve({ "/a.B/Echo": async (request) => Buffer.concat([Buffer.from("answer:"), request]) });
  const session = connect(server.port);
  const messages = ["", "hello", "x".repeat(3_000_000)].map((text) => Buffer.from(text));
  const answers = await Promise.all(messages.map((message) => call(session, "/a.B/Echo", framed(message)).answered));
  for (const [index, { http, status, body }] of answers.entries()) {
    expect({ http, status }).toEqual({ http: 200, status: "0" });
    expect(body.equals(framed(Buffer.from(`answer:${messages[index]}`)))).toBe(true);
  }
  expect(server.cancelled).toEqual([]);
});

test.each<[string, string, Buffer, string, object]>([
  [
    "a method that is not there",
    "/a.B/Other",
    framed(Buffer.from("")),
    "12",
    { message: "there is no method /a.B/Other" },
  ],
  [
    "one that fails",
    "/a.B/Fail",
    framed(Buffer.from("")),
    "13",
    { message: expect.stringContaining("Error: 100 % \n“wrong”") },
  ],
  [
    "a compressed message",
    "/a.B/Echo",
    framed(Buffer.from("x"), 1),
    "13",
    { message: expect.stringContaining("compressed") },
  ],
  ["no message", "/a.B/Echo", Buffer.alloc(0), "13", { message: expect.stringContaining("no message") }],
  [
    "half a message",
    "/a.B/Echo",
    framed(Buffer.from("abc")).subarray(0, 6),
    "13",
    { message: expect.stringContaining("cut short") },
  ],
  [
    "two messages",
    "/a.B/Echo",
    Buffer.concat([framed(Buffer.from("a")), framed(Buffer.from("b"))]),
    "13",
    { message: expect.stringContaining("more than one") },
  ],
])("%s is told as a status, without an answer", async (_what, path, body, status, more) => {
  const server = await serve({
    "/a.B/Echo": async (request) => request,
    "/a.B/Fail": async () => {
      throw new Error("100 % \n“wrong” \ud800");
    },
  });
  const answer = await call(connect(server.port), path, body).answered;
  expect(answer).toEqual({ http: 200, status, body: Buffer.alloc(0), ...more });
});

test("a client that does not speak gRPC gets an error that says so", async () => {
  const server = await serve({ "/a.B/Echo": async (request) => request });
  const { http, body } = await call(connect(server.port), "/a.B/Echo", Buffer.from("{}"), "application/json").answered;
  expect({ http, body: String(body) }).toEqual({ http: 415, body: "" });
});

test("the calls of one connection have one peer, and the end of a connection is told", async () => {
  const peers: Peer[] = [];
  const server = await serve({
    "/a.B/Note": async (_request, peer) => {
      peers.push(peer);
      return Buffer.alloc(0);
    },
  });
  const [one, other] = [connect(server.port), connect(server.port)];
  for (const session of [one, one, other]) await call(session, "/a.B/Note", framed(Buffer.alloc(0))).answered;
  const [first, second, third] = peers;
  expect(first === second).toBe(true);
  expect(first === third).toBe(false);

  const closed = new Promise((resolve) => one.once("close", resolve));
  one.close();
  await closed;
  // The server hears of it after the client: another call of the other connection comes after that.
  while (server.ended.length === 0) await call(other, "/a.B/Note", framed(Buffer.alloc(0))).answered;
  expect(server.ended).toEqual([first]);
  expect(server.cancelled).toEqual([]);
});

test("a caller that goes away before its answer is told, one that has its answer is not", async () => {
  let arrived = () => {};
  const isThere = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let answer = (_message: Buffer) => {};
  const server = await serve({
    "/a.B/Wait": () => {
      arrived();
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    "/a.B/Echo": async (request) => request,
  });
  const session = connect(server.port);
  const { stream, answered } = call(session, "/a.B/Wait", framed(Buffer.alloc(0)));
  answered.catch(() => {});
  await isThere;
  stream.close(http2.constants.NGHTTP2_CANCEL);
  while (server.cancelled.length === 0) await call(session, "/a.B/Echo", framed(Buffer.alloc(0))).answered;
  expect(server.cancelled).toHaveLength(1);
  // An answer that nobody waits for breaks nothing.
  answer(Buffer.from("late"));
  expect((await call(session, "/a.B/Echo", framed(Buffer.from("on"))).answered).status).toBe("0");
  expect(server.cancelled).toHaveLength(1);
});

test("when it stops, connections are cut", async () => {
  const server = await serve({ "/a.B/Wait": () => new Promise(() => {}) });
  const session = connect(server.port);
  const { stream, answered } = call(session, "/a.B/Wait", framed(Buffer.alloc(0)));
  answered.catch(() => {});
  const closed = new Promise((resolve) => session.once("close", resolve));
  await new Promise((resolve) => session.once("connect", resolve));
  stream.once("error", () => {});
  server.stop();
  await closed;
  expect(session.closed).toBe(true);
});
