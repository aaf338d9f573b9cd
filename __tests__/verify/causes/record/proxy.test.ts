// What proves that Cloudflare does not proxy a record, and what proves nothing.
import type { DnsRecord } from "../../../../lib/dns/record";
import { checkProxied } from "../../../../lib/verify/causes/record/proxy";
import type { Answer, ResourceRecord } from "../../../../lib/verify/dns/answer";
import { recordWith, seen, serverNamed } from "../../answers";
import { type MemoryZone, memoryDns } from "../../memory-dns";

const NAME = "www.example.com";
const TARGET = "d111111abcdef8.cloudfront.net";
const record = (changes: Partial<DnsRecord>): DnsRecord => ({
  ...recordWith("web-www"),
  name: NAME,
  content: TARGET,
  proxied: true,
  ...changes,
});
const address = (value: string, type = "A"): ResourceRecord => ({
  name: NAME,
  type,
  ttl: 300,
  value: { kind: "address", address: value },
});
const alias: ResourceRecord = { name: NAME, type: "CNAME", ttl: 300, value: { kind: "host", host: TARGET } };

async function found(one: DnsRecord, records: readonly ResourceRecord[], zone: MemoryZone = {}, isElsewhere = false) {
  const server = serverNamed("ada.ns.cloudflare.com");
  const answer: Answer = { status: "answer", server, authoritative: true, authenticated: false, records };
  const entry = { entry: "example.com", domain: "example.com", records: [seen(one, [answer])], deadline: null };
  const dns = memoryDns(zone) as Parameters<typeof checkProxied>[1]["dns"];
  const problems = await checkProxied(entry, { dns, now: () => 0, hostedElsewhere: isElsewhere });
  return problems.map(({ message }) => message);
}

const says = (type: string, values: string) => [
  `${type} "${NAME}" should be proxied, but is DNS only at Cloudflare: it is answered with ${values}`,
];
const DISTRIBUTION: MemoryZone = { [TARGET]: { A: ["192.0.2.80"], AAAA: ["2001:db8::80"] } };

test("a CNAME that can be seen is not proxied", async () => {
  expect(await found(record({}), [alias, address("192.0.2.80")])).toEqual(says("CNAME", `"${TARGET}"`));
});

test.each<[type: "A" | "AAAA", content: string]>([
  ["A", "192.0.2.80"],
  ["AAAA", "2001:db8::80"],
])("an %s that is answered with its own address is not proxied", async (type, content) => {
  expect(await found(record({ type, content }), [address(content, type)])).toEqual(says(type, `"${content}"`));
});

test("a CNAME that is answered with an address of its target is flattened and not proxied", async () => {
  expect(await found(record({}), [address("192.0.2.80")], DISTRIBUTION)).toEqual(says("CNAME", '"192.0.2.80"'));
});

test.each<[what: string, record: DnsRecord, records: ResourceRecord[], zone: MemoryZone]>([
  ["Cloudflare's addresses", record({}), [address("104.16.0.1")], DISTRIBUTION],
  ["addresses that a customer of Cloudflare brought", record({}), [address("198.51.100.1")], DISTRIBUTION],
  [
    "addresses of a target that is proxied too",
    record({}),
    [address("104.16.0.1")],
    { [TARGET]: { A: ["104.16.0.1"] } },
  ],
  ["an address where the target's cannot be told", record({}), [address("192.0.2.80")], { [TARGET]: { fails: true } }],
  ["the CNAME of a record that is DNS only", record({ proxied: false }), [alias], {}],
])("nothing is proved by %s", async (_what, one, records, zone) => {
  expect(await found(one, records, zone)).toEqual([]);
});

test("the zone is the cause if it is at other servers", async () => {
  expect(await found(record({}), [alias], {}, true)).toEqual([]);
});
