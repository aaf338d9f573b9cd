// The Cloudflare side of a domain: one resource per record, named by entry and record id.
import { DnsRecord as CloudflareDnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { Construct } from "constructs";
import type { DnsRecord } from "../dns/record";
import { resourceName } from "../dns/resource-name";
import { literal } from "./literal";

export interface ZoneRecordsProps {
  /** 32 hexadecimal digits, or the token of a zone that is looked up. */
  readonly zoneId: string;
  readonly records: readonly DnsRecord[];
  /** The comment of a record. @default - none */
  readonly commentOf: (record: DnsRecord) => string | undefined;
}

export class ZoneRecords extends Construct {
  constructor(scope: Construct, id: string, props: ZoneRecordsProps) {
    super(scope, id);

    for (const record of props.records) {
      const comment = props.commentOf(record);
      const resource = new CloudflareDnsRecord(this, record.id, {
        zoneId: props.zoneId,
        type: record.type,
        name: literal(record.name),
        content: record.content === null ? undefined : literal(record.content),
        priority: record.priority ?? undefined,
        ttl: record.ttl,
        // Written even where it is the default: a proxied CNAME answers with addresses, and verification fails.
        proxied: record.proxied,
        comment: comment && literal(comment),
      });
      // By override: the binding takes `flags` for a map, and a map cannot hold CAA's number.
      if (record.data !== null) resource.addOverride("data", literalData(record.data));
      resource.overrideLogicalId(resourceName(record.entry, record.id));
    }
  }
}

/** With the provider's names of the parts: domains.yaml may say `keyTag` for `key_tag`. */
function literalData(data: NonNullable<DnsRecord["data"]>): Record<string, string | number> {
  const entries = Object.entries(data).map(([key, value]) => {
    const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [name, typeof value === "string" ? literal(value) : value];
  });
  return Object.fromEntries(entries);
}
