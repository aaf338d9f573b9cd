// Turns a record of another resource type into changes of Cloudflare records, one for each value. So all rules about records
// apply to it.
import { changedAttributes, RECORD } from "../../plan/attributes";
import type { Action, ResourceChange } from "../../plan/change";
import { type Attributes, canonical } from "../../plan/values";
import type { ZoneNames } from "../changes/zone-names";
import { isRead, recordSides } from "./record-sides";

/**
 * The changes that a resource's change is equal to; none if it is not a record of another type. If it changes more than the
 * records show, such as a weight, the change itself comes last.
 */
export function asRecordChanges(change: ResourceChange, zones: ZoneNames): readonly ResourceChange[] {
  const { type, before, after } = change;
  if (type === RECORD) return [];
  const [oldRecords, newRecords] = [before, after].map((side) => (side === null ? [] : recordSides(type, side, zones)));
  if (oldRecords === undefined || newRecords === undefined || oldRecords.length + newRecords.length === 0) return [];
  const pairs = pairUp(oldRecords, newRecords).map(([old, now]) => recordChange(change, old ?? null, now ?? null));
  const isMore =
    change.differs.some((name) => !isRead(name)) && change.action !== "delete" && change.action !== "forget";
  return isMore ? [...pairs, change] : pairs;
}

/** The names of zones in the plan, by id and by the names that providers use for them. */
export function declaredZoneNames(changes: readonly ResourceChange[]): ZoneNames {
  const names = new Map<string, string>();
  for (const { type, before, after } of changes) {
    if (!/^(?:cloudflare_zone|aws_route53_zone|google_dns_managed_zone|hcloud_zone)$/.test(type)) continue;
    const side = after ?? before;
    const name = [side?.zone, side?.dns_name, side?.name].find((one) => typeof one === "string" && one.includes("."));
    if (typeof name !== "string") continue;
    for (const id of [side?.id, side?.zone_id, side?.name, before?.id]) if (typeof id === "string") names.set(id, name);
  }
  return names;
}

type Pair = readonly [old?: Attributes, now?: Attributes];

/**
 * Equal values are paired first, the others in their order. So a changed value is one change, not a deletion and a creation.
 */
function pairUp(oldRecords: readonly Attributes[], newRecords: readonly Attributes[]): readonly Pair[] {
  const unpaired = new Map<string, Attributes[]>();
  for (const now of newRecords) {
    const key = canonical([now.content, now.data]);
    const same = unpaired.get(key);
    if (same === undefined) unpaired.set(key, [now]);
    else same.push(now);
  }
  const pairs: Pair[] = [];
  const removed: Attributes[] = [];
  for (const old of oldRecords) {
    const now = unpaired.get(canonical([old.content, old.data]))?.pop();
    if (now === undefined) removed.push(old);
    else pairs.push([old, now]);
  }
  const added = [...unpaired.values()].flat();
  const others = Array.from(
    { length: Math.max(removed.length, added.length) },
    (_, at): Pair => [removed[at], added[at]],
  );
  return [...pairs, ...others];
}

function recordChange(change: ResourceChange, before: Attributes | null, after: Attributes | null): ResourceChange {
  const differs = changedAttributes(RECORD, before, after);
  const action = actionOf(change.action, before, after, differs.length > 0);
  // Its Terraform name means nothing: only our names are made of entry and record.
  return { ...change, type: RECORD, before, after, differs, action };
}

function actionOf(action: Action, before: Attributes | null, after: Attributes | null, differs: boolean): Action {
  if (action === "unknown" || action === "forget") return action;
  if (before === null) return "create";
  if (after === null) return "delete";
  if (action === "update" && !differs) return "none";
  return action;
}
