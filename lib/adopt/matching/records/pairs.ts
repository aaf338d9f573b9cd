// Pairs each desired record with an existing one: first those with the same value, then those with the same purpose. An existing
// record is paired only once. Values are looked up by key, so the time is linear in the number of records.

import type { ZoneRecord } from "../../../cloudflare/zone-record";
import { canonicalName, canonicalValue, txtVersion } from "../../../dns/canonical";
import { resemblesFeedbackHost } from "../../../dns/kinds/mail-from";
import { malformedPolicy } from "../../../dns/text/malformed-policy";
import { plainText } from "../../../dns/text/txt";
import type { LiveZones } from "../../zone/live-zones";
import type { DesiredRecord } from "./desired";

export type Pairs = ReadonlyMap<DesiredRecord, ZoneRecord>;

/** @param preferred orders several existing records with the same value: the lowest number is taken */
export function pairRecords(
  wanted: readonly DesiredRecord[],
  zones: LiveZones,
  preferred: (wanted: DesiredRecord, live: ZoneRecord) => number,
): Pairs {
  const claims = new Map<DesiredRecord, ZoneRecord>();
  const taken = new Set<ZoneRecord>();
  const claim = (record: DesiredRecord, live: ZoneRecord | undefined) => {
    if (live === undefined) return;
    claims.set(record, live);
    taken.add(live);
  };

  const named = new Set(wanted.map(({ zone, name }) => `${zone} ${name}`));
  const byMeaning = new Map<string, ZoneRecord[]>();
  for (const record of zones.records) {
    const name = canonicalName(record.name);
    if (!named.has(`${record.zone} ${name}`)) continue;
    const key = JSON.stringify([record.zone, name, record.type, canonicalValue(record)]);
    const group = byMeaning.get(key);
    if (group === undefined) byMeaning.set(key, [record]);
    else group.push(record);
  }
  for (const record of wanted) {
    const key = JSON.stringify([record.zone, record.name, record.type, canonicalValue(record)]);
    const same = (byMeaning.get(key) ?? []).filter((live) => !taken.has(live));
    claim(record, same.sort((a, b) => preferred(record, a) - preferred(record, b))[0]);
  }

  const open = wanted.filter((record) => !claims.has(record));
  const peers = new Map<string, number>();
  const peersKey = ({ zone, name, type }: DesiredRecord) => `${zone} ${name} ${type}`;
  for (const record of open) peers.set(peersKey(record), (peers.get(peersKey(record)) ?? 0) + 1);
  for (const record of open) {
    const free = zones.at(record.zone, record.name).filter((live) => live.type === record.type && !taken.has(live));
    claim(record, counterpart(record, free, peers.get(peersKey(record)) === 1));
  }
  return claims;
}

/**
 * The existing record that has the same purpose and another value; undefined if there is none, or several.
 * @param isOnly whether no other record of this type is desired at this name
 */
function counterpart(wanted: DesiredRecord, free: readonly ZoneRecord[], isOnly: boolean): ZoneRecord | undefined {
  const only = (records: readonly ZoneRecord[]) => (records.length === 1 ? records[0] : undefined);
  switch (wanted.type) {
    case "CNAME":
      return only(free);
    case "A":
    case "AAAA":
    case "HTTPS":
    case "LOC":
    case "SVCB":
      return isOnly ? only(free) : undefined;
    case "MX": {
      const same = free.filter(({ content }) => canonicalName(content) === canonicalName(wanted.content ?? ""));
      return same[0] ?? (wanted.purpose === "mail-from-mx" ? only(free.filter(isFeedback)) : undefined);
    }
    case "TXT": {
      const kind = txtVersion(plainText(wanted.content ?? ""));
      if (kind === undefined) return undefined;
      const same = free.filter((live) => txtVersion(plainText(live.content)) === kind);
      // A malformed text was meant as this one: it is corrected, instead of adding a second record.
      return only(same.length > 0 ? same : free.filter((live) => kind.startsWith(malformedKind(live) ?? "-")));
    }
    case "SRV":
    case "CAA":
      return only(free.filter((live) => subjectOf(live) === subjectOf(wanted)));
    default:
      return undefined;
  }
}

/** `spf` or `dmarc` for a malformed text that was meant as one of them. */
function malformedKind({ content }: ZoneRecord): string | undefined {
  return malformedPolicy(plainText(content))?.kind;
}

/** Also for the feedback host of another region, and for misspelt ones. */
function isFeedback({ content }: ZoneRecord): boolean {
  return resemblesFeedbackHost(canonicalName(content));
}

/** What identifies an SRV or CAA record, without its weights and flags. */
function subjectOf({ type, data }: Pick<DesiredRecord, "data"> & { readonly type: string }): string | undefined {
  if (data === null) return undefined;
  return type === "CAA" ? `${data.tag} ${data.value}` : `${data.port} ${canonicalName(String(data.target))}`;
}
