import { canonicalValue } from "../../lib/dns/canonical";
import { providerKey, RECORD_TYPES, requiredParts, targetName, VALUE_FORMATS } from "../../lib/dns/record-types";
import { parseOutputRecords } from "../../lib/records/output";

test("the types stand in the order of the alphabet, as editors list them", () => {
  expect([...RECORD_TYPES].sort()).toEqual(RECORD_TYPES);
});

test("what a type cannot do without", () => {
  expect(
    RECORD_TYPES.flatMap((type) => (requiredParts(type).length > 0 ? [[type, requiredParts(type).join(" ")]] : [])),
  ).toEqual([
    ["CAA", "flags tag value"],
    ["CERT", "type key_tag algorithm certificate"],
    ["DNSKEY", "flags protocol algorithm public_key"],
    ["DS", "key_tag algorithm digest_type digest"],
    ["HTTPS", "priority target"],
    ["LOC", "lat_degrees lat_direction long_degrees long_direction"],
    ["NAPTR", "order preference flags service regex replacement"],
    ["SMIMEA", "usage selector matching_type certificate"],
    ["SRV", "priority weight port target"],
    ["SSHFP", "algorithm type fingerprint"],
    ["SVCB", "priority target"],
    ["TLSA", "usage selector matching_type certificate"],
    ["URI", "weight target"],
  ]);
});

test("each part is found by its own name, and by it without underscores", () => {
  for (const type of RECORD_TYPES) {
    for (const { key } of VALUE_FORMATS[type].parts ?? []) {
      expect(providerKey(type, key)).toBe(key);
      expect(providerKey(type, key.replaceAll("_", "").toUpperCase())).toBe(key);
    }
  }
});

const value = (type: string, data: Record<string, string | number>, priority: number | null = null) =>
  canonicalValue({ type, content: null, priority, data });

test.each<[string, Record<string, string | number>, Record<string, string | number>]>([
  [
    "LOC",
    { lat_degrees: 51, lat_direction: "N", long_degrees: 0, long_direction: "W" },
    {
      lat_degrees: 51,
      lat_minutes: 0,
      lat_seconds: 0,
      lat_direction: "n",
      long_degrees: 0,
      long_minutes: 0,
      long_seconds: 0,
      long_direction: "W",
      altitude: 0,
      size: 1,
      precision_horz: 10000,
      precision_vert: 10,
    },
  ],
  ["CAA", { tag: "Issue", value: "a" }, { flags: 0, tag: "issue", value: "a" }],
  ["HTTPS", { priority: 1, target: "A.example." }, { priority: "1", target: "a.example", value: "" }],
  [
    "SRV",
    { priority: 1, weight: 2, port: 3, target: "a.example" },
    { priority: 1, weight: 2, port: 3, target: "A.example", service: "_sip", proto: "_tcp", name: "x" },
  ],
  [
    "DS",
    { key_tag: 1, algorithm: 8, digest_type: 2, digest: "AB CD" },
    { key_tag: 1, algorithm: 8, digest_type: 2, digest: "abcd" },
  ],
])("%s means the same with %j and with %j", (type, one, other) => {
  expect(value(type, one)).toBe(value(type, other));
});

test.each<[string, Record<string, string | number>, Record<string, string | number>]>([
  [
    "CERT",
    { type: 1, key_tag: 1, algorithm: 8, certificate: "AQ" },
    { type: 1, key_tag: 1, algorithm: 8, certificate: "aq" },
  ],
  ["CAA", { flags: 0, tag: "issue", value: "a" }, { flags: 0, tag: "issue", value: "a", later: "b" }],
  [
    "TLSA",
    { usage: 3, selector: 1, matching_type: 1, certificate: "AB" },
    { usage: 3, selector: 0, matching_type: 1, certificate: "AB" },
  ],
])("%s means something else with %j than with %j", (type, one, other) => {
  expect(value(type, one)).not.toBe(value(type, other));
});

test("the priority of an SRV stands in its data or beside it, that of a URI beside it", () => {
  const rest = { weight: 2, port: 3, target: "a.example" };
  expect(value("SRV", rest, 1)).toBe(value("SRV", { priority: 1, ...rest }));
  expect(value("URI", { weight: 1, target: "a" }, 1)).not.toBe(value("URI", { weight: 1, target: "a" }, 2));
});

test("records that point to a name", () => {
  const of = (type: string, content: string | null, data: Record<string, unknown> | null = null) =>
    targetName({ type, content, data });
  expect(of("MX", "a.example")).toBe("a.example");
  expect(of("SRV", null, { target: "a.example" })).toBe("a.example");
  expect(of("HTTPS", null, { target: "a.example" })).toBe("a.example");
  expect(of("NAPTR", null, { replacement: "a.example" })).toBe("a.example");
  // The target of a URI is no name.
  expect([of("SRV", "1 2 a.example"), of("TXT", "a.example"), of("URI", null, { target: "a.example" })]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("an output of an earlier version may have other names for parts", () => {
  const row = {
    entry: "e",
    id: "record-ds",
    domain: "example.com",
    region: "us-east-1",
    zone: "example.com",
    purpose: "record",
    type: "DS",
    name: "sub.example.com",
    content: null,
    priority: null,
    ttl: 1,
    proxied: false,
  };
  const data = { keyTag: 1, algorithm: 8, digestType: 2, digest: "AB" };
  expect(parseOutputRecords([{ ...row, data }])?.[0]?.data).toEqual({
    key_tag: 1,
    algorithm: 8,
    digest_type: 2,
    digest: "AB",
  });
});
