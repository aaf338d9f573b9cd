// Resource changes -> mail changes, of all plans at once. A record's role is read from its type, name and content, and from
// what the plans say of SES; its Terraform name only says whose it is.

import { purposeOfId, roleOf as sightedRole } from "../../dns/kinds/kinds";
import { isWithin } from "../../dns/names";
import { IDENTITY, MAIL_FROM, RECORD } from "../../plan/attributes";
import type { ResourceChange } from "../../plan/change";
import type { Plan } from "../../plan/plan";
import { stringOf } from "../../plan/values";
import { asRecordChanges, declaredZoneNames as saidZones } from "../foreign/foreign-records";
import { MAIL_ROLES, type MailChange, type Role } from "./change";
import { gatherPublished, isFeedbackMx, mailFromAt, type PublishedMail } from "./published";
import { type RecordSide, recordSide } from "./record-side";
import { baseName, completeName, type ZoneNames, zoneNames } from "./zone-names";

/** All resources of the plans, those that stay as they are as well: they tell what else is published. */
export interface GatheredChanges {
  readonly all: readonly MailChange[];
  /** What changed outside, in the same words. */
  readonly drift: readonly MailChange[];
  readonly published: PublishedMail;
  readonly zones: ZoneNames;
}

export function gatherChanges(plans: readonly Plan[]): GatheredChanges {
  const drafts = plans.flatMap(({ stack, changes }) => mailChanges(stack, changes));
  const drifts = plans.flatMap(({ stack, drift }) => mailChanges(stack, drift));
  const entries = new Set<string>();
  for (const { entry, id } of drafts) if (entry !== undefined && id !== undefined) entries.add(entry);
  for (const draft of [...drafts, ...drifts]) disown(draft, entries);
  const published = gatherPublished(drafts);
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

/** A change while it is put together: there may be ten thousand, and a copy for each step costs more than all the rest. */
type Draft = { -readonly [key in keyof MailChange]: MailChange[key] };

/** The domain of an identity. */
export function identityName({ resource: { before, after } }: MailChange): string | undefined {
  return stringOf(after?.email_identity) ?? stringOf(before?.email_identity);
}

/** A record of another resource type is as many changes as it has values. */
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
  const role = type === IDENTITY ? "identity" : type === MAIL_FROM ? "mail-from" : type === RECORD ? "record" : "other";
  const draft: Draft = { stack, resource, role, differs, reworded: [], isMailFrom: false };
  // A record's name without an id of ours is a word in somebody's Terraform code.
  if (entry !== undefined && (type !== RECORD || purposeOfId(record ?? "") !== undefined)) {
    draft.entry = entry;
    if (record !== undefined) draft.id = record;
  }
  if (type === RECORD && before !== null) draft.before = recordSide(before);
  if (type === RECORD && after !== null) draft.after = recordSide(after);
  return draft;
}

/** An identity is of an entry that is called like its domain, or that has records: any other name is somebody's own. */
function disown(draft: Draft, entries: ReadonlySet<string>): void {
  const { entry, id } = draft;
  if (entry !== undefined && id === undefined && !entries.has(entry) && entry !== identityName(draft))
    delete draft.entry;
}

function sidesOf({ before, after }: MailChange): RecordSide[] {
  return [before, after].filter((side) => side !== undefined);
}

/** The names of zones: said by the plan, or read from the names of their records. */
function readZones(changes: readonly MailChange[], { identities }: PublishedMail): ZoneNames {
  const said = saidZones(changes.map(({ resource }) => resource));
  const domains = changes.flatMap(({ entry, id }) => (id !== undefined && entry?.includes(".") ? entry : []));
  const found = zoneNames(changes.flatMap(sidesOf), new Set([...identities.keys(), ...domains]), said);
  // Where a zone has no full name in the plans, an entry's domain is the best that is known of it.
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

/** What only looks different is set apart. */
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

/** The more mail hangs on a role, the further ahead it stands: what a record was, or becomes, counts by that. */
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

/** What mail takes a record for: an MX by whether SES sends with its name, any other as its kind has it. */
function roleOf(side: RecordSide, change: MailChange, published: PublishedMail): Role {
  const { type, name, text = "" } = side;
  const role = sightedRole({ type, name, text, id: change.id ?? "" });
  if (type !== "MX" || role === "dkim") return role;
  return name !== undefined && mailFromAt(name, change, published) !== undefined ? "mail-from-mx" : "mx";
}

/** Whether an MX takes bounces for SES in the region that its MAIL FROM name is used in. */
export function takesBounces(change: MailChange, published: PublishedMail): boolean {
  const { after } = change;
  const region = after?.name === undefined ? undefined : mailFromAt(after.name, change, published)?.region;
  return isFeedbackMx(after, region);
}

/**
 * The entry, where the record lies in its domain or in the zone above it; otherwise the nearest domain that has an identity, or
 * the domain that the name is for: what is said of it must not be accepted in another's name.
 */
function domainOf(change: MailChange, { identities, entries }: PublishedMail): string | undefined {
  const { entry, before, after, role } = change;
  const name = after?.name ?? before?.name;
  if (role === "identity" || role === "mail-from") return entry ?? identityName(change);
  if (name === undefined || role === "other") return entry;
  if (entry !== undefined) {
    const domain = entries.get(entry)?.[0]?.domain ?? entry;
    const base = baseName(name);
    // An entry may have any name: where its identity is not in the plan, nothing is known of it.
    if (!domain.includes(".") || isWithin(base, domain) || isWithin(domain, base)) return entry;
  }
  const owner = nearest(name, identities);
  return owner?.change.entry ?? owner?.domain ?? (entry === undefined ? undefined : baseName(name));
}

/** Walked label by label, since there may be thousands of names and of identities. */
function nearest(name: string, identities: PublishedMail["identities"]) {
  for (let rest = name; rest.includes("."); rest = rest.slice(rest.indexOf(".") + 1)) {
    const [identity] = identities.get(rest) ?? [];
    if (identity !== undefined) return identity;
  }
  return undefined;
}
