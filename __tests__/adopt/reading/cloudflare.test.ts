// The official client against the sandbox's API, and against answers that the sandbox does not give.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type CloudflareOptions, createCloudflare } from "../../../lib/adopt/reading/cloudflare";
import { SANDBOX_TOKEN } from "../../../lib/sandbox/http/environment";
import { createRecord } from "../../../lib/sandbox/services/cloudflare/records";
import { armFault } from "../../../lib/sandbox/world/faults";
import { type Served, withServedWorld } from "../../sandbox/http/served-world";
import { ZONE_ID } from "../zones";

const TOKEN = "not-a-real-token-not-a-real-token-not-a-real";
const zone = { name: "example.com", id: ZONE_ID };

describe("against the sandbox", () => {
  let served: Served;
  withServedWorld((fresh) => {
    served = fresh;
    served.world.commit(served.world.zones.put(ZONE_ID, { id: ZONE_ID, name: "example.com" }));
  });
  const connect = (rest: Partial<CloudflareOptions> = {}) =>
    createCloudflare({ token: SANDBOX_TOKEN, baseURL: `${served.url}/client/v4`, ...rest });
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
    const records = await (await connect()).listRecords(zone);
    expect(records.map(({ id, ...rest }) => [id?.length, rest])).toEqual([
      [
        32,
        {
          ...{
            zone: "example.com",
            zoneId: ZONE_ID,
            type: "MX",
            name: "example.com",
            content: "mx.example.net",
            priority: 5,
          },
          ...{ data: null, ttl: 300, proxied: false, comment: "c", tags: [], flattened: false },
        },
      ],
      [
        32,
        {
          ...{
            zone: "example.com",
            zoneId: ZONE_ID,
            type: "CAA",
            name: "example.com",
            content: '0 issue "amazon.com"',
            priority: null,
          },
          ...{
            data: { flags: 0, tag: "issue", value: "amazon.com" },
            ttl: 1,
            proxied: false,
            comment: null,
            tags: [],
            flattened: false,
          },
        },
      ],
    ]);
  });

  test("3,500 records over many pages, and no more pages than there are", async () => {
    fill(3500);
    for (const perPage of [1000, 3500]) {
      const records = await (await connect({ perPage })).listRecords(zone);
      expect(new Set(records.map(({ name }) => name)).size).toBe(3500);
    }
  });

  test("an empty zone", async () => {
    expect(await (await connect()).listRecords(zone)).toEqual([]);
  });

  test("a zone's id by its name", async () => {
    const cloudflare = await connect();
    expect(await cloudflare.zoneId("example.com")).toBe(ZONE_ID);
    await expect(cloudflare.zoneId("example.net")).rejects.toThrow(
      'zone "example.net" is not among those that the token can see: check the name, let the token read the zone ("Zone Read"), or write its id to "zones" in domains.yaml',
    );
  });

  test("429 is waited out as it says, and told", async () => {
    fill(30);
    armFault(served.world, { kind: "error", operation: "list", status: 429, retryAfter: 1, times: 2 });
    const said: string[] = [];
    const records = await (await connect({ perPage: 10, onWait: (message) => said.push(message) })).listRecords(zone);
    expect(records).toHaveLength(30);
    expect(said).toEqual(Array(2).fill("Cloudflare takes no more requests for now: waiting for 1 s"));
  });

  test("a token of the wrong shape is refused without being shown", async () => {
    const cloudflare = await connect({ token: "short-and-secret" });
    const failure = await cloudflare.listRecords(zone).catch((error: Error) => error);
    expect(failure).toMatchObject({
      kind: "denied",
      message:
        'zone "example.com" was refused with 400 (6003: Invalid request headers; 6111: Invalid format for Authorization header), the token is wrong, or lacks the permission "DNS Read" for this zone: make one with it and set CLOUDFLARE_API_TOKEN',
    });
  });

  test("a zone that is none", async () => {
    await expect((await connect()).listRecords({ name: "example.com", id: "nonsense" })).rejects.toThrow(
      /^zone "example.com" is not found by Cloudflare \(7003: .*\): check its id in "zones" of domains.yaml/,
    );
  });
});

