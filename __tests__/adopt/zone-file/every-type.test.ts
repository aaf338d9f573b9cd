// Every type that domains.yaml takes, as strangers write it into zone files: in small letters, by its number, as bytes alone
// (RFC 3597 §5), over several lines; it is the record that we publish, whatever the form.
import { readZoneFile } from "../../../lib/adopt/zone-file/zone-file";
import { canonicalValue } from "../../../lib/dns/canonical";
import { encodeRdata } from "../../../lib/rdata/encode";
import { typeNumber } from "../../../lib/rdata/types";
import { renderRecords } from "../../../lib/records/format";
import { EVERY_TYPE } from "../../records/every-type";

const FORMS = EVERY_TYPE.map(([record, value]) => [`${record.type} ${record.name}`, record, value] as const);

test.each(FORMS)("%s is read from our own zone file as it was", (_, record) => {
  const [found] = readZoneFile(renderRecords([record], "bind"), "example.com");
  expect(found).toMatchObject({ type: record.type, name: record.name });
  expect(canonicalValue(found!)).toBe(canonicalValue(record));
});

test.each(FORMS)("%s in other words is the same", (_, record, value) => {
  const bytes = encodeRdata(record);
  const hex = bytes.toString("hex");
  const half = hex.length >> 1;
  const number = typeNumber(record.type);
  const forms = [
    `${record.type.toLowerCase()} ${value}`,
    `TYPE${number} ${value}`,
    `type${number} \\# ${bytes.length} ${hex}`,
    `${record.type} \\# ${bytes.length} ( ${hex.slice(0, half)}\n\t${hex.slice(half).toUpperCase()} ) ; bytes`,
    `CLASS1 TYPE0${number} \\# ${bytes.length} ${hex}`,
  ];
  for (const form of forms) {
    const [found, ...more] = readZoneFile(`${record.name}. 3600 ${form}\n`, "example.com");
    expect([form, found?.type, more]).toEqual([form, record.type, []]);
    expect([form, canonicalValue(found!)]).toEqual([form, canonicalValue(record)]);
  }
});

test.each([
  ["CERT PKIX 1 RSASHA256 AQ AB", { type: 1, key_tag: 1, algorithm: 8, certificate: "AQAB" }],
  ["DNSKEY 257 3 ECDSAP256SHA256 AwEAAQ==", { flags: 257, protocol: 3, algorithm: 13, public_key: "AwEAAQ==" }],
  ["DS 1 rsasha256 SHA-256 ab cd", { key_tag: 1, algorithm: 8, digest_type: 2, digest: "abcd" }],
  [
    "LOC 42 21 54 N 71 6 18 W -24m 30m",
    {
      lat_degrees: 42,
      lat_minutes: 21,
      lat_seconds: 54,
      lat_direction: "N",
      altitude: -24,
      size: 30,
      long_degrees: 71,
      long_minutes: 6,
      long_seconds: 18,
      long_direction: "W",
    },
  ],
  ["LOC 42 n 71 w 0", { lat_degrees: 42, lat_direction: "N", long_degrees: 71, long_direction: "W", altitude: 0 }],
  ["HTTPS 1 . alpn=h2 (\n port=443 )", { priority: 1, target: ".", value: "alpn=h2 port=443" }],
  ["SVCB 0 foo.example.net.", { priority: 0, target: "foo.example.net", value: "" }],
])("%s has its parts as Cloudflare has them", (written, data) => {
  expect(readZoneFile(`x ${written}\n`, "example.com")[0]?.data).toEqual(data);
});

test.each([
  ["TYPE65 \\# 4 000100", "a record of type HTTPS in \\# form says 4 bytes and has 3: correct it"],
  ["TYPE65 \\# 3 00010", "a record of type HTTPS in \\# form says 3 bytes and has 2: correct it"],
  ["TYPE65 \\# 2 0001", "a record of type HTTPS in \\# form cannot be read: correct it"],
  ["TYPE29 \\# 1 01", "a record of type LOC in \\# form cannot be read: correct it"],
  ["TLSA \\# 0", "a record of type TLSA in \\# form cannot be read: correct it"],
])("%s is refused: %s", (written, fault) => {
  expect(() => readZoneFile(`x ${written}\n`, "example.com")).toThrow(new Error(fault));
});

test("an unknown type keeps its bytes", () => {
  expect(readZoneFile("x TYPE65280 \\# 2 abcd\n", "example.com")[0]).toMatchObject({
    type: "TYPE65280",
    content: "\\# 2 ABCD",
    priority: null,
    data: null,
  });
});
