import dnsPacket, { type Answer } from "dns-packet";
import { decodeReply, readReply } from "../../../../lib/verify/dns/wire/reply";

const values = (answers: readonly object[]) => {
  const packet = dnsPacket.encode({ type: "response", answers: answers as Answer[] });
  return decodeReply(packet).answer.map(({ value }) => value);
};
const name = "x.example.com";

test.each([
  [
    { type: "A", data: "192.0.2.1" },
    { kind: "address", address: "192.0.2.1" },
  ],
  [
    { type: "AAAA", data: "2001:db8::1" },
    { kind: "address", address: "2001:db8::1" },
  ],
  [
    { type: "CNAME", data: "Target.Example.NET" },
    { kind: "host", host: "target.example.net" },
  ],
  [
    { type: "NS", data: "ns.example.net" },
    { kind: "host", host: "ns.example.net" },
  ],
  [
    { type: "MX", data: { preference: 0, exchange: "." } },
    { kind: "mx", priority: 0, host: "" },
  ],
  [
    { type: "MX", data: { preference: 10, exchange: "mx.example.net" } },
    { kind: "mx", priority: 10, host: "mx.example.net" },
  ],
  [
    { type: "CAA", data: { flags: 128, tag: "issue", value: "amazon.com" } },
    { kind: "caa", flags: 128, tag: "issue", value: "amazon.com" },
  ],
  [
    { type: "SRV", data: { priority: 1, weight: 2, port: 443, target: "s.example.net" } },
    { kind: "srv", priority: 1, weight: 2, port: 443, host: "s.example.net" },
  ],
  [
    { type: "SOA", data: { mname: "ns.example.net", rname: "a\\.b.example.net", serial: 7, minimum: 300 } },
    { kind: "soa", primary: "ns.example.net", serial: 7, minimum: 300 },
  ],
  [
    { type: "DS", data: { keyTag: 5, algorithm: 13, digestType: 2, digest: Buffer.from("abcd", "hex") } },
    { kind: "rdata", text: "5 13 2 ABCD", bytes: Buffer.from("00050d02abcd", "hex") },
  ],
  [
    { type: "SSHFP", data: { algorithm: 1, hash: 1, fingerprint: "00".repeat(20) } },
    { kind: "rdata", text: `1 1 ${"00".repeat(20)}`, bytes: Buffer.from(`0101${"00".repeat(20)}`, "hex") },
  ],
  [
    { type: "UNKNOWN_65", data: Buffer.from("000100", "hex") },
    { kind: "rdata", text: "1 .", bytes: Buffer.from("000100", "hex"), host: "" },
  ],
  // What is none of its type is another record than ours, and no broken answer.
  [
    { type: "UNKNOWN_65", data: Buffer.from("0001", "hex") },
    { kind: "rdata", text: "\\# 2 0001", bytes: Buffer.from("0001", "hex") },
  ],
  [
    { type: "UNKNOWN_65280", data: Buffer.alloc(0) },
    { kind: "rdata", text: "\\# 0", bytes: Buffer.alloc(0) },
  ],
])("%j is read", (record, value) => {
  expect(values([{ name, ttl: 1, ...record }])).toEqual([value]);
});

test("the strings of a TXT are the bytes as they came, one Buffer each", () => {
  const strings = [Buffer.from([0, 0xff, 0x22, 0x5c]), Buffer.from(""), Buffer.from("ü")];
  expect(values([{ name, type: "TXT", ttl: 1, data: strings }])).toEqual([{ kind: "txt", strings }]);
});

test("a type that has no name is called by its number, and a ttl beyond all bounds is zero", () => {
  const packet = dnsPacket.encode({
    type: "response",
    answers: [
      { name, type: "UNKNOWN_65280", ttl: 5, data: Buffer.alloc(0) },
      { name, type: "A", ttl: 2 ** 31, data: "192.0.2.1" },
    ] as unknown as Answer[],
  });
  expect(decodeReply(packet).answer.map(({ type, ttl }) => [type, ttl])).toEqual([
    ["TYPE65280", 5],
    ["A", 0],
  ]);
});

test("a dot within a label is not one between two", () => {
  const packet = dnsPacket.encode({
    type: "response",
    answers: [{ name: "aXb.example.com", type: "A", ttl: 1, data: "192.0.2.1" }],
  });
  packet[packet.indexOf("X")] = 0x2e;
  expect(decodeReply(packet).answer.map((record) => record.name)).toEqual(["a\\.b.example.com"]);
});

test("records of other classes are left out", () => {
  const packet = dnsPacket.encode({
    type: "response",
    answers: [{ name, type: "TXT", class: "CH", ttl: 1, data: ["x"] }],
  });
  expect(decodeReply(packet).answer).toEqual([]);
});

test("a packet that ends anywhere is no message, and never an error of another kind", () => {
  const whole = dnsPacket.encode({
    type: "response",
    questions: [{ name, type: "ANY" } as never],
    answers: [
      { name, type: "TXT", ttl: 1, data: ["abc"] },
      { name, type: "MX", ttl: 1, data: { preference: 1, exchange: "mx.example.net" } },
      { name, type: "CAA", ttl: 1, data: { flags: 0, tag: "issue", value: "x" } },
    ],
  });
  expect(readReply(whole)).toBeDefined();
  for (let length = 0; length < whole.length; length++) expect(readReply(whole.subarray(0, length))).toBeUndefined();
});

test.each([
  ["an address of three bytes", 3],
  ["an address of five bytes", 5],
])("%s is refused", (_, length) => {
  const packet = dnsPacket.encode({
    type: "response",
    answers: [{ name, type: "UNKNOWN_99", ttl: 1, data: Buffer.alloc(length) }] as unknown as Answer[],
  });
  packet.writeUInt16BE(1, packet.length - length - 10);
  expect(readReply(packet)).toBeUndefined();
});