describe("against other answers", () => {
  let server: Server;
  let requests: string[];
  /** Answers each request with the next one; the last stays. */
  const answering = async (
    ...answers: readonly (readonly [status: number, body: unknown, headers?: object] | "hang up")[]
  ) => {
    requests = [];
    server = createServer((request, response) => {
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push(request.url ?? "");
      if (answer === undefined || answer === "hang up") return void request.socket.destroy();
      const [status, body, headers = {}] = answer;
      response.writeHead(status, {
        "content-type": typeof body === "string" ? "text/html" : "application/json",
        ...headers,
      });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return createCloudflare({
      token: TOKEN,
      baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      perPage: 2,
      timeout: 500,
      maxRetries: 1,
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
  const page = (total_count: number, ...result: object[]) =>
    [200, { success: true, errors: [], messages: [], result, result_info: { total_count } }] as const;
  const ids = async (cloudflare: Awaited<ReturnType<typeof answering>>) =>
    (await cloudflare.listRecords(zone)).map(({ id }) => id);
  const faultOf = (cloudflare: Awaited<ReturnType<typeof answering>>) =>
    cloudflare.listRecords(zone).then(
      () => "no fault",
      (error: Error & { kind: string }) => [error.kind, error.message],
    );
  const NOW = { "retry-after-ms": "1" };

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
      'zone "example.com" changes while it is read, some records were missed: wait until whoever changes it is done, and run this again',
    ]);
  });

  test("the API dies in the middle of paging: nothing is given, and running it again reads all", async () => {
    const pages = [page(3, record("a"), record("b")), page(3, record("c"))] as const;
    const cloudflare = await answering(pages[0], [500, "down", NOW], [500, "down", NOW], ...pages);
    expect(await faultOf(cloudflare)).toEqual([
      "other",
      'zone "example.com" got the answer 500 from Cloudflare: run this again later',
    ]);
    expect(await ids(cloudflare)).toEqual(["a", "b", "c"]);
  });

  test("5xx and a broken connection are tried again", async () => {
    const cloudflare = await answering(
      [503, "busy", NOW],
      page(3, record("a"), record("b")),
      "hang up",
      page(3, record("c")),
    );
    expect(await ids(cloudflare)).toEqual(["a", "b", "c"]);
    expect(requests).toHaveLength(4);
  });

  test("a page of HTML is no empty zone", async () => {
    expect(await faultOf(await answering([200, "<html>log in</html>"]))).toEqual([
      "other",
      'zone "example.com" got an answer from Cloudflare that is no list of records: check the network\'s proxy',
    ]);
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
      [429, refused(10429, "Too many"), NOW],
      "throttled",
      'zone "example.com" was refused for too many requests, also after waiting (10429: Too many): run this again in five minutes',
    ],
    [
      [502, "<html>bad gateway</html>", NOW],
      "other",
      'zone "example.com" got the answer 502 from Cloudflare: run this again later',
    ],
  ] as const)("%j", async (answer, kind, message) => {
    expect(await faultOf(await answering(answer))).toEqual([kind, message]);
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

  test("no token", async () => {
    await expect(createCloudflare({ token: " " })).rejects.toThrow(
      'no token for Cloudflare: set CLOUDFLARE_API_TOKEN to one with the permission "DNS Read"',
    );
  });

  test("the token goes out as a bearer's, and nothing of the environment beside it", async () => {
    const { CLOUDFLARE_API_KEY: before } = process.env;
    process.env.CLOUDFLARE_API_KEY = "key-of-the-environment";
    try {
      const cloudflare = await answering(page(0));
      let headers: object = {};
      server.prependListener("request", (request) => {
        headers = request.headers;
      });
      await cloudflare.listRecords(zone);
      expect(headers).toMatchObject({ authorization: `Bearer ${TOKEN}` });
      expect(JSON.stringify(headers)).not.toContain("key-of-the-environment");
    } finally {
      if (before === undefined) delete process.env.CLOUDFLARE_API_KEY;
      else process.env.CLOUDFLARE_API_KEY = before;
    }
  });
});
