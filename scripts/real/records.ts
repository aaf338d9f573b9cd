// Records of every type that the provider has, written in the ways in which people write them, and what is wrong with some.

export const ZONE = "0123456789abcdef0123456789abcdef";
export const ZONE_NAME = "example.com";

/** The arguments of one cloudflare_dns_record. */
export type RecordArguments = Readonly<Record<string, unknown>>;

export function record(name: string, type: string, value: string | object, more: object = {}): RecordArguments {
  const written = typeof value === "string" ? { content: value } : { data: value };
  return { zone_id: ZONE, name: name === "@" ? ZONE_NAME : `${name}.${ZONE_NAME}`, type, ttl: 1, ...written, ...more };
}

/** A DS needs the NS of its name first. */
const AFTER_NS = { depends_on: ["cloudflare_dns_record.ns"] };
const HEX = "ab".repeat(32);

/** Each is accepted. Some leave a difference for ever, which is the same on both sides. */
export const RECORDS: Readonly<Record<string, RecordArguments>> = {
  a: record("a", "A", "192.0.2.1"),
  a_second: record("a", "A", "192.0.2.2"),
  a_proxied: record("proxied", "A", "192.0.2.3", { proxied: true }),
  a_ttl: record("ttl", "A", "192.0.2.4", { ttl: 300, proxied: false }),
  a_upper_name: { ...record("x", "A", "192.0.2.5"), name: "UPPER.Example.com" },
  a_tagged: record("tagged", "A", "192.0.2.6", { tags: ["team:mail", "owner:me"] }),
  a_settings: record("settings", "A", "192.0.2.7", { proxied: true, settings: { ipv4_only: true } }),
  aaaa: record("aaaa", "AAAA", "2001:db8::1"),
  aaaa_long: record("aaaa-long", "AAAA", "2001:0DB8:0000:0000:0000:0000:0000:0002"),
  cname: record("cname", "CNAME", "target.example.net"),
  cname_dot: record("cname-dot", "CNAME", "target.example.net."),
  cname_upper: record("cname-upper", "CNAME", "Target.Example.NET"),
  cname_flat: record("flat", "CNAME", "target.example.net", { settings: { flatten_cname: true } }),
  mx: record("mx", "MX", "mx.example.net", { priority: 10 }),
  mx_null: record("null-mx", "MX", ".", { priority: 0 }),
  ns: record("sub", "NS", "ns1.example.net"),
  openpgpkey: record("pgp", "OPENPGPKEY", "mQENBFVHm5sBCADI"),
  ptr: record("ptr", "PTR", "host.example.net"),
  txt: record("txt", "TXT", '"v=spf1 -all"'),
  txt_bare: record("txt-bare", "TXT", "v=spf1 -all"),
  txt_quoted: record("txt-quoted", "TXT", '"say \\"hi\\" and \\\\"'),
  txt_parts: record("txt-parts", "TXT", `"${"a".repeat(255)}" "${"b".repeat(45)}"`),
  txt_comment: record("txt-comment", "TXT", '"commented"', { comment: "what it is for" }),
  txt_empty_comment: record("txt-empty-comment", "TXT", '"commented"', { comment: "" }),
  caa: record("@", "CAA", { flags: 0, tag: "issue", value: "ca.example.net" }),
  caa_text: record("caa", "CAA", { flags: "128", tag: "iodef", value: "mailto:ca@example.com" }),
  cert: record("cert", "CERT", { type: 1, key_tag: 1, algorithm: 8, certificate: "AQAB" }),
  dnskey: record("dnskey", "DNSKEY", { flags: 257, protocol: 3, algorithm: 8, public_key: "AwEAAQ==" }),
  ds: record("sub", "DS", { key_tag: 1, algorithm: 8, digest_type: 2, digest: HEX }, AFTER_NS),
  https: record("https", "HTTPS", { priority: 1, target: ".", value: 'alpn="h2"' }),
  svcb: record("svcb", "SVCB", { priority: 1, target: "svc.example.net", value: 'alpn="h2"' }),
  loc: record("loc", "LOC", {
    lat_degrees: 51,
    lat_minutes: 30,
    lat_seconds: 12.748,
    lat_direction: "N",
    long_degrees: 0,
    long_minutes: 7,
    long_seconds: 39.611,
    long_direction: "W",
    altitude: 10,
    size: 1,
    precision_horz: 10000,
    precision_vert: 10,
  }),
  naptr: record("naptr", "NAPTR", {
    order: 100,
    preference: 10,
    flags: "S",
    service: "SIP+D2U",
    regex: "",
    replacement: "_sip._udp.example.net",
  }),
  smimea: record("smimea", "SMIMEA", { usage: 3, selector: 0, matching_type: 1, certificate: HEX }),
  srv: record("_sip._tcp", "SRV", { priority: 10, weight: 5, port: 5060, target: "sip.example.net" }, { priority: 10 }),
  srv_data_only: record("_sips._tcp", "SRV", { priority: 10, weight: 5, port: 5061, target: "sip.example.net" }),
  sshfp: record("sshfp", "SSHFP", { algorithm: 4, type: 2, fingerprint: HEX }),
  tlsa: record("_25._tcp", "TLSA", { usage: 3, selector: 1, matching_type: 1, certificate: HEX.toUpperCase() }),
  uri: record("_ftp._tcp", "URI", { weight: 1, target: "ftp://ftp.example.com/public" }, { priority: 10 }),
};

/** Each is refused, by the provider or by the service. */
export const REFUSED: Readonly<Record<string, RecordArguments>> = {
  proxied_ttl: record("bad-ttl", "A", "192.0.2.1", { proxied: true, ttl: 300 }),
  proxied_mx: record("bad-proxied", "MX", "mx.example.net", { priority: 10, proxied: true }),
  no_address: record("bad-a", "A", "not an address"),
  mx_without_priority: record("bad-mx", "MX", "mx.example.net"),
  ttl_of_ten: record("bad-ten", "A", "192.0.2.1", { ttl: 10 }),
  other_zone: { ...record("x", "A", "192.0.2.1"), name: "example.org" },
  no_zone: { ...record("no-zone", "A", "192.0.2.1"), zone_id: "f".repeat(32) },
  empty_txt: record("bad-txt", "TXT", ""),
};

/** Each is refused before anything is asked. */
export const INVALID: Readonly<Record<string, RecordArguments>> = {
  no_type: record("bad-type", "NONE", "x"),
  priority_range: record("bad-range", "MX", "mx.example.net", { priority: 70000 }),
  data_range: record("bad-data", "SRV", { priority: 1, weight: 1, port: 70000, target: "x.example.net" }),
  both: { ...record("bad-both", "CAA", "0 issue x"), data: { flags: 0, tag: "issue", value: "x" } },
};
