// What adopt sees over the API, and what the emulated provider finds when it imports the same: one fingerprint. The plan
// compares the two.
import { createCloudflare } from "../../lib/cloudflare/client";
import { type ImportedRecord, recordFingerprint } from "../../lib/dns/fingerprint";
import { type ServedWorld, withServedWorld } from "../../packages/emulator/__tests__/http/served-world";
import { EMULATED_TOKEN } from "../../packages/emulator/internals/http";
import { cloudflareDnsRecord } from "../../packages/emulator/internals/resources";
import { createRecord, type RecordBody } from "../../packages/emulator/internals/world";
import { ZONE_ID } from "./zones";

let served: ServedWorld;
withServedWorld((fresh) => {
  served = fresh;
  served.world.commit(served.world.zones.put(ZONE_ID, { id: ZONE_ID, name: "example.com" }));
});

const BODIES: readonly RecordBody[] = [
  { type: "CNAME", name: "aaa._domainkey.example.com", content: "aaa.dkim.amazonses.com", ttl: 1, proxied: true },
  { type: "TXT", name: "_dmarc.example.com", content: "v=DMARC1; p=none", ttl: 300, comment: "by hand" },
  { type: "MX", name: "mail.example.com", content: "feedback-smtp.us-east-1.amazonses.com", priority: 10, ttl: 60 },
  {
    type: "SRV",
    name: "_sip._tcp.example.com",
    data: { priority: 5, weight: 0, port: 5060, target: "sip.example.com" },
    ttl: 1,
  },
  { type: "CAA", name: "example.com", data: { flags: 0, tag: "issue", value: "amazon.com" }, ttl: 1 },
  { type: "URI", name: "_x.example.com", priority: 1, data: { weight: 2, target: "https://example.net" }, ttl: 1 },
];

test("records of all shapes have the same fingerprint in the zone and in an import", async () => {
  for (const body of BODIES) createRecord(served.world, ZONE_ID, body);
  const cloudflare = createCloudflare({
    env: { CLOUDFLARE_API_TOKEN: EMULATED_TOKEN, CLOUDFLARE_BASE_URL: `${served.url}/client/v4` },
  });
  const records = await cloudflare.listRecords({ name: "example.com", id: ZONE_ID });
  expect(records).toHaveLength(BODIES.length);
  for (const record of records) {
    const before = cloudflareDnsRecord.importState(
      { world: served.world, provider: {} } as never,
      `${ZONE_ID}/${record.id}`,
    );
    expect([record.type, recordFingerprint(record)]).toEqual([
      record.type,
      recordFingerprint(before as unknown as ImportedRecord),
    ]);
  }
});
