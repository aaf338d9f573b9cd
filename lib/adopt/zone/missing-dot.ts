// Targets that lie below their own zone by mistake: in a zone file a name without its last dot is completed with the zone's, so
// that `feedback-smtp.eu-west-1.amazonses.com` leads to `….amazonses.com.example.com` (RFC 1035 §5.1).
import { canonicalName } from "../../dns/canonical";
import { targetName } from "../../dns/record-types";
import type { LiveZones } from "./live-zones";
import type { ZoneRecord } from "./zone-record";

/** What ends like a name of its own. Country codes are left out: `de.example.com` is a name that people give. */
const FULL = /[^.]\.(?:com|net|org)$/;

export interface MissingDot {
  readonly record: ZoneRecord;
  /** Where it leads. */
  readonly target: string;
  /** Where it was to lead. */
  readonly meant: string;
}

/** Only where nothing stands at the target: else it may be meant. */
export function missingDots(zones: LiveZones): MissingDot[] {
  return zones.records.flatMap((record) => {
    const { zone } = record;
    const target = canonicalName(targetName(record) ?? "");
    if (!target.endsWith(`.${zone}`)) return [];
    const meant = target.slice(0, -zone.length - 1);
    return FULL.test(meant) && zones.at(zone, target).length === 0 ? [{ record, target, meant }] : [];
  });
}

export function missingDotNote({ record, target, meant }: MissingDot): string {
  return `${record.type} "${record.name}" leads to "${target}", where nothing stands: the zone's name was put behind a target without its last dot; correct it to "${meant}"`;
}
