// Matches desired records with the existing records of their zones, by value and not only by name. A match is `identical` only if the
// first plan imports it without a change.

import { importIdOf, type ZoneRecord } from "../../../cloudflare/zone-record";
import { recordFingerprint } from "../../../dns/fingerprint";
import { textNotes } from "../../texts";
import { LiveZones } from "../../zone/live-zones";
import { type Managed, type Match, type Mention, managedKey } from "../match";
import { changeNotes, recordChanges } from "./changes";
import { clashTexts } from "./clashes";
import type { DesiredRecord } from "./desired";
import { creationNotes, otherDkim } from "./mentions";
import { pairRecords } from "./pairs";

export interface RecordMatches {
  /** In the order of the desired records. */
  readonly matches: readonly Match[];
  /** Records that are left alone but should be mentioned. */
  readonly mentions: readonly Mention[];
}

export interface MatchOptions {
  /** What Terraform manages already, see managedIds(). @default - nothing */
  readonly managed?: Managed;
}

/** @param live the records of all zones that `wanted` names */
export function matchRecords(
  wanted: readonly DesiredRecord[],
  live: readonly ZoneRecord[],
  { managed = new Set() }: MatchOptions = {},
): RecordMatches {
  const zones = new LiveZones(live);
  const has = (live: ZoneRecord | undefined) => {
    const importId = live && importIdOf(live);
    return importId !== undefined && managed.has(managedKey("record", importId));
  };
  const claims = pairRecords(wanted, zones, (record, other) => (has(other) ? -1 : distance(record, other)));
  const claimed = new Set(claims.values());

  const matches = wanted.map((record): Match => {
    const found = claims.get(record);
    const importId = found && importIdOf(found);
    const changes = found === undefined ? [] : recordChanges(record, found);
    const clashes = clashTexts(record, zones, (other) => claimed.has(other));
    const notes = found === undefined ? creationNotes(record, zones) : changeNotes(record, found, changes);
    return {
      entry: record.entry,
      id: record.id,
      status: has(found) ? "managed" : clashes.length > 0 ? "clash" : statusOf(found, changes.length),
      subject: `${record.type} ${record.name}`,
      zone: record.zone,
      importId: importId ?? null,
      fingerprint: found === undefined || importId === undefined ? null : recordFingerprint(found),
      changes,
      notes: [...clashes, ...notes, ...(found === undefined ? [] : textNotes(record, found))],
      desired: record,
      live: found,
    };
  });
  return { matches, mentions: otherDkim(wanted, zones, claimed) };
}

/** A different content counts most: changing it could make the record identical to another one, which Cloudflare refuses. */
function distance(wanted: DesiredRecord, live: ZoneRecord): number {
  return recordChanges(wanted, live).reduce((sum, { field }) => sum + (field === "content" ? 10 : 1), 0);
}

function statusOf(found: ZoneRecord | undefined, changes: number): Match["status"] {
  if (found === undefined) return "absent";
  return changes === 0 ? "identical" : "different";
}
