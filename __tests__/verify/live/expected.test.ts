// When a live value is the one that was expected, and what the answers of several servers make of a record.
import type { DnsRecord } from "../../../lib/dns/record";
import { formatTxt } from "../../../lib/dns/text/txt";
import type { Answer, RecordValue, ResourceRecord } from "../../../lib/verify/dns/answer";
import { hasRecord, matchesValue } from "../../../lib/verify/live/expected";
import { serverAnswer, statusOf } from "../../../lib/verify/live/observe";
import { extra, PUBLISHED } from "../../records/samples";

const host = (name: string): RecordValue => ({ kind: "host", host: name });
const address = (text: string): RecordValue => ({ kind: "address", address: text });
const txt = (...strings: (string | Buffer)[]): RecordValue => ({
  kind: "txt",
  strings: strings.map((one) => Buffer.from(one as string)),
});
const caa = (flags: number, tag: string, value: string): RecordValue => ({ kind: "caa", flags, tag, value });
const srv = (port: number, target: string): RecordValue => ({
  kind: "srv",
  priority: 10,
  weight: 20,
  port,
  host: target,
});
const mx = (priority: number, name: string): RecordValue => ({ kind: "mx", priority, host: name });

const CNAME = extra("a", "CNAME", { content: "other.example.net" });
const A = extra("a", "A", { content: "192.0.2.1" });
const AAAA = extra("a", "AAAA", { content: "2001:db8::1" });
const MX = extra("a", "MX", { content: "mx.example.net", priority: 10 });
const NULL_MX = extra("a", "MX", { content: ".", priority: 0 });
const TXT = extra("a", "TXT", { content: formatTxt(`v=spf1 ${"ip4:192.0.2.1 ".repeat(30)}-all`) });
const UMLAUT = extra("a", "TXT", { content: formatTxt("grün") });
const LATIN1 = extra("a", "TXT", { content: '"gr\\252n"' });
const CAA = extra("a", "CAA", { data: { flags: 0, tag: "issue", value: "amazon.com" } });
const SRV = extra("a", "SRV", {
  priority: 10,
  data: { priority: 10, weight: 20, port: 5061, target: "sip.example.net" },
});

test.each<readonly [record: DnsRecord, value: RecordValue, same: boolean]>([
  [CNAME, host("other.example.net"), true],
  [CNAME, host("OTHER.example.net"), true],
  [CNAME, host("other.example.org"), false],
  [A, address("192.0.2.1"), true],
  [A, address("192.0.2.2"), false],
  [{ ...A, proxied: true }, address("192.0.2.2"), true],
  [AAAA, address("2001:DB8:0:0::1"), true],
  [AAAA, address("2001:db8::2"), false],
  [MX, mx(10, "mx.example.net"), true],
  [MX, mx(20, "mx.example.net"), false],
  [MX, mx(10, "mx.example.org"), false],
  [NULL_MX, mx(0, ""), true],
  [TXT, txt("v=spf1 ", `${"ip4:192.0.2.1 ".repeat(30)}`, "-all"), true],
  [TXT, txt("v=spf1 ip4:192.0.2.1 -all"), false],
  [UMLAUT, txt("grün"), true],
  [UMLAUT, txt(Buffer.from("grün", "latin1")), false],
  [LATIN1, txt(Buffer.from("grün", "latin1")), true],
  [LATIN1, txt("gr\ufffdn"), false],
  [LATIN1, txt(Buffer.from("gr\xfdn", "latin1")), false],
  [CAA, caa(0, "issue", "amazon.com"), true],
  [CAA, caa(128, "issue", "amazon.com"), false],
  [CAA, caa(0, "issuewild", "amazon.com"), false],
  [CAA, caa(0, "issue", "ca.example"), false],
  [SRV, srv(5061, "sip.example.net"), true],
  [SRV, srv(5060, "sip.example.net"), false],
  [SRV, srv(5061, "sip.example.org"), false],
])("%#: $type $content, live %j", (record, value, same) => {
  expect(matchesValue(record, value)).toBe(same);
});

