// `dmarc: false` or `spf: false` means that somebody else manages the record. Terraform's state may contain exactly that record,
// because adopt imported it. So Terraform forgets it and never destroys it. If this configuration publishes another such record at
// the same name, forgetting would leave two, of which receivers use neither: then the old record is moved to the new address.
import type { Domain, ReleasedRecord } from "../../dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../../dns/domain-records";
import { KINDS, RELEASABLE, type ReleasablePurpose } from "../../dns/kinds/kinds";
import type { DnsRecord } from "../../dns/record";
import { plainText } from "../../dns/text/txt";

/** A record that an entry sets to false. */
export interface ReleaseRequest {
  readonly entry: string;
  readonly record: ReleasablePurpose;
}

/** `domains` with their released records; the order of `written` does not matter. */
export function releaseRecords(domains: readonly Domain[], requests: readonly ReleaseRequest[]): readonly Domain[] {
  if (requests.length === 0) return domains;
  const entries = new Map(domains.map((domain) => [domain.entry, domain]));
  const published = new Map<string, DnsRecord>();
  for (const record of domains.flatMap((domain) => domainRecords(domain, PLACEHOLDER_REFS))) {
    for (const kind of kindsOf(record)) {
      const place = `${kind} ${record.name}`;
      if (!published.has(place)) published.set(place, record);
    }
  }
  const released = new Map<string, ReleasedRecord[]>();
  const release = (entry: string, record: ReleasedRecord) =>
    released.set(entry, [...(released.get(entry) ?? []), record]);
  // The last record that moves to each new one. Terraform allows only one move to an address, but follows chains of moves.
  const last = new Map<DnsRecord, ReleasedRecord["replacedBy"]>();
  for (const { entry, record } of [...requests].sort((a, b) => (a.entry < b.entry ? -1 : 1))) {
    const domain = entries.get(entry);
    if (domain === undefined) continue;
    const successor = published.get(`${record} ${KINDS[record].singleton.ownerName(domain.domain)}`);
    if (successor === undefined) release(entry, { record });
    // A move cannot go from one state to another: in another stack the old record is destroyed, as usual.
    else if (entries.get(successor.entry)?.stack === domain.stack) {
      release(entry, { record, replacedBy: last.get(successor) ?? { entry: successor.entry, record: successor.id } });
      last.set(successor, { entry, record });
    }
  }
  return domains.map((domain) => {
    const records = released.get(domain.entry);
    return records === undefined ? domain : { ...domain, releasedRecords: records };
  });
}

/** The kinds that a record is at its name: by its text, or because a CNAME excludes them. */
function kindsOf({ type, name, zone, content }: DnsRecord): readonly ReleasablePurpose[] {
  // At the zone apex Cloudflare allows TXT records beside a CNAME.
  if (type === "CNAME") return name === zone ? [] : RELEASABLE;
  if (type !== "TXT" || content === null) return [];
  const text = plainText(content);
  return RELEASABLE.filter((purpose) => KINDS[purpose].singleton.matches(text));
}
