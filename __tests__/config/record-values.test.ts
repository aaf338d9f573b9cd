// Values become what Cloudflare keeps, and international names punycode, wherever they stand.
import { parseConfiguration } from "../../lib/config/configuration";

const read = (fields: string) =>
  parseConfiguration([
    { file: "domains.yaml", text: `domains: [{domain: bücher.example, aws: {region: us-east-1}, ${fields}}]` },
  ]);
const errors = (fields: string) =>
  read(fields).findings.flatMap(({ severity, message }) => (severity === "error" ? [message] : []));
const record = (fields: string) => read(`records: {r: {name: r, ${fields}}}`).domains[0]?.records[0];
const HEX = "0123456789abcdef".repeat(4);

test.each([
  ["type: AAAA, content: '2001:DB8:0:0::1'", "2001:db8::1"],
  ["type: AAAA, content: '::ffff:192.0.2.1'", "::ffff:c000:201"],
  ["type: CNAME, content: Shop.Bücher.Example.", "shop.xn--bcher-kva.example"],
  ["type: MX, priority: 1, content: MX.example.net.", "mx.example.net"],
  ["type: MX, priority: 0, content: .", "."],
  ["type: TXT, content: Größe", "Größe"],
])("%s", (fields, content) => {
  expect(record(fields)?.content).toBe(content);
});

test.each([
  [
    "type: SRV, data: {priority: '1', weight: '2', port: 5060, target: Sip.Bücher.example.}",
    { priority: 1, weight: 2, port: 5060, target: "sip.xn--bcher-kva.example" },
  ],
  [
    "type: CAA, data: {flags: '0', tag: issue, value: ca.bücher.example; x=1}",
    { flags: 0, tag: "issue", value: "ca.xn--bcher-kva.example; x=1" },
  ],
  [
    "type: CAA, data: {flags: 0, tag: iodef, value: 'mailto:ca@bücher.example'}",
    { flags: 0, tag: "iodef", value: "mailto:ca@xn--bcher-kva.example" },
  ],
  [
    `type: TLSA, data: {usage: '3', selector: 1, matching_type: 1, certificate: '${HEX}'}`,
    { usage: 3, selector: 1, matching_type: 1, certificate: HEX.toUpperCase() },
  ],
  [
    "type: SSHFP, data: {algorithm: 1, type: '1', fingerprint: 'ab cd'}",
    { algorithm: 1, type: 1, fingerprint: "ABCD" },
  ],
  [
    "type: NAPTR, data: {order: 1, preference: 1, flags: '0', service: s, regex: '', replacement: bücher.example}",
    { order: 1, preference: 1, flags: "0", service: "s", regex: "", replacement: "xn--bcher-kva.example" },
  ],
  [
    "type: URI, priority: 1, data: {weight: 1, target: 'https://bücher.example/ä'}",
    { weight: 1, target: "https://xn--bcher-kva.example/%C3%A4" },
  ],
  [
    "type: HTTPS, data: {priority: 1, target: ., value: 'alpn=\"h2\"'}",
    { priority: 1, target: ".", value: 'alpn="h2"' },
  ],
])("%s", (fields, data) => {
  expect(record(fields)?.data).toEqual(data);
});

test.each([
  ["DS", "key_tag: 1, algorithm: 8, digest_type: 2, digest: ab"],
  ["DS", "keyTag: 1, algorithm: 8, digestType: 2, digest: ab"],
  ["DS", "KEYTAG: 1, Algorithm: 8, DIGEST_TYPE: 2, Digest: ab"],
])("the parts of %s may be spelled %s, and are called as the provider calls them", (type, data) => {
  expect(record(`type: ${type}, data: {${data}}`)?.data).toEqual({
    key_tag: 1,
    algorithm: 8,
    digest_type: 2,
    digest: "ab",
  });
});

test("a part that no type has keeps its name, in small letters", () => {
  const data = "flags: 0, tag: issue, value: ca.example, ownWord: x, URL: y";
  expect(Object.keys(record(`type: CAA, data: {${data}}`)?.data ?? {})).toEqual([
    "flags",
    "tag",
    "value",
    "own_word",
    "url",
  ]);
});

test("a part that is given twice is refused at its second position", () => {
  const { findings } = read(
    "records: {r: {type: DS, name: r, data: {key_tag: 1, keyTag: 2, algorithm: 8, digest_type: 2, digest: AB}}}",
  );
  expect(findings.map(({ message, at }) => [message, at?.line, at?.column])).toEqual([
    ['record "r" of "xn--bcher-kva.example" ("bücher.example") has the part "key_tag" twice: keep one of them', 1, 122],
  ]);
});

test("spf: hosts in punycode, macros, capitals and prefix lengths as they are written", () => {
  const [domain] = read(
    "spf: {include: [_spf.bücher.example, '%{I}._spf.Example.net'], a: [mx.bücher.example/24], mx: '@', exists: '%{i}.bücher.example'}",
  ).domains;
  expect(domain?.spf).toBe(
    "v=spf1 a:mx.xn--bcher-kva.example/24 mx include:_spf.xn--bcher-kva.example include:%{I}._spf.Example.net exists:%{i}.xn--bcher-kva.example ~all",
  );
});

test("a redirect is a host too", () => {
  expect(read("spf: {redirect: _spf.bücher.example}").domains[0]?.spf).toBe(
    "v=spf1 redirect=_spf.xn--bcher-kva.example",
  );
});

test("report addresses", () => {
  expect(
    read("dmarc: {rua: [d@bücher.example, 'mailto:e@example.com'], ruf: f@bücher.example}").domains[0]?.dmarc,
  ).toBe(
    "v=DMARC1; p=none; rua=mailto:d@xn--bcher-kva.example,mailto:e@example.com; ruf=mailto:f@xn--bcher-kva.example;",
  );
});

test.each([
  [
    "dmarc: {rua: jürgen@example.com}",
    'rua "jürgen@example.com" of "xn--bcher-kva.example" ("bücher.example") has "jürgen" before the "@", which has no form in ASCII: name another address, few receivers mail reports to such a one',
  ],
  [
    "spf: {include: [_spf.bücherя.example]}",
    'include "_spf.bücherя.example" in the spf of "xn--bcher-kva.example" ("bücher.example") has the label "bücherя" of Latin and Cyrillic letters: type it again, or write "xn--bcher-kva570d" ("bücherя") if it is meant',
  ],
  [
    "records: {r: {type: SRV, name: r, data: {priority: 1, weight: 1, port: 1, target: a..b}}}",
    'target "a..b" of record "r" of "xn--bcher-kva.example" ("bücher.example") has an empty label: remove a dot',
  ],
])("%s is refused", (fields, message) => {
  expect(errors(fields)).toEqual([message]);
});
