// Shapes that answers of Cloudflare's had in real zones, over the years, as octodns-cloudflare has recorded them
// (tests/fixtures/cloudflare-dns_records-page-1.json to -3.json): the facts, with other names.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { matchRecords } from "../../lib/adopt/matching/records/records";
import { createCloudflare } from "../../lib/cloudflare/client";
import type { ZoneRecord } from "../../lib/cloudflare/zone-record";
import { others, wanted, ZONE_ID } from "../adopt/zones";

/** Without content where there are parts; with parts that the API no longer has; types that the provider does not take. */
const RECORDED: readonly Readonly<Record<string, unknown>>[] = [
  { type: "A", name: "example.com", content: "192.0.2.4", proxiable: true, locked: false, meta: { auto_added: false } },
  { type: "A", name: "example.com", content: "192.0.2.5", proxiable: true },
  { type: "AAAA", name: "aaaa.example.com", content: "2001:db8:500:e210:62f8:1dff:feb8:947a", ttl: 600 },
  { type: "CNAME", name: "cname.example.com", content: "example.com", proxiable: true },
  { type: "MX", name: "mx.example.com", content: "smtp-1.example.com", priority: 40 },
  { type: "MX", name: "mx.example.com", content: "smtp-2.example.com", priority: 20 },
  { type: "NS", name: "under.example.com", content: "ns1.example.com", ttl: 3600 },
  { type: "SPF", name: "spf.example.com", content: "v=spf1 ip4:192.0.2.1/16-all", ttl: 600 },
  { type: "TXT", name: "txt.example.com", content: "plain words without quotes", ttl: 600 },
  { type: "SOA", name: "example.com", content: "ignored", ttl: 600 },
  {
    type: "TXT",
    name: "txt.example.com",
    content: "v=DKIM1;k=rsa;s=email;h=sha256;p=A/kinda+of/long+string",
    ttl: 600,
  },
  { type: "CAA", name: "example.com", data: { flags: 0, tag: "issue", value: "ca.example.com" }, ttl: 3600 },
  { type: "PTR", name: "ptr.example.com", content: "foo.example.net" },
  {
    type: "SRV",
    name: "_srv._tcp.example.com",
    data: {
      service: "_srv",
      proto: "_tcp",
      name: "example.com",
      priority: 12,
      weight: 20,
      port: 30,
      target: "foo-2.example.com",
    },
    ttl: 600,
  },
  {
    type: "LOC",
    name: "loc.example.com",
    content: "IN LOC 31 58 52.1 S 115 49 11.7 E 20m 10m 10m 2m",
    data: { lat_degrees: 31, lat_minutes: 58, lat_seconds: 52.1, lat_direction: "S", altitude: 20, size: 10 },
  },
  {
    type: "NAPTR",
    name: "example.com",
    content: '30 100 "S" "SIP+D2T" "" _sip._tls.example.com.',
    data: {
      flags: "S",
      order: 30,
      preference: 100,
      regex: "",
      replacement: "_sip._tls.example.com.",
      service: "SIP+D2T",
    },
    ttl: 1,
  },
  {
    type: "SSHFP",
    name: "example.com",
    content: "1 2 859be6ed04643db411f067b6c1da1d75fe08b672",
    data: { algorithm: 1, type: 2, fingerprint: "859be6ed04643db411f067b6c1da1d75fe08b672" },
  },
  { type: "TXT", name: "txt.bücher.example", content: "names in their letters", ttl: 600, zone_name: "bücher.example" },
  {
    type: "DS",
    name: "ds.example.com",
    content: "1 13 2 B5BB9D80",
    data: { algorithm: 13, digest: "B5BB9D80", digest_type: 2, key_tag: 1 },
    tags: [],
  },
];

let server: Server;
afterEach(() => server.close());

async function read(records: typeof RECORDED, perPage = 10): Promise<ZoneRecord[]> {
  server = createServer((request, response) => {
    const page = Number(new URL(request.url ?? "", "http://localhost").searchParams.get("page"));
    const result = records
      .map((record, index) => ({
        id: `fc12ab34cd56113344${index}`,
        ttl: 300,
        proxied: false,
        zone_id: ZONE_ID,
        ...record,
      }))
      .slice((page - 1) * perPage, page * perPage);
    const result_info = {
      page,
      per_page: perPage,
      total_pages: Math.ceil(records.length / perPage),
      count: result.length,
      total_count: records.length,
    };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ result, result_info, success: true, errors: [], messages: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const CLOUDFLARE_BASE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cloudflare = createCloudflare({
    env: { CLOUDFLARE_API_TOKEN: "not-a-real-token", CLOUDFLARE_BASE_URL },
    perPage,
  });
  return cloudflare.listRecords({ name: "example.com", id: ZONE_ID });
}

test("all of them are read, and what is wanted of them is found", async () => {
  const records = await read(RECORDED);
  expect(records.map(({ type, name }) => `${type} ${name}`)).toEqual(
    RECORDED.map(({ type, name }) => `${type} ${name}`),
  );
  const entry = `{domain: example.com, mailFrom: false, dmarc: false, ttl: 300, records: {
    a: {type: A, name: "@", content: 192.0.2.5},
    mx: {type: MX, name: mx, content: smtp-2.example.com, priority: 20},
    caa: {type: CAA, name: "@", ttl: 3600, data: {flags: 0, tag: issue, value: ca.example.com}},
    srv: {type: SRV, name: _srv._tcp, ttl: 600, data: {priority: 12, weight: 20, port: 30, target: foo-2.example.com}},
    ssh: {type: SSHFP, name: "@", data: {algorithm: 1, type: 2, fingerprint: 859BE6ED04643DB411F067B6C1DA1D75FE08B672}},
    text: {type: TXT, name: txt, ttl: 600, content: plain words without quotes}}}`;
  expect(others(matchRecords(wanted(entry), records).matches)).toEqual([
    "dkim-1 absent",
    "dkim-2 absent",
    "dkim-3 absent",
    "record-ssh different",
    "  data.fingerprint: 859be6ed04643db411f067b6c1da1d75fe08b672 -> 859BE6ED04643DB411F067B6C1DA1D75FE08B672",
    "record-text different",
    '  content: plain words without quotes -> "plain words without quotes"',
    "  the text is the same: only its quotes, or where it is split, change",
  ]);
});
