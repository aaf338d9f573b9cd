import fc from "fast-check";
import { canonicalWireName, decodeName, encodeName, isBelow, parentName } from "../../lib/rdata/name";

test.each([
  ["Example.COM.", "example.com", "\x07example\x03com\x00"],
  [".", "", "\x00"],
  ["a\\.b.c", "a\\.b.c", "\x03a.b\x01c\x00"],
  ["a\\\\.b", "a\\\\.b", "\x02a\\\x01b\x00"],
  ["\\097\\255.x", "a\\255.x", "\x02a\xff\x01x\x00"],
  ["a b.x", "a\\032b.x", "\x03a b\x01x\x00"],
  ["ä.x", "\\195\\164.x", "\x02\xc3\xa4\x01x\x00"],
])("the name %p is %p, on the wire %p", (text, canonical, wire) => {
  expect(canonicalWireName(text)).toBe(canonical);
  expect(encodeName(canonical).toString("latin1")).toBe(wire);
  expect(decodeName(Buffer.from(wire, "latin1"), 0)).toEqual({ name: canonical, end: wire.length });
});

test("a name with any bytes in its labels comes back from the wire unchanged", () => {
  const label = fc.uint8Array({ minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(label, { maxLength: 8 }), (labels) => {
      const wire = Buffer.concat([...labels.map((bytes) => Buffer.from([bytes.length, ...bytes])), Buffer.from([0])]);
      const { name, end } = decodeName(wire, 0);
      expect(end).toBe(wire.length);
      expect(canonicalWireName(name)).toBe(name);
      expect(encodeName(name).toString("latin1").replace(/[A-Z]/g, lower)).toBe(
        wire.toString("latin1").replace(/[A-Z]/g, lower),
      );
    }),
    { seed: 20_261_129 },
  );
});

test.each([
  ["a..b", "it has an empty label"],
  [`${"a".repeat(64)}.b`, "it has a label of 64 bytes, the limit is 63"],
  [Array.from({ length: 128 }, () => "a").join("."), "it takes 257 bytes, the limit is 255"],
])("a name that fits into no packet is not sent: %.20s", (name, message) => {
  expect(() => encodeName(canonicalWireName(name))).toThrow(message);
});

test.each([
  ["a pointer to itself", [0xc0, 0x00], "a compressed name points forward"],
  ["a ring of pointers", [1, 97, 0xc0, 0x04, 1, 98, 0xc0, 0x00], "a compressed name points forward"],
  ["a name without end", [3, 97, 98, 99], "a name ends outside the packet"],
  ["a label that is not whole", [5, 97], "a label is not whole"],
  ["an unknown kind of label", [0x80, 97, 0], "a label is not whole"],
])("%s is refused", (_, bytes, message) => {
  expect(() => decodeName(Buffer.from(bytes), 0)).toThrow(message);
});

test("a name is read through pointers, and ends behind the first", () => {
  const packet = Buffer.from("\x03com\x00\x07example\xc0\x00\x03www\xc0\x05", "latin1");
  expect(decodeName(packet, 15)).toEqual({ name: "www.example.com", end: 21 });
});

test("the parent name has one label less, and names below a zone end with the zone", () => {
  expect([parentName("www.example.com"), parentName("a\\.b.com"), parentName("com"), parentName("")]).toEqual([
    "example.com",
    "com",
    "",
    undefined,
  ]);
  expect([isBelow("x.com", ""), isBelow("x.com", "com"), isBelow("com", "com"), isBelow("xcom", "com")]).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

function lower(letter: string): string {
  return letter.toLowerCase();
}
