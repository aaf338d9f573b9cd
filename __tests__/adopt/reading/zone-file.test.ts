// Zone files as Cloudflare exports them, and as other servers write them.
import { parseZone } from "dnsz";
import { matchRecords } from "../../../lib/adopt/matching/records/records";
import { readZoneFile } from "../../../lib/adopt/reading/zone-file";
import { renderRecords } from "../../../lib/records/format";
import { PUBLISHED } from "../../records/samples";
import { ENTRY, told, wanted } from "../zones";

const EXPORT = String.raw`;;
;; Domain:     example.com.
;; Exported:   2026-11-24 10:00:00
;;
;; SOA Record
example.com	3600	IN	SOA	a.ns.cloudflare.com. dns.cloudflare.com. 2050000000 10000 2400 604800 3600

;; NS Records
example.com.	86400	IN	NS	a.ns.cloudflare.com.

;; A Records
example.com.	1	IN	A	192.0.2.1 ; cf_tags=cf-proxied:true

;; CAA Records
example.com.	1	IN	CAA	0 issue "amazon.com"

;; CNAME Records
aaa._domainkey.example.com.	1	IN	CNAME	aaa.dkim.amazonses.com. ; cf_tags=cf-proxied:false
bbb._domainkey.example.com.	1	IN	CNAME	bbb.dkim.amazonses.com. ; cf_tags=cf-proxied:false
ccc._domainkey.example.com.	1	IN	CNAME	ccc.dkim.amazonses.com. ; cf_tags=cf-proxied:false
www.example.com.	1	IN	CNAME	d111111abcdef8.cloudfront.net. ; the shop; ours cf_tags=cf-proxied:true,team:"web, shop"

;; MX Records
mail.example.com.	1	IN	MX	10 feedback-smtp.us-east-1.amazonses.com.

;; SRV Records
_sip._tcp.example.com.	1	IN	SRV	5 0 5060 sip.example.com.

;; TXT Records
_dmarc.example.com.	1	IN	TXT	"v=DMARC1; p=none;"
mail.example.com.	1	IN	TXT	"v=spf1 include:amazonses.com ~all" ; ours
odd.example.com.	1	IN	TXT	"a\"b;(c)\\" "d"
`;

test("an export of Cloudflare's is matched", () => {
  const { matches } = matchRecords(wanted(ENTRY), readZoneFile(EXPORT, "example.com"));
  expect(told(matches)).toEqual([
    ...["dkim-1", "dkim-2", "dkim-3", "mail-from-mx"].map((id) => `${id} identical`),
    ...["mail-from-spf different", "  comment: ours -> ", "dmarc identical"],
    ...[
      "web-www different",
      "  proxied: true -> false",
      "  comment: the shop; ours -> ",
      '  tags: team:"web, shop" -> ',
    ],
    "  it is proxied and answers with addresses, so that mail does not find it: the apply ends that",
    "  mailzone writes no tags: the apply takes them off",
  ]);
});

test("its values are as the API has them", () => {
  const records = readZoneFile(EXPORT, "example.com");
  const short = records.map(({ type, name, ttl, priority, content, data }) => [
    type,
    name,
    ttl,
    priority,
    content,
    data,
  ]);
  expect(short.filter(([type]) => ["SOA", "CAA", "SRV", "MX", "A"].includes(String(type)))).toEqual([
    [
      "SOA",
      "example.com",
      3600,
      null,
      "a.ns.cloudflare.com. dns.cloudflare.com. 2050000000 10000 2400 604800 3600",
      null,
    ],
    ["A", "example.com", 1, null, "192.0.2.1", null],
    ["CAA", "example.com", 1, null, '0 issue "amazon.com"', { flags: 0, tag: "issue", value: "amazon.com" }],
    ["MX", "mail.example.com", 1, 10, "feedback-smtp.us-east-1.amazonses.com", null],
    [
      "SRV",
      "_sip._tcp.example.com",
      1,
      5,
      "0 5060 sip.example.com",
      { priority: 5, weight: 0, port: 5060, target: "sip.example.com" },
    ],
  ]);
  expect(records.at(-1)?.content).toBe(String.raw`"a\"b;(c)\\" "d"`);
});

test("relative names, ttls in words, brackets, owners left out, another origin", () => {
  const text = [
    "$TTL 1h",
    "@ IN SOA ns1 admin ( 1 ; serial",
    "   2 3 4 5 )",
    "     NS ns1",
    "www 5m IN A 192.0.2.1",
    "    IN 60 AAAA 2001:db8::1",
    'long TXT ( "one"',
    '  "two; three" ) ; split',
    "$ORIGIN sub.example.com.",
    "Host CNAME www.example.net.",
    "@ MX 0 .",
  ].join("\r\n");
  expect(
    readZoneFile(text, "example.com").map(({ type, name, ttl, content, comment }) => [
      type,
      name,
      ttl,
      content,
      comment,
    ]),
  ).toEqual([
    ["SOA", "example.com", 3600, "ns1 admin 1 2 3 4 5", "serial"],
    ["NS", "example.com", 3600, "ns1.example.com", null],
    ["A", "www.example.com", 300, "192.0.2.1", null],
    ["AAAA", "www.example.com", 60, "2001:db8::1", null],
    ["TXT", "long.example.com", 3600, '"one" "two; three"', "split"],
    ["CNAME", "host.sub.example.com", 3600, "www.example.net", null],
    ["MX", "sub.example.com", 3600, ".", null],
  ]);
});

test("what is no zone file is refused with its line", () => {
  const fault = (text: string) => {
    try {
      return readZoneFile(text, "example.com");
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(fault('a 1 IN TXT "x"\nb 1 IN TXT "open\n')).toBe("line 2: a quote is not closed: add it");
  expect(fault("a SOA ( 1\n2\n")).toBe("line 1: a bracket is not closed: add it");
  expect(fault("$INCLUDE other.zone\n")).toBe('line 1: "$INCLUDE" cannot be followed here: write its records out');
  expect(fault("   A 192.0.2.1\n")).toBe("line 1: a record has no name, and there is none before it: add it");
  expect(fault('{\n  "json": 1\n}\n')).toBe('line 1: expected a name, ttl, class, type and value, got "{"');
});

test("it reads what mailzone itself writes, as another reader does", () => {
  const text = renderRecords(PUBLISHED, "cloudflare");
  const short = (records: readonly { name: string; ttl: number; type: string }[]) =>
    records.map(({ name, ttl, type }) => [name, ttl, type]);
  expect(short(readZoneFile(text, "example.com"))).toEqual(short(parseZone(text).records));
});
