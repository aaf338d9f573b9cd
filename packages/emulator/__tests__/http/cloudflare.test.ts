import { turn, until } from "../../../../__tests__/helpers/event-loop";
import { FakeClock } from "../../../../__tests__/helpers/fake-clock";
import { CLOUDFLARE_SERVERS } from "../../src/dns/providers/cloudflare-zone";
import { createRecord } from "../../src/services/cloudflare/records";
import { addZone } from "../../src/services/cloudflare/zones";
import type { CloudflareRecord } from "../../src/world/entities";
import { armFault } from "../../src/world/faults";
import type { CloudflareCalls } from "./cloudflare-calls";
import { cloudflare, type ServedWorld, withServedWorld } from "./served-world";

const ZONE = "0123456789abcdef0123456789abcdef";
let served: ServedWorld;
let client: CloudflareCalls;
const clock = new FakeClock();
withServedWorld(
  (fresh) => {
    served = fresh;
    client = cloudflare(served);
    served.world.commit(served.world.zones.put(ZONE, { id: ZONE, name: "example.com" }));
  },
  {},
  (milliseconds, signal) => clock.sleep(milliseconds, signal),
);

const make = (name: string, type = "TXT", content = '"x"', more: object = {}) =>
  createRecord(served.world, ZONE, { name, type, content, ttl: 1, ...more });

/** Many at once, without a line of the journal for each. */
function createRecords(count: number): string[] {
  const template = make("r0000.example.com");
  const records = Array.from({ length: count - 1 }, (_, index): CloudflareRecord => {
    const number = String(index + 1);
    return { ...template, id: number.padStart(32, "0"), name: `r${number.padStart(4, "0")}.example.com` };
  });
  served.world.commit(...records.map((record) => served.world.records.put(record.id, record)));
  return [template, ...records].map(({ name }) => name);
}

const list = (query: object = {}) => client.recordNames(ZONE, { ...query });
const get = (path: string, authorization?: string) =>
  fetch(`${served.url}/client/v4${path}`, { headers: authorization === undefined ? {} : { authorization } });
const TOKEN = `Bearer ${"a".repeat(40)}`;

test("a record, as it is made, read, changed in part, overwritten and deleted", async () => {
  const made = await client.records.create(ZONE, {
    name: "_dmarc",
    type: "TXT",
    content: '"v=DMARC1; p=none"',
    ttl: 1,
    comment: "reports",
  });
  const full = {
    id: made.id,
    name: "_dmarc.example.com",
    type: "TXT",
    content: '"v=DMARC1; p=none"',
    proxiable: false,
    proxied: false,
    ttl: 1,
    settings: {},
    meta: {},
    comment: "reports",
    tags: [],
    created_on: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    modified_on: expect.any(String),
    comment_modified_on: expect.any(String),
  };
  expect(made).toEqual(full);
  expect(await client.records.get(ZONE, made.id)).toEqual(full);
  expect(await client.records.edit(ZONE, made.id, { ttl: 300 })).toEqual({ ...full, ttl: 300 });
  const other = { name: "_dmarc.example.com", type: "TXT", content: '"v=DMARC1"', ttl: 1 };
  const { comment_modified_on: _, ...uncommented } = full;
  expect(await client.records.update(ZONE, made.id, other)).toEqual({
    ...uncommented,
    content: '"v=DMARC1"',
    comment: null,
  });
  expect(await client.records.delete(ZONE, made.id)).toEqual({ id: made.id });
  await expect(client.records.get(ZONE, made.id)).rejects.toMatchObject({ status: 404 });
});

test("a record of the data types is changed in part, its data kept", async () => {
  const data = { flags: 0, tag: "issue", value: "amazon.com" };
  const { id } = make("example.com", "CAA", "", { data });
  expect(await client.records.edit(ZONE, id, { comment: "certificates" })).toMatchObject({
    data,
    content: '0 issue "amazon.com"',
    comment: "certificates",
  });
});

test("what the service refuses, with its code", async () => {
  make("www.example.com", "A", "192.0.2.1");
  const cname = { name: "www.example.com", type: "CNAME", content: "example.net", ttl: 1 };
  await expect(client.records.create(ZONE, cname)).rejects.toMatchObject({
    status: 400,
    errors: [
      { code: 81053, message: expect.stringMatching(/^An A, AAAA, or CNAME record with that host already exists/) },
    ],
  });
  const answer = await get(`/zones/${ZONE}/dns_records/${"f".repeat(32)}`, TOKEN);
  expect([answer.status, await answer.json()]).toEqual([
    404,
    { success: false, errors: [{ code: 81044, message: "Record does not exist." }], messages: [], result: null },
  ]);
});

