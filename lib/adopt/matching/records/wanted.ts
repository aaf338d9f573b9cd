// What an entry wants to publish, with the comment that a DnsRecord leaves to the stack.
import type { Domain } from "../../../dns/domain";
import { domainRecords, recordComment } from "../../../dns/domain-records";
import type { DnsRecord, Refs } from "../../../dns/record";

export interface WantedRecord extends DnsRecord {
  readonly comment: string | null;
}

/** The records of an entry as the stack writes them, comments and names of parts included. */
export function wantedRecords(domain: Domain, refs: Refs): WantedRecord[] {
  return domainRecords(domain, refs).map((record) => ({
    ...record,
    data: record.data && providerData(record.data),
    comment: recordComment(domain, record.id) ?? null,
  }));
}

/** With the provider's names of the parts: domains.yaml may say `keyTag` for `key_tag`. */
function providerData(data: NonNullable<DnsRecord["data"]>): Record<string, string | number> {
  const entries = Object.entries(data).map(([key, value]) => [
    key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  return Object.fromEntries(entries);
}
