// Cloudflare's zones, read from the emulator's API, and from answers that the emulator does not give. What is waited for is noted.
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Budget } from "../../lib/cloudflare/budget";
import { type CloudflareOptions, createCloudflare } from "../../lib/cloudflare/client";
import type { Clock } from "../../lib/net/clock";
import { type ServedWorld, withServedWorld } from "../../packages/emulator/__tests__/http/served-world";
import { EMULATED_TOKEN } from "../../packages/emulator/internals/http";
import { armFault, createRecord } from "../../packages/emulator/internals/world";
import { ZONE_ID } from "../adopt/zones";
import { until } from "../helpers/event-loop";
import { FakeClock } from "../helpers/fake-clock";

const TOKEN = "not-a-real-token-not-a-real-token-not-a-real";
const zone = { name: "example.com", id: ZONE_ID };
let waits: number[] = [];
beforeEach(() => {
  waits = [];
});
/** Time that is over at once. */
const clock: Clock = {
  now: () => 0,
  after(milliseconds, work) {
    waits.push(milliseconds);
    const soon = setImmediate(work);
    return () => clearImmediate(soon);
  },
};

describe("against the emulator", () => {
  let served: ServedWorld;
  withServedWorld((fresh) => {
    served = fresh;
    served.world.commit(served.world.zones.put(ZONE_ID, { id: ZONE_ID, name: "example.com" }));
  });
  const connect = (rest: Partial<CloudflareOptions> = {}) =>
    createCloudflare({
      env: { CLOUDFLARE_API_TOKEN: EMULATED_TOKEN, CLOUDFLARE_BASE_URL: `${served.url}/client/v4` },
      clock,
      ...rest,
    });
  const fill = (count: number) => {
    const template = createRecord(served.world, ZONE_ID, {
      name: "r0.example.com",
      type: "TXT",
      content: '"x"',
      ttl: 1,
    });
    const more = Array.from({ length: count - 1 }, (_, index) => ({
      ...template,
      id: String(index + 1).padStart(32, "0"),
      name: `r${index + 1}.example.com`,
    }));
    served.world.commit(...more.map((record) => served.world.records.put(record.id, record)));
  };

  test("all fields of a record", async () => {
    createRecord(served.world, ZONE_ID, {
      name: "example.com",
      type: "MX",
      content: "mx.example.net",
      priority: 5,
      ttl: 300,
      comment: "c",
    });
    createRecord(served.world, ZONE_ID, {
      name: "example.com",
      type: "CAA",
      data: { flags: 0, tag: "issue", value: "amazon.com" },
      ttl: 1,
    });
    const records = await connect().listRecords(zone);
    expect(records.map(({ id, ...rest }) => [id?.length, rest])).toEqual([
      [
        32,
        {
          zone: "example.com",
          zoneId: ZONE_ID,
          type: "MX",
          name: "example.com",
          content: "mx.example.net",
          priority: 5,
          data: null,
          ttl: 300,
          proxied: false,
          comment: "c",
          tags: [],
          flattened: false,
        },
      ],
      [
        32,
        {
          zone: "example.com",
          zoneId: ZONE_ID,
          type: "CAA",
          name: "example.com",
          content: '0 issue "amazon.com"',
          priority: null,
          data: { flags: 0, tag: "issue", value: "amazon.com" },
          ttl: 1,
          proxied: false,
          comment: null,
          tags: [],
          flattened: false,
        },
      ],
    ]);
  });

  test("3,500 records over many pages, and no more pages than there are", async () => {
    fill(3500);
    for (const perPage of [1000, 3500]) {
      const records = await connect({ perPage }).listRecords(zone);
      expect(new Set(records.map(({ name }) => name)).size).toBe(3500);
    }
  });

  test("an empty zone", async () => {
    expect(await connect().listRecords(zone)).toEqual([]);
  });

  test("a zone's id by its name", async () => {
    const cloudflare = connect();
    expect(await cloudflare.zoneId("example.com")).toBe(ZONE_ID);
    await expect(cloudflare.zoneId("example.net")).rejects.toThrow(
      'zone "example.net" is not among those that the token can see: check the name, let the token read the zone ("Zone Read"), or write its id to "zones" in domains.yaml',
    );
  });

  test("429 is waited out as it says, and told", async () => {
    fill(30);
    armFault(served.world, { kind: "error", operation: "list", status: 429, retryAfter: 1, times: 2 });
    const said: string[] = [];
    const records = await connect({ perPage: 10, onWait: (message) => said.push(message) }).listRecords(zone);
    expect(records).toHaveLength(30);
    expect(said).toEqual(Array(2).fill("Cloudflare takes no more requests for now: waiting for 1 s"));
    expect(waits).toEqual([1000, 1000]);
  });

  test("every request waits for the budget, and a 429 stops all that share it", async () => {
    fill(30);
    armFault(served.world, { kind: "error", operation: "list", status: 429, retryAfter: 7, times: 1 });
    const said: string[] = [];
    const time = new FakeClock();
    const budget = new Budget({ requests: 3, clock: time });
    const options = { perPage: 10, clock: time, budget, onWait: (message: string) => said.push(message) };
    const reading = connect(options).listRecords(zone);
    await until(() => time.waiting > 0);
    expect(budget.wait).toBe(7000);
    // Between two steps only the server answers, which is waited for.
    expect(await time.through(reading, () => true)).toHaveLength(30);
    expect(said).toEqual([
      "Cloudflare takes no more requests for now: waiting for 7 s",
      expect.stringMatching(/^waiting \d+ s: at most 3 requests in five minutes are sent to Cloudflare$/),
    ]);
    expect(budget.sent).toBe(4);
  });

  test("a token of the wrong shape is refused without being shown", async () => {
    const env = { CLOUDFLARE_API_TOKEN: "short-and-secret", CLOUDFLARE_BASE_URL: `${served.url}/client/v4` };
    const cloudflare = connect({ env });
    const failure = await cloudflare.listRecords(zone).catch((error: Error) => error);
    expect(failure).toMatchObject({
      kind: "denied",
      message:
        'zone "example.com" was refused with 400 (6003: Invalid request headers; 6111: Invalid format for Authorization header), the token is wrong, or lacks the permission "DNS Read" for this zone: make one with it and set CLOUDFLARE_API_TOKEN',
    });
  });

  test("a name that is not a zone", async () => {
    await expect(connect().listRecords({ name: "example.com", id: "nonsense" })).rejects.toThrow(
      /^zone "example.com" is not found by Cloudflare \(7003: .*\): check its id in "zones" of domains.yaml/,
    );
  });
});

