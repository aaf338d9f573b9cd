// A written `dmarc: false` or `spf: false` says that the record is somebody else's. What the state of the entry has of it may be
// that very record, which adopt took over: it is let go, never destroyed. Where this configuration publishes the same at
// the same name, letting go would leave two, which receivers take for none: there the one takes the other's place.
import type { Domain, ReleasedRecord } from "../../dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../../dns/domain-records";
import { KINDS, RELEASABLE, type ReleasablePurpose } from "../../dns/kinds/kinds";
import type { DnsRecord } from "../../dns/record";
import { plainText } from "../../dns/text/txt";

/** What an entry writes false for. */
export interface ReleaseRequest {
  readonly entry: string;
  readonly record: ReleasablePurpose;
}

/** `domains` with what they leave to others; the order of `written` means nothing. */
export function releaseRecords(domains: readonly Domain[], written: readonly ReleaseRequest[]): readonly Domain[] {
  if (written.length === 0) return domains;
  const entries = new Map(domains.map((domain) => [domain.entry, domain]));
  const published = new Map<string, DnsRecord>();
  for (const record of domains.flatMap((domain) => domainRecords(domain, PLACEHOLDER_REFS))) {
    for (const kind of kindsOf(record)) {
      const place = `${kind} ${record.name}`;
      if (!published.has(place)) published.set(place, record);
    }
  }
  const left = new Map<string, ReleasedRecord[]>();
  const leave = (entry: string, record: ReleasedRecord) => left.set(entry, [...(left.get(entry) ?? []), record]);
  // By the record that takes their place, the one before: Terraform lets one address alone move to another, and follows a
  // row of moves to its end.
  const last = new Map<DnsRecord, ReleasedRecord["replacedBy"]>();
  for (const { entry, record } of [...written].sort((a, b) => (a.entry < b.entry ? -1 : 1))) {
    const domain = entries.get(entry);
    if (domain === undefined) continue;
    const taker = published.get(`${record} ${KINDS[record].singleton.ownerName(domain.domain)}`);
    if (taker === undefined) leave(entry, { record });
    // A move does not lead from one state to another: there the old record is destroyed, as all that goes.
    else if (entries.get(taker.entry)?.stack === domain.stack) {
      leave(entry, { record, replacedBy: last.get(taker) ?? { entry: taker.entry, record: taker.id } });
      last.set(taker, { entry, record });
    }
  }
  return domains.map((domain) => {
    const records = left.get(domain.entry);
    return records === undefined ? domain : { ...domain, releasedRecords: records };
  });
}

/** What a record is at its name: by what it says, or because nothing else may stand beside it. */
function kindsOf({ type, name, zone, content }: DnsRecord): readonly ReleasablePurpose[] {
  // At the zone's own name Cloudflare lets texts stand beside a CNAME.
  if (type === "CNAME") return name === zone ? [] : RELEASABLE;
  if (type !== "TXT" || content === null) return [];
  const text = plainText(content);
  return RELEASABLE.filter((purpose) => KINDS[purpose].singleton.matches(text));
}
