// On which of our records a result stands.
import type { DnsRecord } from "../../dns/record";
import type { RecordRef } from "./evaluation";

/** The first of our records that fits. */
export function recordRef(records: readonly DnsRecord[], fits: (record: DnsRecord) => boolean): RecordRef | null {
  const record = records.find(fits);
  return record === undefined ? null : { entry: record.entry, id: record.id, name: record.name };
}