describe("against other answers", () => {
  let server: Server;
  let requests: string[];
  let sent: IncomingHttpHeaders;
  /** Answers each request with the next one; the last stays. */
  const answering = async (
    ...answers: readonly (readonly [status: number, body: unknown, headers?: object] | "hang up")[]
  ) => {
    requests = [];
    server = createServer((request, response) => {
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push(request.url ?? "");
      sent = request.headers;
      if (answer === undefined || answer === "hang up") return void request.socket.destroy();
      const [status, body, headers = {}] = answer;
      response.writeHead(status, {
        "content-type": typeof body === "string" ? "text/html" : "application/json",
        ...headers,
      });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return asking({});
  };
  const asking = (env: object, rest: Partial<CloudflareOptions> = {}) => {
    const CLOUDFLARE_BASE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return createCloudflare({
      env: { CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_BASE_URL, ...env },
      clock,
      perPage: 2,
      timeout: 20_000,
      maxRetries: 1,
      ...rest,
    });
  };
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const record = (id: string, rest: object = {}) => ({
    id,
    type: "A",
    name: "example.com",
    content: "192.0.2.1",
    ttl: 1,
    ...rest,
  });
  const page = (total_count: number, ...result: unknown[]) =>
    [200, { success: true, errors: [], messages: [], result, result_info: { total_count } }] as const;
  const ids = async (cloudflare: Awaited<ReturnType<typeof answering>>) =>
    (await cloudflare.listRecords(zone)).map(({ id }) => id);
  const faultOf = (cloudflare: Awaited<ReturnType<typeof answering>>) =>
    cloudflare.listRecords(zone).then(
      () => "no fault",
      (error: Error & { kind: string }) => [error.kind, error.message],
    );

  test("a zone that changes while it is read is read again", async () => {
    const cloudflare = await answering(
      page(3, record("a"), record("b")),
      page(4, record("c")),
      page(4, record("a"), record("b")),
      page(4, record("c"), record("d")),
    );
    expect(await ids(cloudflare)).toEqual(["a", "b", "c", "d"]);
  });

  test("one that never comes to rest is refused", async () => {
    const cloudflare = await answering(page(3, record("a"), record("a")));
    expect(await faultOf(cloudflare)).toEqual([
      "changing",
      'zone "example.com" changes while it is read, some records were missed: wait until the other change is done, and run this again',
    ]);
  });

  test("the API dies in the middle of paging: nothing is given, and running it again reads all", async () => {
    const pages = [page(3, record("a"), record("b")), page(3, record("c"))] as const;
    const cloudflare = await answering(pages[0], [500, "down"], [500, "down"], ...pages);
    expect(await faultOf(cloudflare)).toEqual([
      "other",
      'zone "example.com" got the answer 500 from Cloudflare: run this again later',
    ]);
    expect(await ids(cloudflare)).toEqual(["a", "b", "c"]);
  });

  test("5xx and a broken connection are tried again", async () => {
    const cloudflare = await answering(
      [503, "busy"],
      page(3, record("a"), record("b")),
      "hang up",
      page(3, record("c")),
    );
    expect(await ids(cloudflare)).toEqual(["a", "b", "c"]);
    expect(requests).toHaveLength(4);
  });

  test.each<[string, unknown]>([
    ["HTML", "<html>log in</html>"],
    ["JSON that is cut off", '{"success":true,"result":['],
    ["nothing", ""],
    ["no envelope", [record("a")]],
    ["a result that is none", { success: true, result: { a: record("a") }, result_info: { total_count: 1 } }],
    ["no count", { success: true, result: [record("a")] }],
    ["a count in words", { success: true, result: [record("a")], result_info: { total_count: "1" } }],
    ["a count below nothing", { success: true, result: [], result_info: { total_count: -1 } }],
    ["a record that is none", page(1, null)[1]],
    ["a record without an id", page(1, { ...record("a"), id: 7 })[1]],
    ["a record without a name", page(1, { ...record("a"), name: null })[1]],
  ])("%s is no empty zone, and not asked for again", async (_what, body) => {
    expect(await faultOf(await answering([200, body]))).toEqual([
      "other",
      'zone "example.com" got an answer from Cloudflare that is no list of records: check the network\'s proxy',
    ]);
    expect(requests).toHaveLength(1);
  });

  test("an answer that is not a list of zones", async () => {
    const bodies = [
      "<html>",
      { success: true, result: null },
      { success: true, result: [{ id: "../../user", name: "example.com" }] },
    ];
    for (const body of bodies) {
      const cloudflare = await answering([200, body]);
      await expect(cloudflare.zoneId("example.com")).rejects.toThrow(
        'zone "example.com" got an answer from Cloudflare that is no list of zones: check the network\'s proxy',
      );
      server.close();
    }
  });

  test("zones of other names, and such as have none, are passed over", async () => {
    const result = [null, { id: 1 }, { id: "x", name: "example.net" }, { id: ZONE_ID, name: "EXAMPLE.com" }];
    const cloudflare = await answering([200, { success: true, result }]);
    expect(await cloudflare.zoneId("example.com")).toBe(ZONE_ID);
    expect(requests).toEqual(["/zones?name=example.com"]);
  });

  test("a zone that is there twice", async () => {
    const twice = { id: ZONE_ID, name: "example.com" };
    const cloudflare = await answering([200, { success: true, result: [twice, twice] }]);
    await expect(cloudflare.zoneId("example.com")).rejects.toThrow(
      'zone "example.com" is there twice, in two accounts',
    );
  });

  const refused = (code: number, message: string) => ({
    success: false,
    errors: [{ code, message }],
    messages: [],
    result: null,
  });
  test.each([
    [
      [403, refused(10000, "Authentication error")],
      "denied",
      'zone "example.com" was refused with 403 (10000: Authentication error), the token is wrong, or lacks the permission "DNS Read" for this zone: make one with it and set CLOUDFLARE_API_TOKEN',
    ],
    [
      [403, refused(9109, `Invalid access token ${TOKEN}\nand a line`)],
      "denied",
      'zone "example.com" was refused with 403 (9109: Invalid access token … and a line), the token is wrong, or lacks the permission "DNS Read" for this zone: make one with it and set CLOUDFLARE_API_TOKEN',
    ],
    [
      [429, refused(10429, "Too many")],
      "throttled",
      'zone "example.com" was refused for too many requests, also after waiting (10429: Too many): run this again in five minutes',
    ],
    ...[401, 403, 404, 407, 451].map(
      (status) =>
        [
          [status, "<html>log in\u001b[31m</html>"],
          "other",
          `zone "example.com" got the answer ${status}, which is not from Cloudflare's API: check the network's proxy, or log in to the network`,
        ] as const,
    ),
    [
      [502, "<html>bad gateway</html>"],
      "other",
      'zone "example.com" got the answer 502 from Cloudflare: run this again later',
    ],
  ] as const)("%j", async (answer, kind, message) => {
    expect(await faultOf(await answering(answer))).toEqual([kind, message]);
  });

  test("what is refused with 200", async () => {
    const cloudflare = await answering([200, refused(1000, "not now")]);
    expect(await faultOf(cloudflare)).toEqual([
      "other",
      'zone "example.com" got the answer 200 from Cloudflare (1000: not now): run this again later',
    ]);
  });

  test("a token that the answer repeats is not shown, nor half of it where the message is cut", async () => {
    for (let before = 150; before <= 200; before += 10) {
      const cloudflare = await answering([403, refused(9109, `${"x".repeat(before)}${TOKEN}`)]);
      expect(String(await faultOf(cloudflare))).not.toMatch(/not-a/);
      server.close();
    }
  });

  test("a short token does not mangle the message", async () => {
    await answering([403, refused(9109, "no")]);
    expect(await faultOf(asking({ CLOUDFLARE_API_TOKEN: "x" }))).toEqual([
      "denied",
      expect.stringMatching(/^zone "example.com" was refused with 403 \(9109: no\), the token is wrong, /),
    ]);
  });

  describe("asked again", () => {
    const times = async (status: number, headers: object = {}) => {
      await answering([status, "no", headers]);
      const said: string[] = [];
      await asking({}, { maxRetries: 5, onWait: (message) => said.push(message) })
        .listRecords(zone)
        .catch(() => {});
      return { requests: requests.length, said };
    };

    test.each([408, 409, 429, 500, 502, 503, 504, 522])("after %d: five times, each later", async (status) => {
      expect((await times(status)).requests).toBe(6);
      const usual = [500, 1000, 2000, 4000, 8000];
      expect(waits.map((wait, index) => wait <= usual[index]! && wait >= usual[index]! * 0.75)).toEqual(
        Array(5).fill(true),
      );
    });

    test.each([301, 307, 400, 401, 403, 404, 405, 410])("not after %d", async (status) => {
      expect(await times(status, { location: "/" })).toEqual({ requests: 1, said: [] });
    });

    const at = "Sun, 06 Nov 1994 08:49:37 GMT";
    test.each<[string, object, number]>([
      ["seconds", { "retry-after": "7" }, 7000],
      ["no seconds", { "retry-after": "0" }, 0],
      ["the most", { "retry-after": "300" }, 300_000],
      ["a date, from the answer's own", { "retry-after": "Sun, 06 Nov 1994 08:50:07 GMT", date: at }, 30_000],
      ["a date that is over", { "retry-after": "Sun, 06 Nov 1994 08:00:00 GMT", date: at }, 0],
      ["a date in its oldest form", { "retry-after": "Sun Nov  6 08:49:38 1994", date: at }, expect.any(Number)],
    ])("after %s", async (_what, headers, wait) => {
      expect((await times(429, headers)).requests).toBe(6);
      expect(waits).toEqual(Array(5).fill(wait));
    });

    test.each(["soon", "-5", "1e3", "7, 8", ""])('after "%s", which names no time, as usual', async (text) => {
      const { requests, said } = await times(429, { "retry-after": text });
      expect([requests, said[0]]).toEqual([6, "Cloudflare takes no more requests for now: waiting"]);
      expect(waits[0]).toBeLessThanOrEqual(500);
    });

    test.each<[string, object]>([
      ["seconds", { "retry-after": "301" }],
      ["more seconds than there are", { "retry-after": "9".repeat(400) }],
      ["a date", { "retry-after": "Mon, 07 Nov 1994 08:49:37 GMT", date: at }],
    ])("not after a wait that is none of Cloudflare's: %s", async (_what, headers) => {
      expect(await times(429, headers)).toEqual({ requests: 1, said: [] });
    });

    test("the error names what it waited for, not the last refusal", async () => {
      const { said } = await times(503);
      expect(said).toEqual(Array(5).fill("Cloudflare answered with 503"));
    });

    test("an answer that is cut off, or packed badly", async () => {
      for (const [headers, code] of [
        [{ "content-length": "100" }, "ECONNRESET"],
        [{ "content-encoding": "gzip" }, "Z_DATA_ERROR"],
      ] as const) {
        requests = [];
        server = createServer((request, response) => {
          requests.push(request.url ?? "");
          response.writeHead(200, headers);
          if (code === "ECONNRESET") response.write("half of it", () => response.destroy());
          else response.end("not packed");
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        expect(await faultOf(asking({}))).toEqual([
          "unreachable",
          `zone "example.com" cannot be asked for, Cloudflare is not reached (${code}): check the network and its proxy`,
        ]);
        expect(requests).toHaveLength(2);
        server.close();
      }
    });
  });

  test("Ctrl-C ends a wait", async () => {
    await answering([429, "no", { "retry-after": "300" }]);
    const stopped = new AbortController();
    const never: Clock = { now: () => 0, after: () => () => waits.push(-1) };
    const onWait = () => setImmediate(() => stopped.abort());
    expect(await faultOf(asking({}, { clock: never, signal: stopped.signal, onWait }))).toEqual([
      "other",
      'zone "example.com" is not read to its end: the run was stopped',
    ]);
    expect([requests.length, waits]).toEqual([1, [-1]]);
  });

  test("a server that makes pages smaller than it was asked to", async () => {
    const info = { total_count: 3, per_page: 1 };
    const one = (id: string) => [200, { success: true, result: [record(id)], result_info: info }] as const;
    const cloudflare = await answering(one("a"), one("b"), one("c"));
    expect(await ids(cloudflare)).toEqual(["a", "b", "c"]);
    expect(requests).toHaveLength(3);
  });

  test("more records than are counted", async () => {
    const cloudflare = await answering(page(1, record("a"), record("b")));
    expect(await faultOf(cloudflare)).toMatchObject(["changing", expect.any(String)]);
    expect(requests).toHaveLength(3);
  });

  test("a redirect is not followed: nothing of the token reaches another host", async () => {
    const other = createServer((request, response) => {
      requests.push(`other ${request.url}`);
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    const cloudflare = await answering([302, "", { location }]);
    expect(await faultOf(cloudflare)).toEqual([
      "other",
      'zone "example.com" got the answer 302 from Cloudflare: nothing is sent on to where it leads, check CLOUDFLARE_BASE_URL and the network\'s proxy',
    ]);
    expect(requests).toEqual([`/zones/${ZONE_ID}/dns_records?page=1&per_page=2`]);
    other.close();
  });

  test("nobody there", async () => {
    const cloudflare = await answering("hang up");
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await faultOf(cloudflare)).toEqual([
      "unreachable",
      'zone "example.com" cannot be asked for, Cloudflare is not reached (ECONNREFUSED): check the network and its proxy',
    ]);
  });

  test("the token goes out as a bearer's, and nothing of the environment beside it", async () => {
    await answering(page(0));
    await asking({ CLOUDFLARE_API_KEY: "key-of-the-environment", CLOUDFLARE_EMAIL: "you@example.net" }).listRecords(
      zone,
    );
    const { host: _host, ...others } = sent;
    expect(others).toEqual({
      accept: "application/json",
      "accept-encoding": "gzip",
      authorization: `Bearer ${TOKEN}`,
      connection: "keep-alive",
      "user-agent": "mailzone",
    });
  });

  describe("an account's key", () => {
    const KEY = {
      CLOUDFLARE_API_TOKEN: " ",
      CLOUDFLARE_API_KEY: "not-a-real-key",
      CLOUDFLARE_EMAIL: "you@example.net",
    };

    test("goes out with its e-mail address", async () => {
      await answering(page(0));
      await asking(KEY).listRecords(zone);
      expect(sent).toMatchObject({ "x-auth-key": "not-a-real-key", "x-auth-email": "you@example.net" });
      expect(sent).not.toHaveProperty("authorization");
    });

    test("is named where it is refused, but not shown", async () => {
      await answering([400, refused(9103, "Unknown X-Auth-Key not-a-real-key or X-Auth-Email")], page(0));
      expect(await faultOf(asking(KEY))).toEqual([
        "denied",
        'zone "example.com" was refused with 400 (9103: Unknown X-Auth-Key … or X-Auth-Email), the key in CLOUDFLARE_API_KEY is not that of CLOUDFLARE_EMAIL, or may not read this zone: correct them, or set CLOUDFLARE_API_TOKEN to a token with the permission "DNS Read"',
      ]);
    });
  });
});

test.each<[string, Record<string, string>, string]>([
  ["none", {}, 'no token for Cloudflare: set CLOUDFLARE_API_TOKEN to one with the permission "DNS Read"'],
  [
    "a blank",
    { CLOUDFLARE_API_TOKEN: " " },
    'no token for Cloudflare: set CLOUDFLARE_API_TOKEN to one with the permission "DNS Read"',
  ],
  [
    "a key alone",
    { CLOUDFLARE_API_KEY: "not-a-real-key" },
    'CLOUDFLARE_API_KEY is set without CLOUDFLARE_EMAIL: set that as well, or set CLOUDFLARE_API_TOKEN to one with the permission "DNS Read"',
  ],
  [
    "two lines",
    { CLOUDFLARE_API_TOKEN: "not-a-real\ntoken" },
    "CLOUDFLARE_API_TOKEN holds a blank, a line break or a letter that none has: copy it from Cloudflare again",
  ],
  [
    "letters of a word processor",
    { CLOUDFLARE_API_TOKEN: "“not-a-real-token”" },
    "CLOUDFLARE_API_TOKEN holds a blank, a line break or a letter that none has: copy it from Cloudflare again",
  ],
  ...["api.example.com", "ftp://api.example.com", "https://"].map((text): [string, Record<string, string>, string] => [
    `the base URL ${text}`,
    { CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_BASE_URL: text },
    "CLOUDFLARE_BASE_URL is no address: write it as https://HOST/client/v4, or unset it",
  ]),
])("nothing is asked with %s", (_what, env, message) => {
  expect(() => createCloudflare({ env })).toThrow(message);
});
