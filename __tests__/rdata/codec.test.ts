// Values as bytes and back. The bytes of a zone file's words are what BIND makes of them: they stand here, and where its
// named-rrchecker is installed it is asked again.
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { RECORD_TYPES } from "../../lib/dns/record-types";
import { canonicalRdata, canonicalText, decodeRdata, decodeText } from "../../lib/rdata/decode";
import { encodeRdata } from "../../lib/rdata/encode";
import type { RdataValue } from "../../lib/rdata/fields";
import { formatRdata, TABLE_STYLE, ZONE_FILE_STYLE } from "../../lib/rdata/format";
import { EVERY_TYPE } from "../records/every-type";
import { count } from "../run/cases";

const value = (type: string, data: RdataValue["data"], rest: Partial<RdataValue> = {}): RdataValue => ({
  type,
  content: null,
  priority: null,
  data,
  ...rest,
});
const https = (parameters: string, target = ".", priority = 1) =>
  value("HTTPS", { priority, target, value: parameters });
const read = (type: string, bytes: Buffer) => decodeRdata(type, { packet: bytes, start: 0, stop: bytes.length });

/** The bytes of words as BIND has them; undefined where it refuses them. */
function byBind(type: string, words: string): string | undefined {
  const { stdout, status } = spawnSync("named-rrchecker", ["-u"], { input: `IN ${type} ${words}\n`, encoding: "utf8" });
  return status === 0 ? /\\# \d+ ?(.*)$/m.exec(stdout)?.[1]?.replaceAll(" ", "").toLowerCase() : undefined;
}

const hasBind = spawnSync("named-rrchecker", ["-h"]).error === undefined;
const withBind = hasBind ? test : test.skip;
const BIND = `named-rrchecker${hasBind ? "" : " (not installed; Debian: bind9)"}`;

test("every type that domains.yaml takes has bytes, and the bytes are the value", () => {
  expect(new Set(EVERY_TYPE.map(([{ type }]) => type))).toEqual(new Set(RECORD_TYPES));
  for (const [record] of EVERY_TYPE) {
    const bytes = encodeRdata(record);
    const again = read(record.type, bytes).value;
    expect(canonicalRdata(again)).toEqual(canonicalRdata(record));
    expect(encodeRdata(again).toString("hex")).toBe(bytes.toString("hex"));
  }
});

// A process for each: `npm test` asks it of some.
const ASKED = EVERY_TYPE.filter((_, index) => index % count(6, 1) === 0);
withBind.each(ASKED.map(([record]) => [record.type, formatRdata(record, ZONE_FILE_STYLE), record] as const))(
  `%s %s has the bytes that ${BIND} makes of it`,
  (type, words, record) => {
    expect(encodeRdata(record).toString("hex")).toBe(byBind(type, words));
  },
);

/** RFC 9460, appendix D, and what else the keys can be. */
const PARAMETERS: readonly (readonly [words: string, hex: string, canonical: string])[] = [
  ["", "", ""],
  ["port=53", "000300020035", 'port="53"'],
  ["key667=hello", "029b000568656c6c6f", 'key667="hello"'],
  ['key667="hello\\210qoo"', "029b000968656c6c6fd2716f6f", 'key667="hello\\210qoo"'],
  [
    'ipv6hint="2001:db8::1,2001:db8::53:1"',
    "0006002020010db800000000000000000000000120010db8000000000000000000530001",
    'ipv6hint="2001:db8::1,2001:db8::53:1"',
  ],
  [
    "alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1",
    "0000000400010004000100090268320568332d313900040004c0000201",
    'mandatory="alpn,ipv4hint" alpn="h2,h3-19" ipv4hint="192.0.2.1"',
  ],
  ['alpn="f\\\\\\\\oo\\\\,bar,h2"', "0001000c08665c6f6f2c626172026832", 'alpn="f\\\\\\\\oo\\\\,bar,h2"'],
  ["alpn=f\\\\\\092oo\\092,bar,h2", "0001000c08665c6f6f2c626172026832", 'alpn="f\\\\\\\\oo\\\\,bar,h2"'],
  ["alpn=h2 no-default-alpn", "000100030268320002 0000".replace(" ", ""), 'alpn="h2" no-default-alpn'],
  ["ech=AEX+DQ==", "000500040045fe0d", 'ech="AEX+DQ=="'],
  ['dohpath="/dns-query{?dns}"', "000700102f646e732d71756572797b3f646e737d", 'dohpath="/dns-query{?dns}"'],
  ["KEY65400", "ff780000", "key65400"],
];

