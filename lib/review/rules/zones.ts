// How much of each zone a review changes. Only records that Terraform manages are counted: a zone may have others.
import { append } from "../../dns/maps";
import { isChanged, isRemoved, type MailChange } from "../changes/change";

export interface LargeZoneChange {
  /** The first stack that changes it. */
  readonly stack: string;
  /** The common end of all names in the zone, or the zone's id. */
  readonly zone: string;
  readonly changed: number;
  readonly total: number;
}

const FEWEST = 10;
const SHARE = 0.3;

/** Zones with ten records or more, of which more than 30 % are changed or deleted. */
export function largeZoneChanges(all: readonly MailChange[]): LargeZoneChange[] {
  const zones = new Map<string, MailChange[]>();
  for (const change of all) {
    const id = change.before?.zoneId;
    if (id === undefined) continue;
    append(zones, id, change);
  }
  return [...zones].flatMap(([id, records]) => {
    const changed = records.filter((change) => isChanged(change) || isRemoved(change));
    const [first] = changed;
    if (first === undefined || records.length < FEWEST || changed.length <= records.length * SHARE) return [];
    return [{ stack: first.stack, zone: commonEnd(records) ?? id, changed: changed.length, total: records.length }];
  });
}

/** The labels with which all names end, if there are at least two. */
function commonEnd(records: readonly MailChange[]): string | undefined {
  const names = records.flatMap(({ before }) => (before?.name === undefined ? [] : [before.name.split(".").reverse()]));
  const [first = []] = names;
  const different = first.findIndex((label, index) => names.some((name) => name[index] !== label));
  const labels = different === -1 ? first : first.slice(0, different);
  return labels.length < 2 ? undefined : labels.reverse().join(".");
}
