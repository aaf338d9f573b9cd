// Turns the resource changes of all plans into mail changes. The role of a record is read from its type, name and content, and
// from what the plans say about SES. Its Terraform name only says which entry it belongs to.

import { purposeOfId, roleOf as sightedRole } from "../../dns/kinds/kinds";
import { isWithin } from "../../dns/names";
import { nameParts } from "../../dns/resource-name";
import {
  CERTIFICATE,
  EVENTS,
  IDENTITY,
  ISSUED,
  MAIL_FROM,
  RECORD,
  SENDER,
  SET,
  SUBSCRIPTION,
  TOPIC,
  TOPIC_POLICY,
} from "../../plan/attributes";
import { isTestAddressChange, type ResourceChange } from "../../plan/change";
import type { Plan } from "../../plan/plan";
import { sendingPolicyOf } from "../../plan/sending-policy";
import { type Attributes, stringOf } from "../../plan/values";
import { asRecordChanges, declaredZoneNames as saidZones } from "../foreign/foreign-records";
import { MAIL_ROLES, type MailChange, type Role } from "./change";
import { gatherPublished, isFeedbackMx, mailFromAt, type PublishedMail } from "./published";
import { type RecordSide, recordSide } from "./record-side";
import { baseName, completeName, type ZoneNames, zoneNames } from "./zone-names";

/** All resources of the plans, including those that do not change: they show what else is published. */
export interface GatheredChanges {
  readonly all: readonly MailChange[];
  /** What changed outside Terraform, in the same form. */
  readonly drift: readonly MailChange[];
  readonly published: PublishedMail;
  readonly zones: ZoneNames;
}

export function gatherChanges(plans: readonly Plan[]): GatheredChanges {
  const drafts = plans.flatMap(({ stack, changes }) => mailChanges(stack, changes));
  const drifts = plans.flatMap(({ stack, drift }) => mailChanges(stack, drift));
  const entries = new Set<string>();
  for (const { entry, id } of drafts) if (entry !== undefined && id !== undefined) entries.add(entry);
  for (const draft of [...drafts, ...drifts]) markForeign(draft, entries);
  const published = gatherPublished(
    drafts,
    plans.flatMap(({ existing }) => existing),
  );
  const zones = readZones(drafts, published);
  const names = new Set<string>();
  for (const { before, after } of drafts) {
    if (before?.name !== undefined) names.add(before.name);
    if (after?.name !== undefined) names.add(after.name);
  }
  for (const draft of [...drafts, ...drifts]) {
    completeNames(draft, zones, names);
    setWording(draft);
    setRole(draft, published);
  }
  return { all: drafts, drift: drifts, published, zones };
}

/**
 * A change while it is built. There may be ten thousand of them, and copying at each step would cost more than everything else.
 */
type Draft = { -readonly [key in keyof MailChange]: MailChange[key] };

const OWN_ROLES: Readonly<Record<string, Role | undefined>> = {
  [IDENTITY]: "identity",
  [MAIL_FROM]: "mail-from",
  [RECORD]: "record",
  [CERTIFICATE]: "certificate",
  [ISSUED]: "certificate",
};

/** The attribute of each type of a configuration set whose value our names begin with. */
const OF_SETS: Readonly<Record<string, string | undefined>> = {
  [SET]: "configuration_set_name",
  [EVENTS]: "configuration_set_name",
  [TOPIC]: "region",
  [TOPIC_POLICY]: "region",
  [SUBSCRIPTION]: "region",
};

/** A set, its events and their topics are ours by their Terraform name, which says set and region. Others have rules of their own. */
function isOurs({ type, name, address, before, after }: ResourceChange): boolean {
  const attribute = OF_SETS[type];
  if (attribute === undefined || address !== `${type}.${name}`) return false;
  const [set, region] = nameParts(name) ?? [];
  const sides = [before, after].filter((side) => side !== null);
  const isNamed = (side: Attributes) => side[attribute] === (attribute === "region" ? region : set);
  return region !== undefined && sides.every((side) => isNamed(side) && side.region === region);
}

/** A sender is ours by its Terraform name, and if its role may do nothing else by the policy. Others have rules of their own. */
function isSender({ type, entry, record, before, after }: ResourceChange): boolean {
  const sides = [before, after].filter((side) => side !== null);
  return (
    type === SENDER &&
    entry !== undefined &&
    record?.startsWith("sender-") === true &&
    sides.every(({ policy }) => sendingPolicyOf(policy) !== undefined)
  );
}

/** The domain of an identity. */
export function identityName({ resource: { before, after } }: MailChange): string | undefined {
  return stringOf(after?.email_identity) ?? stringOf(before?.email_identity);
}

/** A record of another resource type becomes one change for each of its values. */
function mailChanges(stack: string, resources: readonly ResourceChange[]): Draft[] {
  const zones = saidZones(resources);
  return resources.flatMap((resource) => {
    const records = asRecordChanges(resource, zones);
    if (records.length === 0) return mailChange(stack, resource);
    return records.map((record) => ({ ...mailChange(stack, record), foreignType: resource.type }));
  });
}

function mailChange(stack: string, resource: ResourceChange): Draft {
  const { type, entry, record, before, after, differs } = resource;
  const own = isTestAddressChange(resource) ? "test-address" : OWN_ROLES[type];
  const role = own ?? (isOurs(resource) ? "events" : isSender(resource) ? "sender" : "other");
  const draft: Draft = { stack, resource, role, differs, reworded: [], isMailFrom: false };
  // A Terraform name without an id of ours was chosen by somebody else.
  const isNamed = type === RECORD ? purposeOfId(record ?? "") !== undefined : type !== SENDER || role === "sender";
  if (entry !== undefined && isNamed) {
    draft.entry = entry;
    if (record !== undefined) draft.id = record;
  }
  if (type === RECORD && before !== null) draft.before = recordSide(before);
  if (type === RECORD && after !== null) draft.after = recordSide(after);
  return draft;
}

