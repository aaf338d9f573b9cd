import { encode } from "@msgpack/msgpack";
import {
  type CtyType,
  Dynamic,
  decodeValue,
  encodeValue,
  fromStateJson,
  sameSet,
  sameValue,
  UNKNOWN,
  type Value,
} from "../../src/protocol/value";

const record: CtyType = [
  "object",
  { name: "string", ttl: "number", tags: ["set", "string"], data: ["object", { flags: "dynamic" }] },
];

describe("a value comes back from msgpack as it went in", () => {
  test.each<[string, CtyType, Value]>([
    ["a string", "string", "ü"],
    ["a whole number", "number", 86400],
    ["a fraction", "number", 59.999],
    ["a boolean", "bool", false],
    ["null", "string", null],
    ["an unknown string", "string", UNKNOWN],
    ["an unknown list of objects", ["list", record], UNKNOWN],
    ["a list with an unknown in it", ["list", "string"], ["a", UNKNOWN]],
    ["a map", ["map", "string"], { a: "1", b: UNKNOWN }],
    ["an object", record, { name: "a", ttl: 1, tags: [], data: { flags: new Dynamic("number", 0) } }],
    ["an object without its nested attribute", record, { name: "a", ttl: UNKNOWN, tags: null, data: null }],
    ["a dynamic value", "dynamic", new Dynamic(["list", "string"], ["a"])],
    ["an unknown dynamic value", "dynamic", UNKNOWN],
    ["a tuple", ["tuple", ["string", "number"]], ["a", 1]],
  ])("%s", (_name, type, value) => {
    expect(decodeValue(type, encodeValue(type, value))).toEqual(value);
  });
});

test("unknown is extension type 0 on the wire", () => {
  expect(encodeValue("string", UNKNOWN)).toEqual(Buffer.from([0xd4, 0x00, 0x00]));
});

test("an unknown with refinements, which core may send, is unknown", () => {
  expect(decodeValue("string", Buffer.from([0xc7, 0x03, 0x0c, 0x81, 0x01, 0xc2]))).toBe(UNKNOWN);
});

test("attributes that are left out travel as null, and those that the type does not know are dropped", () => {
  expect(decodeValue(record, encodeValue(record, { name: "a", stray: "b" }))).toEqual({
    name: "a",
    ttl: null,
    tags: null,
    data: null,
  });
});

test("a number that fits no float64 travels as a string and is rounded", () => {
  expect(decodeValue("number", encode("12345678901234567890"))).toBe(12345678901234567000);
});

test("a dynamic value is a pair of type and value in msgpack, an object in a state file", () => {
  expect(fromStateJson(record, { name: "a", data: { flags: { type: "number", value: 0 } }, gone: 1 })).toEqual({
    name: "a",
    ttl: null,
    tags: null,
    data: { flags: new Dynamic("number", 0) },
  });
});

test("sameValue compares in depth, takes a missing attribute for null and unknown for unknown", () => {
  expect(sameValue({ a: [1, UNKNOWN], b: null }, { a: [1, UNKNOWN] })).toBe(true);
  expect(sameValue({ a: [1] }, { a: [1, 2] })).toBe(false);
  expect(sameValue(new Dynamic("number", 0), new Dynamic("number", 0))).toBe(true);
  expect(sameValue(null, "")).toBe(false);
});

test("sameSet does not mind the order", () => {
  expect(sameSet(["a", "b"], ["b", "a"])).toBe(true);
  expect(sameSet(["a"], ["b"])).toBe(false);
  expect(sameSet(null, [])).toBe(false);
});