test.each(PARAMETERS)("parameters %s are the bytes %s and read as %s", (words, hex, canonical) => {
  const bytes = encodeRdata(https(words));
  expect(bytes.toString("hex")).toBe(`000100${hex}`);
  expect(canonicalText(https(words))).toBe(`1 . ${canonical}`.trimEnd());
  expect(encodeRdata(read("HTTPS", bytes).value)).toEqual(bytes);
});

withBind.each(PARAMETERS)(`and ${BIND} has the same of %s`, (words, hex) => {
  // BIND 9.18 wants the key in small letters.
  expect(byBind("HTTPS", `1 . ${words.replace("KEY", "key")}`)).toBe(`000100${hex}`);
});

test.each([
  ["keys beyond those that BIND knows", "tls-supported-groups=29,23", "00090004001d0017"],
  ["a list of path segments", 'docpath="dns,query"', "000a000a03646e73057175657279"],
  ["no path at all", "docpath", "000a0000"],
  ["a key without a value", "alpn=h2 ohttp", "0001000302683200080000"],
])("%s", (_, words, hex) => {
  const bytes = encodeRdata(https(words));
  expect(bytes.toString("hex")).toBe(`000100${hex}`);
  expect(encodeRdata(read("HTTPS", bytes).value)).toEqual(bytes);
});

test("what the order, the case and the writing do not change is the same", () => {
  const same = (one: RdataValue, other: RdataValue) => expect(canonicalRdata(one)).toEqual(canonicalRdata(other));
  same(https('port=443 alpn="h2,h3"'), https("  alpn=h2,h3   port=443 ", ""));
  same(https("alpn=h2", "Pool.Example.NET."), https("alpn=h2", "pool.example.net"));
  same(
    https("ipv6hint=2001:DB8:0::1"),
    https("key6=\\032\\001\\013\\184\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\001"),
  );
  same(
    value("TLSA", { usage: 3, selector: "1", matching_type: 1, certificate: "ab CD" }),
    value("TLSA", { certificate: "ABCD", usage: 3, selector: 1, matching_type: 1 }),
  );
  same(
    value("CERT", { type: "PKIX", key_tag: 0, algorithm: "rsasha256", certificate: "AQ\n AB" }),
    value("CERT", { type: 1, key_tag: 0, algorithm: 8, certificate: "AQAB" }),
  );
  same(
    value("NAPTR", { order: 1, preference: 1, flags: "s", service: "sip+d2u", regex: "", replacement: "A.example" }),
    value("NAPTR", { order: 1, preference: 1, flags: "S", service: "SIP+D2U", regex: "", replacement: "a.example." }),
  );
  same(
    value("CAA", { tag: "ISSUE", value: '"ca.example"' }),
    value("CAA", { flags: 0, tag: "issue", value: "ca.example" }),
  );
  same(
    value("LOC", { lat_degrees: 1, lat_direction: "n", long_degrees: 2, long_direction: "E", size: 12 }),
    value("LOC", {
      lat_degrees: 1,
      lat_minutes: 0,
      lat_seconds: 0,
      lat_direction: "N",
      long_degrees: 2,
      long_direction: "E",
      long_seconds: "0.0001",
      altitude: 0,
      size: 10,
      precision_horz: 10_000,
      precision_vert: "10",
    }),
  );
  const key = (content: string) => value("OPENPGPKEY", null, { content });
  same(key("AQ\nAB"), key("AQAB"));
  // Base64's letters have a case.
  expect(canonicalRdata(key("aqab"))).not.toEqual(canonicalRdata(key("AQAB")));
});