/** An identity belongs to an entry if the entry is named after its domain, or has records. Any other name is not ours. */
function markForeign(draft: Draft, entries: ReadonlySet<string>): void {
  const { entry, id } = draft;
  if (entry !== undefined && id === undefined && !entries.has(entry) && entry !== identityName(draft))
    delete draft.entry;
  // A certificate of an entry without websites is not ours: nobody knows what it is for.
  if (draft.role === "certificate" && draft.entry === undefined) draft.role = "other";
}

function sidesOf({ before, after }: MailChange): RecordSide[] {
  return [before, after].filter((side) => side !== undefined);
}

/** The names of zones: from the plan, or derived from the names of their records. */
function readZones(changes: readonly MailChange[], { identities }: PublishedMail): ZoneNames {
  const statedZones = saidZones(changes.map(({ resource }) => resource));
  const domains = changes.flatMap(({ entry, id }) => (id !== undefined && entry?.includes(".") ? entry : []));
  const found = zoneNames(changes.flatMap(sidesOf), new Set([...identities.keys(), ...domains]), statedZones);
  // If the plans contain no full name for a zone, the entry's domain is the best guess.
  const owned = changes.flatMap(({ entry, id, before, after }): [string, string][] => {
    const zoneId = (after ?? before)?.zoneId;
    return id !== undefined && zoneId !== undefined && entry?.includes(".") ? [[zoneId, entry]] : [];
  });
  return new Map([...owned, ...found]);
}

function completeNames(draft: Draft, zones: ZoneNames, names: ReadonlySet<string>): void {
  for (const at of ["before", "after"] as const) {
    const side = draft[at];
    if (side?.name === undefined) continue;
    const name = completeName(side.name, zones.get(side.zoneId ?? ""), names);
    if (name !== side.name) draft[at] = { ...side, name };
  }
}

/** Separates the attributes that only look different. */
function setWording(draft: Draft): void {
  const { before, after, differs } = draft;
  if (before === undefined || after === undefined || differs.length === 0) return;
  const isSame = (one: string | undefined, other: string | undefined) => one !== undefined && one === other;
  const isSameType = isSame(before.type, after.type);
  const isSameValue = isSameType && isSame(before.meaning, after.meaning);
  draft.reworded = differs.filter(
    (name) =>
      (name === "name" && isSame(before.name, after.name)) ||
      (name === "type" && isSameType) ||
      (["content", "data", "priority"].includes(name) && isSameValue),
  );
  if (draft.reworded.length > 0) draft.differs = differs.filter((name) => !draft.reworded.includes(name));
}

/** Roles that matter more to mail come first. Both the old and the new role of a record count. */
const ROLES: readonly Role[] = ["dkim", "mx", "mail-from-mx", "dmarc", "spf", "web", "record"];

function setRole(draft: Draft, published: PublishedMail): void {
  const domain = domainOf(draft, published);
  if (domain !== undefined) draft.domain = domain;
  if (draft.role !== "record") return;
  const { before, after } = draft;
  const was = before && roleOf(before, draft, published);
  const is = after && roleOf(after, draft, published);
  draft.role = ROLES.find((role) => role === was || role === is) ?? "record";
  if (was !== undefined && is !== undefined && was !== is && MAIL_ROLES.includes(was)) draft.was = was;
  draft.isMailFrom = [before, after].every(
    (side) => side === undefined || (side.name !== undefined && mailFromAt(side.name, draft, published) !== undefined),
  );
}

/** The role of a record for mail. For an MX it depends on whether SES sends with its name; for other types the kind decides. */
function roleOf(side: RecordSide, change: MailChange, published: PublishedMail): Role {
  const { type, name, text = "" } = side;
  const role = sightedRole({ type, name, text, id: change.id ?? "" });
  if (type !== "MX" || role === "dkim") return role;
  return name !== undefined && mailFromAt(name, change, published) !== undefined ? "mail-from-mx" : "mx";
}

/** Whether an MX receives bounces for SES in the region where its MAIL FROM name is used. */
export function takesBounces(change: MailChange, published: PublishedMail): boolean {
  const { after } = change;
  const region = after?.name === undefined ? undefined : mailFromAt(after.name, change, published)?.region;
  return isFeedbackMx(after, region);
}

/**
 * The entry, if the record is in its domain or in the zone above it. Otherwise the nearest domain that has an identity, or the
 * domain that the name is for: a finding must not be accepted in the name of another domain.
 */
function domainOf(change: MailChange, { identities, entries }: PublishedMail): string | undefined {
  const { entry, before, after, role } = change;
  const name = after?.name ?? before?.name;
  if (role === "identity" || role === "mail-from") return entry ?? identityName(change);
  if (role === "sender" || role === "test-address") return entry;
  if (name === undefined || role === "other") return entry;
  if (entry !== undefined) {
    const domain = entries.get(entry)?.[0]?.domain ?? entry;
    const base = baseName(name);
    // An entry may have any name. If its identity is not in the plan, nothing is known about it.
    if (!domain.includes(".") || isWithin(base, domain) || isWithin(domain, base)) return entry;
  }
  const owner = nearest(name, identities);
  return owner?.entry ?? owner?.domain ?? (entry === undefined ? undefined : baseName(name));
}

/** Walked label by label, because there may be thousands of names and identities. */
function nearest(name: string, identities: PublishedMail["identities"]) {
  for (let rest = name; rest.includes("."); rest = rest.slice(rest.indexOf(".") + 1)) {
    const [identity] = identities.get(rest) ?? [];
    if (identity !== undefined) return identity;
  }
  return undefined;
}
