// `mailzone adopt` after the API has answered: 3,500 live records matched with 500 wanted, and the growth with twice and four
// times as many.

import { type DesiredRecord, desiredRecords } from "../lib/adopt/matching/records/desired";
import { matchRecords } from "../lib/adopt/matching/records/records";
import { renderMatches } from "../lib/adopt/render";
import type { ZoneRecord } from "../lib/cloudflare/zone-record";
import { parseConfiguration, validDomains } from "../lib/config/configuration";

const ZONE_ID = "0123456789abcdef0123456789abcdef";

/** Domains with five records each, of which most stand, some with another ttl, in a zone that is mostly somebody else's. */
function world(size: number): { wanted: DesiredRecord[]; live: ZoneRecord[] } {
  const names = Array.from({ length: (size * 500) / 5 }, (_, index) => `d${index}.example.com`);
  const entries = names.map((domain) => `  - {domain: ${domain}, web: false, dmarc: false}`);
  const text = `zones: {example.com: ${ZONE_ID}}\ndefaults: {aws: {region: us-east-1}}\ndomains:\n${entries.join("\n")}\n`;
  const wanted = validDomains(parseConfiguration([{ file: "domains.yaml", text }])).flatMap((domain, index) =>
    desiredRecords(domain, {
      dkimTokens: [`a${index}`, `b${index}`, `c${index}`],
      distributionDomain: () => "",
    }),
  );
  const base = {
    zone: "example.com",
    zoneId: ZONE_ID,
    ttl: 1,
    proxied: false,
    comment: null,
    tags: [],
    flattened: false,
  };
  const ours = wanted.filter((_, index) => index % 10 !== 0);
  const live = [
    ...ours.map((record) => ({
      ...record,
      content: record.content ?? "",
      ttl: record.name.length % 2 === 0 ? 1 : 300,
    })),
    ...Array.from({ length: size * 3500 - ours.length }, (_, index) => ({
      type: ["A", "TXT", "MX", "CNAME"][index % 4] ?? "A",
      name: `h${index >> 2}.example.com`,
      content: index % 4 === 1 ? `"v=spf1 ip4:192.0.2.${index % 250} -all"` : "h.example.net",
      priority: index % 4 === 2 ? 10 : null,
      data: null,
    })),
  ].map(({ type, name, content, priority, data, ...rest }, index): ZoneRecord => {
    const ttl = "ttl" in rest ? rest.ttl : 1;
    return { ...base, id: String(index).padStart(32, "0"), type, name, content, priority, data, ttl };
  });
  return { wanted, live };
}

matchRecords(world(1).wanted, world(1).live);
let before: number | undefined;
for (const size of [1, 2, 4]) {
  const { wanted, live } = world(size);
  const runs = Array.from({ length: 5 }, () => {
    const start = performance.now();
    const matching = matchRecords(wanted, live);
    renderMatches(matching, "text");
    return (performance.now() - start) / 1000;
  });
  const seconds = runs.sort((a, b) => a - b)[2] ?? 0;
  const growth = before === undefined ? "" : `, ${(seconds / before).toFixed(1)} times the one before`;
  console.log(`${live.length} live, ${wanted.length} wanted: ${seconds.toFixed(3)} s${growth}`);
  before = seconds;
}