describe("pages", () => {
  test("3,500 records come in 35 pages, each once and in order", async () => {
    const names = createRecords(3500);
    expect(await list()).toEqual(names);
  });

  test("or in one, when it is asked for", async () => {
    createRecords(3500);
    const page = await client.call("GET", `/zones/${ZONE}/dns_records`, { query: { per_page: 5_000_000 } });
    expect(page.result_info).toEqual({
      page: 1,
      per_page: 5_000_000,
      count: 3500,
      total_count: 3500,
      total_pages: 1,
    });
  });

  test("say which they are; one after the last is empty", async () => {
    createRecords(7);
    const info = async (page: number) => {
      const query = { page, per_page: 5 };
      const { result, result_info } = await client.call("GET", `/zones/${ZONE}/dns_records`, { query });
      return [result.length, result_info];
    };
    const all = { per_page: 5, total_count: 7, total_pages: 2 };
    expect(await info(2)).toEqual([2, { ...all, page: 2, count: 2 }]);
    expect(await info(3)).toEqual([0, { ...all, page: 3, count: 0 }]);
  });

  test.each(["per_page=0", "per_page=5000001", "per_page=x", "page=0"])("refuse %s", async (query) => {
    const answer = await get(`/zones/${ZONE}/dns_records?${query}`, TOKEN);
    expect([answer.status, await answer.json()]).toMatchObject([400, { errors: [{ code: 9102 }] }]);
  });
});

