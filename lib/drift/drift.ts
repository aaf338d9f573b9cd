// What differs between what was applied and what is there now, and what that means for mail. The differences become the changes of
// a plan, from the state to the real world, so that the review's own rules judge them.
import type { ZoneRecord } from "../cloudflare/zone-record";
import { canonicalName } from "../dns/canonical";
import { append } from "../dns/maps";
import { CERTIFICATE, IDENTITY, RECORD, SENDER, SET } from "../plan/attributes";
import { type ResourceChange, readChange } from "../plan/change";
import type { Plan } from "../plan/plan";
import type { Attributes } from "../plan/values";
import { recordSide } from "../review/changes/record-side";
import { review } from "../review/review";
import { type AwsThing, attributesAtAws, awsKeyOf } from "./aws-drift";
import { OurNames } from "./extras";
import { attributesNow, isSameValue, liveAttributes } from "./record-drift";
import { type Drift, driftOf } from "./result";
import { type AppliedResource, type AppliedStack, keyOf, type Unknown } from "./state";

/** The real world, as far as it could be read. A text says in one sentence why something could not be read. */
export interface LiveWorld {
  /** The records of each zone, by its id. */
  readonly zones: ReadonlyMap<string, readonly ZoneRecord[] | string>;
  /** The zones' names, by their ids, as far as they are known. */
  readonly zoneNames: ReadonlyMap<string, string>;
  /** What AWS has, by awsKeyOf(). */
  readonly aws: ReadonlyMap<string, AwsThing | string>;
}

/**
 * Compares the stacks with the real world. What could not be read is unknown, and no drift.
 * @param others what else could not be told
 */
export function compareStacks(
  stacks: readonly AppliedStack[],
  live: LiveWorld,
  others: readonly Unknown[] = [],
): Drift {
  const all = stacks.flatMap(({ resources }) => resources);
  const changes: Changes = new Map();
  const strangers: { readonly stack: string; readonly change: ResourceChange }[] = [];
  const records = all.filter(({ type }) => type === RECORD);
  const inZones = new Map<string, AppliedResource[]>();
  for (const record of records) append(inZones, String(record.attributes.zone_id), record);
  for (const [zoneId, ours] of inZones) {
    const found = live.zones.get(zoneId);
    if (typeof found === "object") compareZone(ours, found, live.zoneNames.get(zoneId), changes, strangers);
  }
  for (const resource of all) {
    const found = resource.type === RECORD ? undefined : live.aws.get(awsKeyOf(resource));
    if (found === undefined || typeof found === "string") continue;
    changes.set(resource, compareAws(resource, found));
  }
  // Where nothing differs there is nothing to judge, and nothing to judge it beside.
  const differs = strangers.length > 0 || [...changes.values()].some((change) => change !== null);
  const plans = stacks.map(({ stack, resources, existing = [] }) =>
    planOf(stack, existing, [
      // What is as it was, or could not be compared, stays, because others are judged beside it.
      ...(differs ? resources : []).map(
        (resource) => changes.get(resource) ?? changeOf(resource, "no-op", resource.attributes),
      ),
      ...strangers.flatMap((one) => (one.stack === stack ? one.change : [])),
    ]),
  );
  const unknown = [
    ...others,
    ...stacks.flatMap((stack) => stack.unknown),
    ...acrossStacks(stacks),
    ...unread(all, live),
  ];
  return driftOf(review(plans), unknown, {
    stacks: stacks.length,
    zones: [...live.zones.values()].filter((found) => typeof found === "object").length,
    records: records.filter((resource) => changes.has(resource)).length,
    identities: all.filter((resource) => resource.type === IDENTITY && changes.has(resource)).length,
    sets: all.filter((resource) => resource.type === SET && changes.has(resource)).length,
    senders: all.filter((resource) => resource.type === SENDER && changes.has(resource)).length,
    certificates: all.filter((resource) => resource.type === CERTIFICATE && changes.has(resource)).length,
    leftToPlan: 0,
  });
}

/** What was compared; null where it is as it was applied. */
type Changes = Map<AppliedResource, ResourceChange | null>;