const [DKIM] = PUBLISHED;
const server = (name: string) => ({ address: "192.0.2.53", port: 53, name });
const heard = { authoritative: true, authenticated: false };
const live = (ttl: number, target = DKIM!.content!): ResourceRecord[] => [
  { name: DKIM!.name, type: "CNAME", ttl, value: host(target) },
];
const YES = (ttl = 300): Answer => ({ ...heard, server: server("a"), status: "answer", records: live(ttl) });
const OTHER = (ttl = 300): Answer => ({
  ...heard,
  server: server("b"),
  status: "answer",
  records: live(ttl, "x.example"),
});
const NO = (negativeTtl: number | null = 1800): Answer => {
  return { ...heard, server: server("c"), status: "no-name", records: [], negativeTtl };
};
const FAILED = (kind: "timeout" | "servfail"): Answer => {
  return { status: "failed", server: server("d"), failure: { kind, text: "d failed", extendedErrors: [] } };
};

test.each<readonly [authorities: Answer[], resolvers: Answer[], status: string, wait: number | null]>([
  [[YES(), YES()], [YES(), YES()], "live", null],
  [[YES(), YES()], [], "live", null],
  [[YES(), FAILED("timeout")], [YES()], "live", null],
  [[YES(), YES()], [YES(), FAILED("timeout")], "live", null],
  [[YES(), YES()], [FAILED("timeout")], "live", null],
  [[YES(), YES()], [YES(), FAILED("servfail")], "cannot-tell", null],
  [[YES(), YES()], [YES(), NO(840)], "propagating", 840],
  [[YES(), YES()], [OTHER(20), NO(840)], "propagating", 840],
  [[YES(), YES()], [OTHER(20)], "propagating", 20],
  [[YES(), YES()], [NO(null)], "propagating", null],
  [[NO(), NO()], [NO()], "missing", null],
  [[NO(), NO()], [YES(20)], "missing", null],
  [[OTHER(), OTHER()], [OTHER()], "different", null],
  [[YES(), OTHER()], [YES()], "different", null],
  [[YES(), NO()], [YES()], "different", null],
  [[FAILED("timeout"), FAILED("servfail")], [FAILED("timeout")], "cannot-tell", null],
  [[FAILED("timeout")], [YES()], "live", null],
  [[FAILED("timeout")], [NO()], "cannot-tell", null],
  [[FAILED("timeout")], [YES(), OTHER()], "cannot-tell", null],
])("%#", (authorities, resolvers, status, wait) => {
  // A resolver answers from its cache, and not by an authority of its own.
  const outside = resolvers.map((one) => (one.status === "failed" ? one : { ...one, authoritative: false }));
  expect(statusOf(DKIM!, authorities, outside)).toEqual({ status, wait });
});

test("a server's answer in short", () => {
  expect([YES(7), OTHER(8), NO(9), FAILED("timeout")].map((answer) => serverAnswer(DKIM!, answer))).toEqual([
    { server: "a", says: "expected", values: [DKIM!.content], ttl: 7 },
    { server: "b", says: "other", values: ["x.example"], ttl: 8 },
    { server: "c", says: "no-name", values: [], ttl: 9 },
    { server: "d", says: "failed", values: ["d failed"], ttl: null },
  ]);
});

test("a TXT for another purpose is not one of our records", () => {
  const [, , , , spf] = PUBLISHED;
  const records = ["site-verification=0000", "v=DMARC1; p=none;"].map((text) => {
    return { name: spf!.name, type: "TXT", ttl: 300, value: txt(text) };
  });
  const answer: Answer = { ...heard, server: server("a"), status: "answer", records };
  expect(hasRecord(spf!, answer)).toBe(false);
  expect(statusOf(spf!, [answer], []).status).toBe("missing");
});
