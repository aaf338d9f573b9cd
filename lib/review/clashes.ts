// Records that a plan creates although something in the zone is in the way: Cloudflare would refuse them in the middle of the
// apply, or accept them and mail would break. This room only reports it; matching existing records is the work of adopt.
// https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/
import { canonicalName, canonicalValue } from "../dns/canonical";
import { commonSingleton, kindOf, purposeOfId } from "../dns/kinds/kinds";
import { append } from "../dns/maps";
import { isAddressType } from "../dns/record-types";
import { plainText } from "../dns/text/txt";
import { RECORD } from "../plan/attributes";
import type { ResourceChange } from "../plan/change";
import { type LiveRecord, type PlannedCreate, plannedCreates } from "./creates";
import { type Remedy, remedyOf } from "./remedies";

/** A record to create and what is in its way. */
export interface Clash {
  readonly create: PlannedCreate;
  readonly live: LiveRecord;
  readonly reason: string;
  readonly remedy: Remedy;
}

/**
 * The first thing in the way of each record to create.
 * @param zones the records of each zone, by its id
 * @param all the changes of all plans that are applied together: what they delete or change is in nobody's way
 */
export function clashesOf(
  changes: readonly ResourceChange[],
  zones: ReadonlyMap<string, readonly LiveRecord[]>,
  all: readonly ResourceChange[] = changes,
): Clash[] {
  const removed = new Set(
    all.flatMap(({ type, action, before }) =>
      type === RECORD && ["delete", "replace", "update"].includes(action) ? [before?.id] : [],
    ),
  );
  const byName = new Map<string, LiveRecord[]>();
  for (const [zoneId, records] of zones) {
    for (const live of records) {
      if (live.id !== null && removed.has(live.id)) continue;
      append(byName, `${zoneId} ${canonicalName(live.name)}`, live);
    }
  }
  return plannedCreates(changes).flatMap((create): Clash[] => {
    const isFree = (name: string) => !byName.has(`${create.zoneId} ${name}`);
    for (const live of byName.get(`${create.zoneId} ${create.name}`) ?? []) {
      const reason = obstacle(create, live);
      const remedy = remedyOf(create, live, isSameRecord(create, live), isFree);
      if (reason !== undefined) return [{ create, live, reason: reason, remedy: remedy }];
    }
    return [];
  });
}

function obstacle(create: PlannedCreate, live: LiveRecord): string | undefined {
  const { type, record = "" } = create;
  if (isSameRecord(create, live)) return "it is the same record, which cannot be created twice";
  if (type === "CNAME" && isAddressType(live.type)) return "Cloudflare refuses a CNAME beside it";
  if (live.type === "CNAME" && isAddressType(type)) return "Cloudflare refuses another address beside a CNAME";
  // Only a DS record may be beside NS, in the parent's zone.
  const isBesideNs = (type === "NS") !== (live.type === "NS") && type !== "DS" && live.type !== "DS";
  if (isBesideNs) return "Cloudflare refuses any other record beside NS";
  const purpose = purposeOfId(record);
  const kind = purpose && kindOf(purpose);
  // A lookup follows a CNAME (RFC 1034 §3.6.2). The zone's own name is an exception: the domain's SPF may be there.
  if (live.type === "CNAME" && kind?.isMail && purpose !== "spf")
    return "mail would follow the CNAME and not find the record";
  if (type === live.type && kind?.alone !== undefined) return kind.alone;
  if (type !== "TXT" || live.type !== "TXT") return undefined;
  return commonSingleton(plainText(create.content ?? ""), plainText(live.content))?.duplicateMeans;
}

function isSameRecord(create: PlannedCreate, live: LiveRecord): boolean {
  if (create.type !== live.type) return false;
  if (create.data !== null) {
    const { data } = live;
    if (data === undefined || data === null) return false;
    const parts = Object.entries(create.data).filter(([, value]) => value !== null);
    return parts.every(([part, value]) => String(data[part]) === String(value));
  }
  if (create.content === null) return false;
  const of = ({ priority, content }: LiveRecord | PlannedCreate) =>
    canonicalValue({ type: create.type, priority, content, data: null });
  return of(create) === of(live);
}
