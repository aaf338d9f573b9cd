// One record of each type that domains.yaml takes, in each way in which it is written there, and what a zone file says of it.
// They go the way of a user's: through the schema, the rules and domainRecords(), which is where an SRV's priority is doubled.
import { parseConfiguration } from "../../lib/config/configuration";
import { domainRecords, PLACEHOLDER_REFS } from "../../lib/dns/domain-records";
import type { DnsRecord } from "../../lib/dns/record";

const HEX = "AB".repeat(32);
const KEY = "AwEAAQ==";

/** By the record's key: its fields in domains.yaml, and its value in a zone file. */
const WRITTEN: Readonly<Record<string, readonly [fields: string, value: string]>> = {
  a: ["type: A, name: a, content: 192.0.2.1, proxied: true", "192.0.2.1"],
  aaaa: ["type: AAAA, name: aaaa, content: '2001:DB8:0::1'", "2001:db8::1"],
  apex: ["type: TXT, name: '@', content: at the apex", '"at the apex"'],
  caa: [
    "type: CAA, name: caa, data: {flags: 0, tag: issue, value: ca.example; policy=ev}",
    '0 issue "ca.example; policy=ev"',
  ],
  "caa-iodef": [
    "type: CAA, name: caa, data: {flags: '128', tag: iodef, value: 'mailto:ca@bücher.example'}",
    '128 iodef "mailto:ca@xn--bcher-kva.example"',
  ],
  cert: ["type: CERT, name: cert, data: {type: 1, key_tag: 1, algorithm: 8, certificate: AQ AB}", "1 1 8 AQAB"],
  cname: ["type: CNAME, name: cname, content: Other.Example.NET.", "other.example.net."],
  dnskey: [
    `type: DNSKEY, name: dnskey, data: {flags: '257', protocol: 3, algorithm: 8, public_key: ${KEY}}`,
    `257 3 8 ${KEY}`,
  ],
  ds: [
    `type: DS, name: sub, data: {keyTag: 1, algorithm: 8, digestType: 2, digest: ${HEX.toLowerCase()}}`,
    `1 8 2 ${HEX.toLowerCase()}`,
  ],
  https: [`type: HTTPS, name: https, data: {priority: 1, target: ., value: 'alpn="h3,h2"'}`, '1 . alpn="h3,h2"'],
  "https-alias": [
    "type: HTTPS, name: https-alias, data: {priority: 0, target: pool.bücher.example}",
    "0 pool.xn--bcher-kva.example.",
  ],
  "https-all": [
    `type: HTTPS, name: https-all, data: {priority: 1, target: cdn.example.net, value: 'port=8443 ech="AEX+DQ==" mandatory=alpn,port alpn=h2 no-default-alpn ipv6hint=2001:db8::1 key65280="a b"'}`,
    '1 cdn.example.net. port=8443 ech="AEX+DQ==" mandatory=alpn,port alpn=h2 no-default-alpn ipv6hint=2001:db8::1 key65280="a b"',
  ],
  key: ["type: OPENPGPKEY, name: key, content: AQ AB", "AQAB"],
  "key-long": [
    `type: OPENPGPKEY, name: key-long, content: ${Buffer.alloc(3000, 7).toString("base64")}`,
    Buffer.alloc(3000, 7).toString("base64"),
  ],
  loc: [
    "type: LOC, name: loc, data: {lat_degrees: 51, lat_direction: N, long_degrees: 0, long_direction: W}",
    "51 0 0 N 0 0 0 W 0m 1m 10000m 10m",
  ],
  "loc-all": [
    "type: LOC, name: loc-all, data: {lat_degrees: 37, lat_minutes: 46, lat_seconds: 46.123, lat_direction: S, long_degrees: 122," +
      " long_minutes: 23, long_seconds: 35.5, long_direction: E, altitude: -10.25, size: 100, precision_horz: 20, precision_vert: 0}",
    "37 46 46.123 S 122 23 35.5 E -10.25m 100m 20m 0m",
  ],
  mx: ["type: MX, name: mx, priority: 10, content: MX.example.net.", "10 mx.example.net."],
  naptr: [
    `type: NAPTR, name: naptr, data: {order: 100, preference: 10, flags: S, service: SIP+D2U, regex: '', replacement: _sip._udp.example.net}`,
    '100 10 "S" "SIP+D2U" "" _sip._udp.example.net.',
  ],
  "naptr-regex": [
    `type: NAPTR, name: naptr-regex, data: {order: 1, preference: 1, flags: u, service: E2U+sip, regex: '!^.*$!sip:info@example.com!', replacement: .}`,
    '1 1 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .',
  ],
  ns: ["type: NS, name: sub, content: ns1.example.net", "ns1.example.net."],
  "null-mx": ["type: MX, name: null-mx, priority: 0, content: .", "0 ."],
  ptr: ["type: PTR, name: ptr, content: host.example.net.", "host.example.net."],
  smimea: [
    `type: SMIMEA, name: smimea, data: {usage: 3, selector: 1, matching_type: 1, certificate: ${HEX}}`,
    `3 1 1 ${HEX}`,
  ],
  srv: [
    "type: SRV, name: _sip._tcp, data: {priority: 10, weight: 20, port: 5061, target: Sip.example.net.}",
    "10 20 5061 sip.example.net.",
  ],
  "srv-none": ["type: SRV, name: _imap._tcp, data: {priority: '0', weight: '0', port: '0', target: .}", "0 0 0 ."],
  sshfp: ["type: SSHFP, name: sshfp, data: {algorithm: 4, type: '2', fingerprint: FINGERPRINT}", `4 2 ${HEX}`],
  svcb: [
    `type: SVCB, name: _dns.svcb.example.com, data: {priority: 2, target: dns.example.net, value: 'port=853 alpn=dot ipv4hint="192.0.2.1,192.0.2.2"'}`,
    '2 dns.example.net. port=853 alpn=dot ipv4hint="192.0.2.1,192.0.2.2"',
  ],
  tlsa: [
    `type: TLSA, name: _443._tcp, data: {usage: 3, selector: 1, matching_type: 1, certificate: ${HEX.toLowerCase()}}`,
    `3 1 1 ${HEX}`,
  ],
  // A whole certificate: more than UDP carries.
  "tlsa-long": [
    `type: TLSA, name: _25._tcp, data: {usage: 3, selector: 0, matching_type: 0, certificate: ${"0F".repeat(2000)}}`,
    `3 0 0 ${"0F".repeat(2000)}`,
  ],
  txt: [`type: TXT, name: txt, content: 'é; "x" \\'`, '"\\195\\169; \\"x\\" \\\\"'],
  "txt-long": [`type: TXT, name: txt-long, content: '${"x".repeat(300)}'`, `"${"x".repeat(255)}" "${"x".repeat(45)}"`],
  uri: [
    "type: URI, name: uri, priority: 10, data: {weight: 1, target: 'https://bücher.example/'}",
    '10 1 "https://xn--bcher-kva.example/"',
  ],
};

/** The file as a user has it. */
export const EVERY_TYPE_FILE = [
  "domains:",
  "  - domain: example.com",
  "    aws: { region: us-east-1 }",
  "    ttl: 3600",
  "    records:",
  ...Object.entries(WRITTEN).map(([key, [fields]]) => `      ${key}: {${fields.replace("FINGERPRINT", HEX)}}`),
].join("\n");

const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text: EVERY_TYPE_FILE }]);

/** What the rules say of the file; errors would be a mistake of the sample. */
export const EVERY_TYPE_FINDINGS = findings;

/** Each record with what a zone file says. */
export const EVERY_TYPE: readonly (readonly [record: DnsRecord, value: string])[] = domains
  .flatMap((domain) => domainRecords(domain, PLACEHOLDER_REFS))
  .filter(({ purpose }) => purpose === "record")
  .map((record) => [record, WRITTEN[record.id.slice("record-".length)]![1]]);