function compareZone(
  ours: readonly AppliedResource[],
  found: readonly ZoneRecord[],
  zone: string | undefined,
  changes: Changes,
  strangers: { readonly stack: string; readonly change: ResourceChange }[],
): void {
  const byId = new Map(found.map((record) => [record.id, record]));
  const owned = new Set(ours.map(({ id }) => id));
  const others = found.filter(({ id }) => id === null || !owned.has(id));
  const free = new Map<string, ZoneRecord[]>();
  for (const other of others) append(free, placeOf(other), other);
  const gone = ours.filter(({ id }) => !byId.has(id));
  const remade = new Set<ZoneRecord>();
  for (const resource of ours) {
    const now = byId.get(resource.id);
    if (now === undefined) continue;
    const after = attributesNow(resource.attributes, now);
    changes.set(resource, after === resource.attributes ? null : changeOf(resource, "update", after));
  }
  for (const resource of gone) {
    const before = recordSide(resource.attributes);
    const candidates = (free.get(placeOf({ type: before.type ?? "", name: before.name ?? "" })) ?? []).filter(
      (one) => !remade.has(one),
    );
    // With several, only one that says the same is certainly meant.
    const same = candidates.find((one) => isSameValue(before, recordSide(liveAttributes(one))));
    const again = same ?? (candidates.length === 1 && isAlone(before.type) ? candidates[0] : undefined);
    if (again !== undefined) remade.add(again);
    const after = again === undefined ? null : attributesNow(resource.attributes, again);
    changes.set(resource, changeOf(resource, after === null ? "delete" : "replace", after));
  }
  const rest = others.filter((other) => !remade.has(other));
  if (rest.length === 0) return;
  const names = new OurNames(ours, zone);
  for (const other of rest) {
    if (!names.isAffectedBy(other)) continue;
    // It is shown with the stack that has the first record at or below its name.
    const at = canonicalName(other.name);
    const beside = ours.find(({ attributes }) => isAtOrBelow(canonicalName(String(attributes.name)), at));
    strangers.push({ stack: beside?.stack ?? "", change: strangerOf(other) });
  }
}

/** A CNAME has no second record beside it, so whatever CNAME is there now has taken its place. */
function isAlone(type: string | undefined): boolean {
  return type === "CNAME";
}

function placeOf({ type, name }: Pick<ZoneRecord, "type" | "name">): string {
  return `${type} ${canonicalName(name)}`;
}

function isAtOrBelow(name: string, at: string): boolean {
  return name === at || name.endsWith(`.${at}`);
}

function compareAws(resource: AppliedResource, found: AwsThing): ResourceChange | null {
  const { attributes } = resource;
  const after = attributesAtAws(resource, found);
  if (after === attributes) return null;
  const change = changeOf(resource, after === null ? "delete" : "update", after);
  // For a plan the tokens are AWS's own attribute. Here they say that SES signs with keys that nobody finds.
  const isKey = after !== null && after.dkim_signing_attributes !== attributes.dkim_signing_attributes;
  if (!isKey || change.differs.includes("dkim_signing_attributes")) return change;
  return { ...change, differs: [...change.differs, "dkim_signing_attributes"] };
}

type Actions = "no-op" | "update" | "delete" | "replace" | "create";

function changeOf(resource: AppliedResource, action: Actions, after: Attributes | null): ResourceChange {
  const { address, type, name, provider, attributes, sensitive } = resource;
  const hidden = Object.fromEntries(sensitive.map((one) => [one, true]));
  return readChange({
    address,
    type,
    name,
    provider_name: provider,
    mode: "managed",
    change: {
      actions: action === "replace" ? ["delete", "create"] : [action],
      before: attributes,
      after,
      before_sensitive: hidden,
      after_sensitive: after === null ? {} : hidden,
    },
  });
}

/** A record that nobody applied, as one that was created. Its address is its import id. */
function strangerOf(live: ZoneRecord): ResourceChange {
  const address = `${live.zoneId}/${live.id}`;
  const change = { actions: ["create"], before: null, after: liveAttributes(live) };
  return readChange({ address, type: RECORD, name: address, mode: "managed", change });
}

function planOf(stack: string, existing: Plan["existing"], changes: readonly ResourceChange[]): Plan {
  const runs = { provisioners: [], programs: [], ephemerals: [], reads: [], failedChecks: [], providers: [] };
  return {
    stack,
    failed: false,
    complete: true,
    changes,
    existing,
    drift: [],
    deferred: [],
    invocations: [],
    outputs: [],
    runs,
    reads: [],
    configuration: "",
  };
}

/** Two stacks that hold the same thing. */
function acrossStacks(stacks: readonly AppliedStack[]): Unknown[] {
  const owner = new Map<string, AppliedResource>();
  return stacks.flatMap(({ stack, resources }) =>
    resources.flatMap((resource) => {
      const first = owner.get(keyOf(resource));
      if (first === undefined) owner.set(keyOf(resource), resource);
      if (first === undefined || first.stack === stack) return [];
      const message = `"${resource.address}" of stack "${stack}" and "${first.address}" of stack "${first.stack}" are the same thing: one of the two states must forget it`;
      return [{ stack, message }];
    }),
  );
}

/** Each reason once, whatever depends on it. */
function unread(all: readonly AppliedResource[], live: LiveWorld): Unknown[] {
  const reasons = new Map<string, Unknown>();
  for (const { stack, type, attributes, ...rest } of all) {
    const found =
      type === RECORD
        ? live.zones.get(String(attributes.zone_id))
        : live.aws.get(awsKeyOf({ stack, type, attributes, ...rest }));
    if (typeof found === "string" && !reasons.has(found)) reasons.set(found, { stack, message: found });
  }
  return [...reasons.values()];
}
