// The Cloudflare side of a domain: one resource per record, named by entry and record id.
import { DnsRecord as CloudflareDnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { Construct } from "constructs";
import type { DnsRecord } from "../dns/record";
import { resourceName } from "../dns/resource-name";
import { literal } from "./literal";

export interface ZoneRecordsProps {
  /** 32 hexadecimal digits. */
  readonly zoneId: string;
  readonly records: readonly DnsRecord[];
  /** @default - no comment */
  readonly comment?: string;
}

export class ZoneRecords extends Construct {
  constructor(scope: Construct, id: string, props: ZoneRecordsProps) {
    super(scope, id);

    for (const record of props.records) {
      const resource = new CloudflareDnsRecord(this, record.id, {
        zoneId: props.zoneId,
        type: record.type,
        name: literal(record.name),
        content: literal(record.content),
        priority: record.priority ?? undefined,
        ttl: record.ttl,
        // Written even where it is the default: a proxied CNAME answers with addresses, and verification fails.
        proxied: record.proxied,
        comment: props.comment && literal(props.comment),
      });
      resource.overrideLogicalId(resourceName(record.entry, record.id));
    }
  }
}