describe("filters", () => {
  beforeEach(() => {
    make("example.com", "MX", "mx.example.net", { priority: 10 });
    make("example.com", "TXT", '"v=spf1 -all"', { comment: "Sender" });
    make("www.example.com", "A", "192.0.2.1", { proxied: true });
    make("_dmarc.example.com", "TXT", '"v=DMARC1"', { ttl: 300 });
  });

  test.each<[string, object, string[]]>([
    ["by an exact name", { name: { exact: "WWW.example.com" } }, ["www.example.com"]],
    ["by a part of the name", { name: { contains: "dmarc" } }, ["_dmarc.example.com"]],
    ["by the end of the name", { name: { endswith: "w.example.com" } }, ["www.example.com"]],
    ["by type", { type: "TXT" }, ["example.com", "_dmarc.example.com"]],
    ["by the beginning of the content", { content: { startswith: '"v=spf1' } }, ["example.com"]],
    ["by a comment", { comment: { exact: "sender" } }, ["example.com"]],
    ["by there being a comment", { comment: { present: "" } }, ["example.com"]],
    ["by being proxied", { proxied: true }, ["www.example.com"]],
    ["all of several", { type: "TXT", name: { exact: "example.com" } }, ["example.com"]],
    ["any of several", { type: "MX", proxied: true, match: "any" }, ["example.com", "www.example.com"]],
    [
      "none, in another order",
      { order: "ttl", direction: "desc", per_page: 1 },
      ["_dmarc.example.com", "example.com", "example.com", "www.example.com"],
    ],
  ])("%s: %#", async (_name, query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  test("that are not emulated are refused", async () => {
    await expect(list({ tag: { exact: "a:b" } })).rejects.toThrow(
      'does not emulate the parameter \\"tag.exact\\" of GET /zones/:zone/dns_records.',
    );
  });
});

test("zones, in pages, by name and status, and one by its id", async () => {
  for (let index = 0; index < 24; index++) addZone(served.world, `zone${index}.example.org`);
  expect(await client.zoneNames()).toEqual([
    "example.com",
    ...Array.from({ length: 24 }, (_, index) => `zone${index}.example.org`),
  ]);
  const zones = async (query: Record<string, string>) => (await client.call("GET", "/zones", { query })).result;
  const one = await zones({ name: "example.com", status: "active" });
  expect(one).toMatchObject([{ id: ZONE, name: "example.com", status: "active", type: "full", paused: false }]);
  expect(await zones({ status: "pending" })).toEqual([]);
  expect((await client.call("GET", `/zones/${ZONE}`)).result).toEqual(one[0]);
  expect(one[0].name_servers).toEqual([...CLOUDFLARE_SERVERS]);
  await expect(client.call("GET", `/zones/${"f".repeat(32)}`)).rejects.toMatchObject({ status: 404 });
});

test("any token is active", async () => {
  expect((await client.call("GET", "/user/tokens/verify")).result).toEqual({
    id: expect.stringMatching(/^[0-9a-z]{32}$/),
    status: "active",
  });
});

test.each<[string, string, string | undefined, [number, number]]>([
  ["without a token", "/zones", undefined, [400, 9106]],
  ["with a token that is none", "/zones", "Bearer short", [400, 6003]],
  ["of another path", "/accounts", TOKEN, [501, 7000]],
  ["of a zone that is none", "/zones/example.com/dns_records", TOKEN, [404, 7003]],
  ["of what is not emulated beside records", `/zones/${ZONE}/dns_records/export`, TOKEN, [501, 501]],
  ["of a list with an unknown parameter", `/zones/${ZONE}/dns_records?tag.exact=a:b`, TOKEN, [501, 501]],
  ["of zones with an unknown parameter", "/zones?type=full", TOKEN, [501, 501]],
  ["of page rules of a zone that is none", `/zones/${"0".repeat(32)}/pagerules`, TOKEN, [404, 1001]],
])("a call %s is refused: %#", async (_name, path, authorization, expected) => {
  const answer = await get(path, authorization);
  const { success, errors } = (await answer.json()) as { success: boolean; errors: { code: number }[] };
  expect([answer.status, errors[0]?.code, success]).toEqual([...expected, false]);
});

test("a zone has no page rules, and a list may have one zone on a page", async () => {
  expect((await client.call("GET", `/zones/${ZONE}/pagerules`, { query: { status: "active" } })).result).toEqual([]);
  expect((await client.call("GET", "/zones", { query: { per_page: 1, name: "example.com" } })).result).toHaveLength(1);
});

test("a body that is no JSON, or says no type, makes nothing", async () => {
  for (const body of ["{", '{"name":"a"}']) {
    const headers = { authorization: TOKEN };
    const answer = await fetch(`${served.url}/client/v4/zones/${ZONE}/dns_records`, { method: "POST", headers, body });
    expect(answer.status).toBe(400);
  }
  expect(served.world.records.values()).toEqual([]);
});

describe("faults", () => {
  const armed = { kind: "error", type: "cloudflare_dns_record" } as const;

  test("429 says how long to wait, and the next call is answered", async () => {
    const names = createRecords(250);
    armFault(served.world, { ...armed, status: 429, operation: "list", skip: 1, retryAfter: 1 });
    await expect(list()).rejects.toMatchObject({ status: 429, retryAfter: "1" });
    expect(await list()).toEqual(names);
  });

  test("500 in the middle of paging: the list fails, and works when asked again", async () => {
    const names = createRecords(250);
    armFault(served.world, { ...armed, status: 500, operation: "list", skip: 2 });
    await expect(list()).rejects.toMatchObject({ status: 500, retryAfter: null });
    expect(await list()).toEqual(names);
  });

  const www = { name: "www.example.com", type: "A", content: "192.0.2.1", ttl: 1 };

  test("set for Terraform's resource by its name apply to the call; nothing is created", async () => {
    armFault(served.world, { ...armed, status: 503, operation: "create", name: "www" });
    await expect(client.records.create(ZONE, www)).rejects.toMatchObject({ status: 503 });
    expect(await list()).toEqual([]);
    await client.records.create(ZONE, www);
    expect(await list()).toEqual(["www.example.com"]);
  });

  test("a delay that the client does not wait for: the call never arrives", async () => {
    armFault(served.world, { kind: "delay", milliseconds: 200, operation: "create" });
    const impatient = new AbortController();
    const options = { body: www, signal: impatient.signal };
    const refusal = expect(client.call("POST", `/zones/${ZONE}/dns_records`, options)).rejects.toThrow("aborted");
    await until(() => clock.waiting === 1);
    impatient.abort();
    await refusal;
    expect(served.world.faults.keys()).toEqual([]);
    // The server has heard that nobody listens any more.
    await until(() => clock.waiting === 0);
    clock.pass(200);
    await turn();
    expect(await list()).toEqual([]);
  });
});

test("the calls are noted as the token's scopes that they need", async () => {
  await client.zoneNames();
  await list();
  expect(served.world.calls.keys().sort()).toEqual(["DNS Read", "Zone Read"]);
  await client.records.create(ZONE, { name: "a", type: "TXT", content: '"x"', ttl: 1 });
  expect(served.world.calls.keys().sort()).toEqual(["DNS Read", "DNS Write", "Zone Read"]);
});
