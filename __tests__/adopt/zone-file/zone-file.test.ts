// Zone files as Cloudflare exports them, and as other servers write them.
import { parseZone } from "dnsz";
import { matchRecords } from "../../../lib/adopt/matching/records/records";
import type { ZoneFileError } from "../../../lib/adopt/zone-file/entries";
import { readZoneFile } from "../../../lib/adopt/zone-file/zone-file";
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
    "mail-from-spf different",
    "  comment: ours -> ",
    "dmarc identical",
    "web-www different",
    "  proxied: true -> false",
    "  comment: the shop; ours -> ",
    '  tags: team:"web, shop" -> ',
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

test.each([
  ['a 1 IN TXT "x"\nb 1 IN TXT "open\n', "2:12", "a quote is not closed on its line: add it"],
  ['a TXT "open\nb TXT "x"\n', "1:7", "a quote is not closed on its line: add it"],
  ["a TXT open\\\n", "1:11", "a backslash has nothing after it: remove it"],
  ["a SOA ( 1\n2\n", "1:7", "a bracket is not closed: add it"],
  ["a TXT x )\n", "1:9", "a bracket is closed that was not opened: remove it"],
  [
    "$INCLUDE other.zone\n",
    "1:1",
    '"$INCLUDE" cannot be followed here: write its records out, as named-checkzone -D does',
  ],
  [
    "$GENERATE 1-9 a$ A 192.0.2.$\n",
    "1:1",
    '"$GENERATE" cannot be followed here: write its records out, as named-checkzone -D does',
  ],
  ["$TTL soon\n", "1:1", '"$TTL" needs a ttl, got "soon": correct it'],
  ["$ORIGIN\n", "1:1", '"$ORIGIN" needs a name, got "": correct it'],
  ["   A 192.0.2.1\n", "1:4", "a record has no name, and neither has the line before it: add it"],
  ['{\n  "json": 1\n}\n', "1:1", 'expected a name, ttl, class, type and value, got "{"'],
  ["name,type,value\n", "1:1", 'expected a name, ttl, class, type and value, got "name,type,value"'],
  [
    "\n\na  1234567890123456789012345678 IN A 192.0.2.1\n",
    "3:4",
    'the ttl "1234567890123456789012345678" is above 2147483647 seconds: correct it',
  ],
  ["a 99999999999w A 192.0.2.1\n", "1:3", 'the ttl "99999999999w" is above 2147483647 seconds: correct it'],
  ["a CH TXT x\n", "1:3", "the class CH is not IN, the internet's: remove the record"],
  ["a CLASS3 TXT x\n", "1:3", "the class CLASS3 is not IN, the internet's: remove the record"],
  ["a MX mail\n", "1:6", 'a number of a record of type MX is "mail": correct it'],
  ["a MX 10\n", "1:1", 'a record of type MX is cut short, it has "10": complete it'],
  ["a SRV 1 2 x y\n", "1:11", 'a number of a record of type SRV is "x": correct it'],
  ["a CAA 0 issue\n", "1:1", 'a record of type CAA is cut short, it has "0 issue": complete it'],
  ["a MX 99999 mx\n", "1:6", 'a number of a record of type MX is "99999": correct it'],
  ["$TTL 3600 extra\n", "1:11", '"$TTL" ends before "extra": remove that'],
  ["$ORIGIN a b\n", "1:11", '"$ORIGIN" ends before "b": remove that'],
  ["a A 192.0.2.1 Array\n", "1:15", 'a record of type A ends before "Array": remove that'],
  ["a CNAME b c\n", "1:11", 'a record of type CNAME ends before "c": remove that'],
  ["a MX 10 mx (\n20 )\n", "2:1", 'a record of type MX ends before "20": remove that'],
  ["a SRV 1 2 3 x y\n", "1:15", 'a record of type SRV ends before "y": remove that'],
  [
    "@ 600 IN A Parked\n",
    "1:12",
    'a record of type A has no address but "Parked": write the address, or remove the record',
  ],
  [
    "@ AAAA fe80::1%eth0\n",
    "1:8",
    'a record of type AAAA has no address but "fe80::1%eth0": write the address, or remove the record',
  ],
  ["a TXT a\\999\n", "1:7", '"\\999" is no byte, the largest is \\255: correct it'],
  [
    "other.example. SOA a. b. 1 2 3 4 5\n",
    "1:1",
    'the file is of the zone "other.example", not of "example.com": name it with --zone-file other.example=FILE',
  ],
])("%j is refused at %s", (text, place, message) => {
  const told = (() => {
    try {
      return readZoneFile(text, "example.com");
    } catch (error) {
      const fault = error as ZoneFileError;
      return `${fault.place.line}:${fault.place.column} ${fault.message}`;
    }
  })();
  expect(told).toBe(`${place} ${message}`);
});

test("it reads what mailzone itself writes, as another reader does", () => {
  const text = renderRecords(PUBLISHED, "cloudflare");
  const short = (records: readonly { name: string; ttl: number; type: string }[]) =>
    records.map(({ name, ttl, type }) => [name, ttl, type]);
  expect(short(readZoneFile(text, "example.com"))).toEqual(short(parseZone(text).records));
});

test.each([
  ["$ORIGIN example.com\nwww A 192.0.2.1\n", "www.example.com"],
  ["$ORIGIN com.\nexample A 192.0.2.1\n", "example.com"],
  ["$ORIGIN .\nexample.com A 192.0.2.1\n", "example.com"],
  ["$ORIGIN sub\n$ORIGIN example.com\n@ A 192.0.2.1\n", "example.com.sub.example.com"],
  ["_sip._tls.@ A 192.0.2.1\n", "_sip._tls.example.com"],
  ["x\\.@ A 192.0.2.1\n", "x\\.@.example.com"],
  ["@.x A 192.0.2.1\n", "@.x.example.com"],
])("%j has the name %s", (text, name) => {
  expect(readZoneFile(text, "example.com").map((record) => record.name)).toEqual([name]);
});

test.each([
  ['a HTTPS 1 . alpn="h2,h3" ipv4hint=192.0.2.1\n', 'alpn="h2,h3" ipv4hint=192.0.2.1'],
  ["a HTTPS 1 . alpn=h2,h3 port=8443\n", "alpn=h2,h3 port=8443"],
  ['a SVCB 1 svc ( alpn="h2"\n  no-default-alpn key667="a= " )\n', 'alpn="h2" no-default-alpn key667="a= "'],
  ["a HTTPS 0 x\n", ""],
])("the parameters of %j stay as they are written", (text, value) => {
  expect(readZoneFile(text, "example.com").map(({ data }) => data?.value)).toEqual([value]);
});
