// A record as it was applied and as it is now, as the change that leads from one to the other. Values are compared in the form that
// the review compares: what only differs in quotes, capitals, or in how an IPv6 address is written gives the same answers, and is no
// drift. Cloudflare writes some of these itself.
import type { ZoneRecord } from "../cloudflare/zone-record";
import { type Attributes, isObject } from "../plan/values";
import { type RecordSide, recordSide } from "../review/changes/record-side";

/** The attributes of a live record, by the provider's names. */
export function liveAttributes(live: ZoneRecord): Attributes {
  const { zoneId, type, name, content, data, priority, ttl, proxied, comment, flattened } = live;
  const settings = flattened ? { flatten_cname: true } : null;
  return {
    zone_id: zoneId,
    type,
    name,
    content: data === null ? content : null,
    data,
    priority,
    ttl,
    proxied,
    comment,
    settings,
  };
}

/** The attributes as they are now: those before, except for what differs. The same object if nothing does. */
export function attributesNow(before: Attributes, live: ZoneRecord): Attributes {
  const now = liveAttributes(live);
  if (isWrittenAlike(before, now)) return before;
  const [then, current] = [recordSide(before), recordSide(now)];
  const changed: Record<string, unknown> = {};
  const take = (...names: readonly string[]) => {
    for (const name of names) changed[name] = now[name];
  };
  if (then.name !== current.name) take("name");
  if (then.type !== current.type) take("type");
  if (!isSameValue(then, current)) take("content", "data", "priority");
  // A proxied record has an automatic ttl, whatever was written.
  if (before.ttl !== now.ttl && typeof before.ttl === "number" && !(then.proxied && current.proxied)) take("ttl");
  if (then.proxied !== current.proxied) take("proxied");
  if ((before.comment || null) !== now.comment) take("comment");
  if (then.flattened !== current.flattened)
    changed.settings = { ...(isObject(before.settings) ? before.settings : {}), flatten_cname: current.flattened };
  return Object.keys(changed).length === 0 ? before : { ...before, ...changed };
}

/** Most records are written exactly as they were applied: there is nothing to read in them. */
function isWrittenAlike(before: Attributes, now: Attributes): boolean {
  const isPlain = now.data === null && before.data == null && now.settings === null && before.settings == null;
  const names = ["name", "type", "content", "ttl", "proxied"];
  return (
    isPlain &&
    names.every((name) => before[name] === now[name]) &&
    (before.priority ?? null) === now.priority &&
    (before.comment || null) === now.comment
  );
}

/** A value that cannot be read is never the same. */
export function isSameValue(one: RecordSide, other: RecordSide): boolean {
  return one.type === other.type && one.meaning !== undefined && one.meaning === other.meaning;
}