const SVCB_FAULTS: readonly (readonly [words: string, fault: string])[] = [
  ["alpn", '"alpn" has no value: write protocols, such as h2,h3'],
  ["alpn=", '"alpn" has "": write protocols, such as h2,h3'],
  ["alpn=h2,,h3", '"alpn" has "h2,,h3": write items of 1 to 255 bytes, with commas between them'],
  ["port=65536", '"port" has "65536": write a number to 65535'],
  ["ipv4hint=2001:db8::1", '"ipv4hint" has "2001:db8::1": write IPv4 addresses, with commas between them'],
  ["ipv6hint=192.0.2.1", '"ipv6hint" has "192.0.2.1": write IPv6 addresses, with commas between them'],
  ["ech=!", '"ech" has "!": write base64'],
  ["no-default-alpn", '"no-default-alpn" stands without "alpn"'],
  ["alpn=h2 no-default-alpn=x", '"no-default-alpn" has "x": write it alone'],
  ["mandatory=alpn", '"alpn" is mandatory and is not there'],
  ["alpn=h2 mandatory=mandatory", '"mandatory" has "mandatory": write other keys, each once'],
  ["alpn=h2 mandatory=alpn,alpn", '"mandatory" has "alpn,alpn": write other keys, each once'],
  ["port=1 port=2", '"port" stands twice'],
  ["port=1 key3=x", '"key3" stands twice'],
  ["speed=9", '"speed" is no parameter that is known: write key and its number'],
  ["key65535=x", '"key65535" is no parameter that is known: write key and its number'],
  ['alpn="h2', '"alpn=\\"h2" is no parameter, such as alpn="h2"'],
  ["= x", '"= x" is no parameter, such as alpn="h2"'],
];

test.each(SVCB_FAULTS)("parameters %s are refused: %s", (words, fault) => {
  expect(() => encodeRdata(https(words))).toThrow(new Error(fault));
  expect(canonicalRdata(https(words))).toBeUndefined();
});

// Key 65535 is no key (RFC 9460 §14.3.2), which BIND 9.18 does not mind.
withBind.each(SVCB_FAULTS.filter(([words]) => words !== "key65535=x"))(`${BIND} refuses %s too`, (words) => {
  expect(byBind("HTTPS", `1 . ${words}`)).toBeUndefined();
});

const HERE = { lat_degrees: 1, lat_direction: "N", long_degrees: 1, long_direction: "E" };
test.each<[RdataValue, string]>([
  [value("TLSA", { usage: 3, selector: 1, matching_type: 1 }), "certificate is not there"],
  [
    value("TLSA", { usage: 256, selector: 1, matching_type: 1, certificate: "AB" }),
    'usage "256" is no number from 0 to 255',
  ],
  [
    value("TLSA", { usage: 3, selector: 1, matching_type: 1, certificate: "ABC" }),
    'certificate "ABC" is no row of hexadecimal digits, two for each byte',
  ],
  [value("DNSKEY", { flags: 256, protocol: 3, algorithm: 8, public_key: "A===" }), 'public_key "A===" is no base64'],
  [
    value("DS", { key_tag: 70_000, algorithm: 8, digest_type: 2, digest: "AB" }),
    'key_tag "70000" is no number from 0 to 65535',
  ],
  [value("CAA", { flags: 0, tag: "iss-ue", value: "x" }), 'tag "iss-ue" has other signs than letters and digits'],
  [
    value("NAPTR", { order: 1, preference: 1, flags: "x".repeat(256), service: "", regex: "", replacement: "." }),
    `flags "${"x".repeat(60)}…" has 256 bytes, the limit is 255`,
  ],
  [
    value("SRV", { priority: 1, weight: 1, port: 1, target: "a..b" }),
    'target "a..b" is no name: it has an empty label',
  ],
  [value("A", null, { content: "1.2.3" }), 'content "1.2.3" is no IPv4 address'],
  [value("AAAA", null, { content: "fe80::1%eth0" }), 'content "fe80::1%eth0" is no IPv6 address'],
  [value("LOC", { ...HERE, lat_degrees: 91 }), 'lat_degrees "91" is no whole number from 0 to 90'],
  [value("LOC", { ...HERE, lat_degrees: 90, lat_minutes: 1 }), "lat_degrees 90 with minutes and seconds is above 90"],
  [value("LOC", { ...HERE, long_direction: "N" }), 'long_direction "N" is not E or W'],
  [value("LOC", { ...HERE, size: -1 }), "size is not from 0 to 90000000 metres"],
  [value("LOC", { ...HERE, altitude: "high" }), 'altitude "high" is no number of metres'],
  [value("LOC", { ...HERE, altitude: -100_001 }), 'altitude "-100001" is not from -100000 to 42849672.95'],
  [value("RP", null, { content: "x" }), "the type RP is not known here"],
  [
    value("URI", { weight: 1, target: "x".repeat(65_532) }, { priority: 1 }),
    "it takes 65536 bytes, the limit is 65535",
  ],
])("%j is refused: %s", (wrong, fault) => {
  expect(() => encodeRdata(wrong)).toThrow(new Error(fault));
});

