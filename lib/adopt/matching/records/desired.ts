// The records that an entry publishes, with their comments, which a DnsRecord does not have.
import type { Domain } from "../../../dns/domain";
import { domainRecords, recordComment } from "../../../dns/domain-records";
import type { DnsRecord, Refs } from "../../../dns/record";

export interface DesiredRecord extends DnsRecord {
  readonly comment: string | null;
}

/** The records of an entry as the stack writes them. */
export function desiredRecords(domain: Domain, refs: Refs): DesiredRecord[] {
  return domainRecords(domain, refs).map((record) => ({
    ...record,
    comment: recordComment(domain, record.id) ?? null,
  }));
}
