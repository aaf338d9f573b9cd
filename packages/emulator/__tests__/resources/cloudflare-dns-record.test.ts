import { blockType, completeValue } from "../../src/protocol/schema";
import { Dynamic, decodeValue, encodeValue, type ObjectValue, UNKNOWN, type Value } from "../../src/protocol/value";
import { cloudflareDnsRecord } from "../../src/resources/cloudflare/dns-record";

const { schema } = cloudflareDnsRecord;
const context = { world: undefined as never, provider: {} };
const full = (value: ObjectValue) => completeValue(schema.block, value);

const CONFIG: ObjectValue = {
  zone_id: "0".repeat(32),
  name: "www.example.com",
  type: "CNAME",
  content: "a.example.net",
  ttl: 1,
};
const STATE: ObjectValue = {
  ...CONFIG,
  id: "1".repeat(32),
  proxied: false,
  proxiable: true,
  tags: [],
  meta: "{}",
  settings: { flatten_cname: false, ipv4_only: null, ipv6_only: null },
  created_on: "2026-11-24T00:00:00Z",
  modified_on: "2026-11-24T00:00:00Z",
};

/** The plan for a configuration, with the proposal that core makes: prior values where the provider may decide. */
function plan(config: ObjectValue, prior: ObjectValue | null = STATE): { planned: ObjectValue; replaces: Value } {
  const kept = Object.entries(schema.block.attributes).map(
    ([name, { computed }]) => [name, config[name] ?? (computed ? (prior?.[name] ?? null) : null)] as const,
  );
  const proposed = full(Object.fromEntries(kept));
  const request = { schema, prior: prior && full(prior), proposed, config: full(config) };
  const { planned, requiresReplace } = cloudflareDnsRecord.plan(context, request);
  return { planned, replaces: requiresReplace.map(([name]) => name!) };
}

test("a new record: what the API decides is unknown, defaults are known, without a comment there is no time of it", () => {
  const { planned } = plan(CONFIG, null);
  expect(planned).toMatchObject({ id: UNKNOWN, settings: UNKNOWN, tags: UNKNOWN, meta: UNKNOWN, modified_on: UNKNOWN });
  expect(planned).toMatchObject({
    proxied: false,
    comment_modified_on: null,
    content: "a.example.net",
    priority: null,
  });
});

test("nothing changed: the plan is the state", () => {
  expect(plan(CONFIG).planned).toEqual(full(STATE));
});

test("a change in place: only what it touches is open", () => {
  const { planned, replaces } = plan({ ...CONFIG, ttl: 300 });
  expect(planned).toEqual(full({ ...STATE, ttl: 300, modified_on: UNKNOWN }));
  expect(replaces).toEqual([]);
});

describe("what is another record", () => {
  test.each<[string, ObjectValue, string[]]>([
    ["another zone", { zone_id: "f".repeat(32) }, ["zone_id"]],
    ["another type", { type: "TXT" }, ["type"]],
    ["a zone that is not known yet", { zone_id: UNKNOWN }, ["zone_id"]],
    ["another name is not", { name: "b.example.com" }, []],
    ["other content is not", { content: "c.example.net" }, []],
  ])("%s", (_name, change, expected) => {
    expect(plan({ ...CONFIG, ...change }).replaces).toEqual(expected);
  });
});

describe("what the provider takes for the same", () => {
  test.each<[string, ObjectValue]>([
    ["a relative name", { name: "www" }],
    ["every beginning of the name, so that a shorter name never comes about (#6566)", { name: "www.example" }],
    ["a CNAME target in other letter case", { content: "A.Example.NET" }],
    ["empty settings", { settings: { flatten_cname: null, ipv4_only: null, ipv6_only: null } }],
    ["no tags", { tags: [] }],
  ])("%s", (_name, change) => {
    expect(plan({ ...CONFIG, ...change }).planned).toEqual(full(STATE));
  });

  test("@ at the apex", () => {
    const apex = { ...STATE, name: "example.com" };
    expect(plan({ ...CONFIG, name: "@" }, apex).planned).toEqual(full(apex));
  });

  test.each<[string, ObjectValue]>([
    ["a trailing dot of the content (#7286)", { content: "a.example.net." }],
    ["a trailing dot of the name", { name: "www.example.com." }],
    ["letter case of the name", { name: "WWW.example.com" }],
  ])("not %s", (_name, change) => {
    expect(plan({ ...CONFIG, ...change }).planned).toMatchObject(change);
  });
});

test("a comment that stays keeps its time, one that changes does not", () => {
  const commented = { ...STATE, comment: "a", comment_modified_on: "2026-11-24T00:00:00Z" };
  expect(plan({ ...CONFIG, comment: "a", ttl: 300 }, commented).planned.comment_modified_on).toBe(
    "2026-11-24T00:00:00Z",
  );
  expect(plan({ ...CONFIG, comment: "b" }, commented).planned.comment_modified_on).toBe(UNKNOWN);
  expect(plan(CONFIG, commented).planned.comment_modified_on).toBeNull();
});

test("flags of a CAA survive the way through the protocol as number or string", () => {
  const type = blockType(schema.block);
  for (const flags of [new Dynamic("number", 128), new Dynamic("string", "128")]) {
    const value = full({ data: { flags, tag: "issue", value: "amazon.com" } });
    expect((decodeValue(type, encodeValue(type, value)) as ObjectValue).data).toMatchObject({ flags });
  }
});

describe("validation", () => {
  test.each<[string, ObjectValue, string]>([
    ["an unknown type", { type: "SPF" }, 'got: "SPF"'],
    [
      "a priority out of range",
      { priority: 70000 },
      "Attribute priority value must be between 0.000000 and 65535.000000, got: 70000.000000",
    ],
    [
      "a number of data out of range",
      { content: null, data: { port: -1 } },
      "Attribute data.port value must be between",
    ],
  ])("refuses %s", (_name, change, expected) => {
    expect(cloudflareDnsRecord.validate?.(full({ ...CONFIG, ...change }))).toEqual([
      expect.objectContaining({ severity: "error", detail: expect.stringContaining(expected) }),
    ]);
  });

  test("refuses content beside data, and data beside content", () => {
    expect(cloudflareDnsRecord.validate?.(full({ ...CONFIG, data: { tag: "issue" } }))).toEqual([
      expect.objectContaining({ detail: 'Attribute "content" cannot be specified when "data" is specified' }),
      expect.objectContaining({ detail: 'Attribute "data" cannot be specified when "content" is specified' }),
    ]);
  });

  test("lets a right one and an unknown one pass", () => {
    expect(cloudflareDnsRecord.validate?.(full(CONFIG))).toEqual([]);
    expect(cloudflareDnsRecord.validate?.(full({ ...CONFIG, type: UNKNOWN, content: UNKNOWN }))).toEqual([]);
  });
});
