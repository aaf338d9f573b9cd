// The article's records, and one record of each type that Cloudflare takes.
import { domainRecords, PLACEHOLDER_REFS } from "../../lib/dns/domain-records";
import type { DnsRecord, RecordType } from "../../lib/dns/record";
import { formatTxt } from "../../lib/dns/text/txt";
import { ARTICLE } from "../helpers/domains";

/** As after the apply. */
export const PUBLISHED = domainRecords(ARTICLE, { ...PLACEHOLDER_REFS, dkimTokens: ["aaa", "bbb", "ccc"] });

/** As before it. */
export const EXPECTED = domainRecords(ARTICLE, PLACEHOLDER_REFS);

export function extra(id: string, type: RecordType, rest: Partial<DnsRecord>): DnsRecord {
  const { entry, domain, region, zone } = PUBLISHED[0]!;
  const own = { entry, id: `record-${id}`, domain, region, zone, purpose: "record", type } as const;
  const absent = { content: null, priority: null, data: null };
  return { ...own, ...absent, name: `${id}.example.com`, ttl: 3600, proxied: false, ...rest };
}

const HEX = "ab".repeat(32);

/** Each with what a zone file says. */
export const EVERY_TYPE: readonly (readonly [DnsRecord, string])[] = [
  [extra("a", "A", { content: "192.0.2.1", ttl: 1, proxied: true }), "192.0.2.1"],
  [extra("aaaa", "AAAA", { content: "2001:db8::1" }), "2001:db8::1"],
  [
    extra("caa", "CAA", { data: { flags: 0, tag: "issue", value: "ca.example; policy=ev" } }),
    '0 issue "ca.example; policy=ev"',
  ],
  [extra("cert", "CERT", { data: { algorithm: 8, certificate: "AQ AB", key_tag: 1, type: 1 } }), "1 1 8 AQAB"],
  [extra("cname", "CNAME", { content: "other.example.net" }), "other.example.net."],
  [
    extra("dnskey", "DNSKEY", { data: { flags: 257, protocol: 3, algorithm: 8, public_key: "AwEAAQ==" } }),
    "257 3 8 AwEAAQ==",
  ],
  [extra("sub", "NS", { content: "ns1.example.net" }), "ns1.example.net."],
  [
    extra("sub", "DS", { name: "sub.example.com", data: { keyTag: 1, algorithm: 8, digestType: 2, digest: HEX } }),
    `1 8 2 ${HEX}`,
  ],
  [extra("https", "HTTPS", { data: { priority: 1, target: ".", value: 'alpn="h3,h2"' } }), '1 . alpn="h3,h2"'],
  [extra("svcb", "SVCB", { data: { priority: 0, target: "pool.example.net" } }), "0 pool.example.net."],
  [
    extra("loc", "LOC", { data: { lat_degrees: 51, lat_direction: "N", long_degrees: 0, long_direction: "W" } }),
    "51 0 0 N 0 0 0 W 0m 1m 10000m 10m",
  ],
  [extra("null-mx", "MX", { content: ".", priority: 0 }), "0 ."],
  [
    extra("naptr", "NAPTR", {
      data: {
        flags: "S",
        order: 100,
        preference: 10,
        regex: "",
        replacement: "_sip._udp.example.net",
        service: "SIP+D2U",
      },
    }),
    '100 10 "S" "SIP+D2U" "" _sip._udp.example.net.',
  ],
  [extra("key", "OPENPGPKEY", { content: "AQ\nAB" }), "AQAB"],
  [extra("ptr", "PTR", { content: "host.example.net." }), "host.example.net."],
  [extra("smimea", "SMIMEA", { data: { usage: 3, selector: 1, matching_type: 1, certificate: HEX } }), `3 1 1 ${HEX}`],
  // In the order of the alphabet, as Terraform gives them back.
  [
    extra("_sip._tcp", "SRV", { data: { port: 5061, priority: 10, target: "sip.example.net", weight: 20 } }),
    "10 20 5061 sip.example.net.",
  ],
  [extra("sshfp", "SSHFP", { data: { algorithm: 4, type: 2, fingerprint: HEX } }), `4 2 ${HEX}`],
  [extra("_443._tcp", "TLSA", { data: { usage: 3, selector: 1, matching_type: 1, certificate: HEX } }), `3 1 1 ${HEX}`],
  [extra("txt", "TXT", { content: formatTxt('é; "x" \\') }), '"\\195\\169; \\"x\\" \\\\"'],
  [
    extra("uri", "URI", { priority: 10, data: { weight: 1, target: "https://example.net/" } }),
    '10 1 "https://example.net/"',
  ],
];