test("any bytes are read or refused, and what is read is written as the same bytes", () => {
  const types = fc.constantFrom(...RECORD_TYPES);
  fc.assert(
    fc.property(types, fc.uint8Array({ maxLength: 60 }), (type, bytes) => {
      const packet = Buffer.from(bytes);
      let found: ReturnType<typeof read>;
      try {
        found = read(type, packet);
      } catch (caught) {
        expect((caught as Error).message).toMatch(/./);
        return;
      }
      const text = formatRdata(found.value, TABLE_STYLE);
      // Bytes that are no UTF-8 are shown, and have no value that could be written.
      if (/[\u0080-\u00ff]/.test(text)) return;
      const again = canonicalRdata(found.value);
      if (again !== undefined && !/^(?:HTTPS|SVCB)$/.test(type)) expect(again).toEqual(found.canonical);
    }),
    { seed: 20_261_129, numRuns: count(250, 2000) },
  );
});

test.each([
  ["HTTPS", "0001", "a target that is not there"],
  ["HTTPS", "000100000100ff6832", "a parameter that is longer than its record"],
  ["HTTPS", "0001000001", "a parameter without a length"],
  ["TLSA", "0301", "a record that is cut short"],
  ["NAPTR", "00010001ff", "a text that is longer than its record"],
  ["LOC", "0112161389cc5c8080000000009896800", "a location of another version"],
  ["DS", "", "nothing"],
  ["SRV", "000100020003016100ff", "something behind the record"],
])("%s %s is refused: %s", (type, hex) => {
  expect(() => read(type, Buffer.from(hex, "hex"))).toThrow(Error);
});

test("parameters whose value is none of their key are shown by number, and out of order they are put in order", () => {
  const bytes = Buffer.from("000100" + "000300010a" + "000100030268" + "32", "hex");
  const { value: found, canonical } = read("HTTPS", bytes);
  expect(formatRdata(found, TABLE_STYLE)).toBe('1 . alpn="h2" key3="\\010"');
  expect(canonical.toString("hex")).toBe("000100" + "00010003026832" + "000300010a");
});

test("a name within a record is read through pointers, and the record ends where it should", () => {
  const packet = Buffer.from("\x03com\x00\x00\x01\x00\x01\x01u\x00\x00\x04mail\xc0\x00", "latin1");
  const { value: found, canonical } = decodeRdata("NAPTR", { packet, start: 5, stop: packet.length });
  expect(formatRdata(found, TABLE_STYLE)).toBe('1 1 "u" "" "" mail.com');
  expect(canonical.toString("latin1")).toBe("\x00\x01\x00\x01\x01u\x00\x00\x04mail\x03com\x00");
});

test("a text is UTF-8 as long as its bytes are, also with U+FFFD in it; else a character is a byte", () => {
  expect(decodeText(Buffer.from("grün \ufffd"))).toBe("grün \ufffd");
  expect(decodeText(Buffer.from("gr\xfcn", "latin1"))).toBe("gr\xfcn");
  expect(decodeText(Buffer.from([0xef, 0xbf]))).toBe("ï¿");
});
