// Targets that are below their own zone by mistake. In a zone file a name without its last dot is relative, so that
// `feedback-smtp.eu-west-1.amazonses.com` becomes `….amazonses.com.example.com` (RFC 1035 §5.1).

import type { ZoneRecord } from "../../cloudflare/zone-record";
import { canonicalName } from "../../dns/canonical";
import { targetName } from "../../dns/record-types";
import type { LiveZones } from "./live-zones";

/** A text that ends like a full name. Country codes are left out, because names such as `de.example.com` are common. */
const FULL = /[^.]\.(?:com|net|org)$/;

export interface MissingDot {
  readonly record: ZoneRecord;
  /** Its target as it is. */
  readonly target: string;
  /** The target that was probably meant. */
  readonly intended: string;
}

/** Only targets at which nothing exists: others may be right. */
export function missingDots(zones: LiveZones): MissingDot[] {
  return zones.records.flatMap((record) => {
    const { zone } = record;
    const target = canonicalName(targetName(record) ?? "");
    if (!target.endsWith(`.${zone}`)) return [];
    const intended = target.slice(0, -zone.length - 1);
    return FULL.test(intended) && zones.at(zone, target).length === 0 ? [{ record, target, intended }] : [];
  });
}

export function missingDotNote({ record, target, intended }: MissingDot): string {
  return `${record.type} "${record.name}" points to "${target}", which does not exist: the zone's name was added to a target without a trailing dot; correct it to "${intended}"`;
}
