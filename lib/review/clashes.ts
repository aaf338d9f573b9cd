// Creates of a plan that what stands in the zone will not let through: Cloudflare would refuse them half-way through the apply,
// or take them and mail would not. Matching what is there with what is wanted is adopt's work; here is only said that it is due.
// https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/
import { kindOf, purposeOfId, secondText } from "../dns/kinds/kinds";
import { isAddressType } from "../dns/record-types";
import { plainText } from "../dns/text/txt";
import { RECORD } from "../plan/attributes";
import type { ResourceChange } from "../plan/plan";
import { isObject } from "../plan/values";
import { type Cure, cureOf } from "./cures";

/** A record of a zone, as Cloudflare's API lists it. */
export interface LiveRecord {
  /** Null where it is not known. */
  readonly id: string | null;
  readonly type: string;
  readonly name: string;
  readonly content: string;
  readonly priority: number | null;
  readonly proxied: boolean;
  /** The parts of types that have some. @default - not known: such records are not compared */
  readonly data?: Readonly<Record<string, unknown>> | null;
}

/** A record that a plan creates; what is only known after the apply is not in the list. */
export interface PlannedCreate {
  readonly address: string;
  readonly entry?: string;
  /** The record's id within the entry. */
  readonly record?: string;
  readonly zoneId: string;
  readonly type: string;
  readonly name: string;
  /** Null where `data` has the parts. */
  readonly content: string | null;
  readonly priority: number | null;
  readonly proxied: boolean;
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Whether the record exists and is moved to the name: then nothing that stands there can be taken over in its place. */
  readonly moved: boolean;
}

/** A create and what stands in its way. */
export interface Clash {
  readonly create: PlannedCreate;
  readonly live: LiveRecord;
  readonly why: string;
  readonly cure: Cure;
}

/** The records that a plan creates, makes anew or moves to another name, as far as their names are known. */
export function plannedCreates(changes: readonly ResourceChange[]): PlannedCreate[] {
  return changes.flatMap((change): PlannedCreate[] => {
    const { type, action, address, entry, record, after } = change;
    if (type !== RECORD || after === null || !(action === "create" || action === "replace" || isMoved(change)))
      return [];
    const { zone_id: zoneId, type: recordType, name } = after;
    // The names of a new identity's DKIM records: nobody else can have them.
    if (typeof zoneId !== "string" || typeof recordType !== "string" || typeof name !== "string") return [];
    const ours = { ...(entry !== undefined && { entry }), ...(record !== undefined && { record }) };
    return [
      {
        ...{ address, ...ours, zoneId, type: recordType, name: plain(name) },
        content: typeof after.content === "string" ? after.content : null,
        priority: typeof after.priority === "number" ? after.priority : null,
        proxied: after.proxied === true,
        data: isObject(after.data) ? after.data : null,
        moved: action === "update",
      },
    ];
  });
}

/**
 * What stands in the way of the creates, the first of each.
 * @param zones the records of each zone, by its id
 * @param all the changes of all plans that are applied together: what they delete or change themselves is in nobody's way
 */
export function clashesOf(
  changes: readonly ResourceChange[],
  zones: ReadonlyMap<string, readonly LiveRecord[]>,
  all: readonly ResourceChange[] = changes,
): Clash[] {
  const going = new Set(
    all.flatMap(({ type, action, before }) =>
      type === RECORD && ["delete", "replace", "update"].includes(action) ? [before?.id] : [],
    ),
  );
  const byName = new Map<string, LiveRecord[]>();
  for (const [zoneId, records] of zones) {
    for (const live of records) {
      if (live.id !== null && going.has(live.id)) continue;
      const key = `${zoneId} ${plain(live.name)}`;
      const others = byName.get(key);
      if (others === undefined) byName.set(key, [live]);
      else others.push(live);
    }
  }
  return plannedCreates(changes).flatMap((create): Clash[] => {
    const isFree = (name: string) => !byName.has(`${create.zoneId} ${name}`);
    for (const live of byName.get(`${create.zoneId} ${create.name}`) ?? []) {
      const why = obstacle(create, live);
      const cure = cureOf(create, live, isSameRecord(create, live), isFree);
      if (why !== undefined) return [{ create, live, why, cure }];
    }
    return [];
  });
}

function isMoved({ action, before, after }: ResourceChange): boolean {
  const [from, to] = [before?.name, after?.name];
  return action === "update" && typeof from === "string" && typeof to === "string" && plain(from) !== plain(to);
}

function obstacle(create: PlannedCreate, live: LiveRecord): string | undefined {
  const { type, record = "" } = create;
  if (isSameRecord(create, live)) return "it is the same record, which cannot be made twice";
  if (type === "CNAME" && isAddressType(live.type)) return "Cloudflare refuses a CNAME beside it";
  if (live.type === "CNAME" && isAddressType(type)) return "Cloudflare refuses another address beside a CNAME";
  // A DS record is the one that stands beside NS, in the parent's zone.
  const isBesideNs = (type === "NS") !== (live.type === "NS") && type !== "DS" && live.type !== "DS";
  if (isBesideNs) return "Cloudflare refuses any other record beside NS";
  const purpose = purposeOfId(record);
  const kind = purpose && kindOf(purpose);
  // Whoever looks a record up follows a CNAME (RFC 1034 §3.6.2), but for the zone's own name, at which the domain's SPF may stand.
  if (live.type === "CNAME" && kind?.isMail && purpose !== "spf")
    return "mail would follow the CNAME and not find the record";
  if (type === live.type && kind?.alone !== undefined) return `${kind.alone} at MAIL FROM`;
  if (type !== "TXT" || live.type !== "TXT") return undefined;
  return secondText(plainText(create.content ?? ""), plainText(live.content))?.twice;
}

function isSameRecord(create: PlannedCreate, live: LiveRecord): boolean {
  if (create.type !== live.type) return false;
  if (create.data !== null) {
    const { data } = live;
    if (data === undefined || data === null) return false;
    const parts = Object.entries(create.data).filter(([, value]) => value !== null);
    return parts.every(([part, value]) => String(data[part]) === String(value));
  }
  if (create.content === null || create.priority !== live.priority) return false;
  if (create.type === "TXT") return plainText(create.content) === plainText(live.content);
  return plain(create.content) === plain(live.content);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/(?<=.)\.$/, "");
}
