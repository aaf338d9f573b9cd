import { makeCodec } from "../../src/protocol/protobuf";

const codec = makeCodec({
  Outer: [
    "string name 1",
    "bool on 2",
    "int64 number 3",
    "bytes raw 4",
    "Inner inner 5",
    "repeated Inner items 6",
    "map Inner by_name 7",
    "repeated string words 20",
  ],
  Inner: ["int64 value 1"],
});
const deep = makeCodec({
  Deep: ["string name 1", "Middle nested 2"],
  Middle: ["string name 1", "repeated Inner items 2"],
  Inner: ["int64 value 1"],
});
const hex = (message: object) => codec.encode("Outer", message as never).toString("hex");
/** What of a message can be compared: bytes as bytes, without what was left out. */
const revive = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  if ("type" in value && value.type === "Buffer") return Buffer.from((value as unknown as { data: number[] }).data);
  return Array.isArray(value) ? value : Object.fromEntries(entries);
};
const back = (text: string) => codec.decode("Outer", Buffer.from(text, "hex"));

// The bytes of the encoding guide, https://protobuf.dev/programming-guides/encoding/
test.each<[string, object, string]>([
  ["a string", { name: "testing" }, "0a0774657374696e67"],
  ["true", { on: true }, "1001"],
  ["150, of two bytes", { number: 150 }, "189601"],
  ["zero, which means something in a oneof", { number: 0 }, "1800"],
  ["2^40", { number: 2 ** 40 }, "18808080808020"],
  ["bytes", { raw: Buffer.from([0, 255]) }, "220200ff"],
  ["a message", { inner: { value: 150 } }, "2a03089601"],
  ["several messages, an empty one among them", { items: [{ value: 1 }, {}] }, "320208013200"],
  ["a map", { by_name: { a: { value: 1 } } }, "3a070a016112020801"],
  ["a field of two bytes", { words: ["a", ""] }, "a2010161a20100"],
  ["nothing", { name: null, inner: undefined }, ""],
])("%s is written, and read back", (_name, message, bytes) => {
  expect(hex(message)).toBe(bytes);
  expect(back(bytes)).toMatchObject(JSON.parse(JSON.stringify(message), (_key, value) => revive(value)));
});

test("a message is complete with any lengths of text before it and in it", () => {
  const lengths = [0, ...Array.from({ length: 32 }, (_item, index) => 995 + index)];
  const messages = [0, 1, 2, 31, 32, 33, 5000].flatMap((count) =>
    (count > 100 ? [0] : lengths).flatMap((length) =>
      [1, 2 ** 53].map((value) => ({
        name: "n".repeat(length),
        items: Array.from({ length: count }, () => ({ value })),
      })),
    ),
  );
  for (const nested of messages) {
    const message = { name: "é", nested };
    expect(JSON.stringify(deep.decode("Deep", deep.encode("Deep", message)))).toBe(JSON.stringify(message));
  }
});

test("what is missing has its default", () => {
  expect(back("")).toEqual({
    name: "",
    on: false,
    number: 0,
    raw: Buffer.alloc(0),
    inner: null,
    items: [],
    by_name: {},
    words: [],
  });
});

test("fields that are not known are skipped, of any wire type", () => {
  expect(back("f80101f9010000000000000000fd0100000000fa01024142" + "1001")).toMatchObject({ on: true, name: "" });
});

test.each([
  ["in a number", "1896"],
  ["in a field", "0a0774"],
])("a message that ends %s is an error", (_name, bytes) => {
  expect(() => back(bytes)).toThrow("a protobuf message ends in the middle");
});

test("a group is an error, because no provider sends one, and so is a message without a table", () => {
  expect(() => back("0b")).toThrow("wire type 3");
  expect(() => codec.encode("Other", {})).toThrow('the protocol has no message "Other"');
});
