// The zone file as another program reads it, one that needs nothing installed beside npm's packages.
import { parseZone } from "dnsz";
import { renderRecords } from "../../lib/records/format";
import { EVERY_TYPE } from "./every-type";
import { PUBLISHED } from "./samples";

test("a reader of zone files finds the records that were meant", () => {
  // It takes a quote after an escaped backslash for an escaped quote: named-checkzone reads that text.
  const samples = EVERY_TYPE.map(([record, content]) => ({ record, content })).filter(
    ({ record }) => record.type !== "TXT",
  );
  const { records, origin } = parseZone(
    renderRecords([...samples.map(({ record }) => record), ...PUBLISHED], "cloudflare"),
  );
  expect(origin).toBe("example.com");
  expect(records.slice(0, samples.length)).toEqual(
    samples.map(({ record: { name, ttl, type, proxied }, content }) => ({
      name,
      ttl,
      class: "IN",
      type,
      content,
      comment: ["A", "AAAA", "CNAME"].includes(type) ? `cf_tags=cf-proxied:${proxied}` : null,
    })),
  );
  expect(records).toHaveLength(samples.length + PUBLISHED.length);
});
