// The article's records, and one like any that domains.yaml lists beside mail.
import { domainRecords, PLACEHOLDER_REFS } from "../../lib/dns/domain-records";
import type { DnsRecord } from "../../lib/dns/record";
import type { RecordType } from "../../lib/dns/record-types";
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
