// Resource changes -> mail changes, of one plan. What belongs to which domain is read from the Terraform name of ours, and
// for all others from the name that they publish.
import { isWithin } from "../../dns/names";
import { isDmarc } from "../../dns/text/dmarc";
import { isSpf } from "../../dns/text/spf-parser";
import { IDENTITY, MAIL_FROM, RECORD } from "../../plan/attributes";
import type { Plan, ResourceChange } from "../../plan/plan";
import { asRecordChanges, zoneNames } from "../foreign/foreign-records";
import type { MailChange, Role } from "./change";
import { type RecordSide, recordSide, text } from "./record-side";

/** All resources of a plan, those that stay as they are as well: they tell what else is published. */
export function gatherChanges({ stack, changes }: Plan): MailChange[] {
  return withDomains(mailChanges(stack, changes));
}

/** What changed outside, in the same words. */
export function gatherDrift({ stack, drift }: Plan): MailChange[] {
  return withDomains(mailChanges(stack, drift));
}

/** The domain of an identity. */
export function identityName({ resource: { before, after } }: MailChange): string | undefined {
  return text(after?.email_identity) ?? text(before?.email_identity);
}

/** A record of another resource type is as many changes as it has values. */
function mailChanges(stack: string, resources: readonly ResourceChange[]): MailChange[] {
  const zones = zoneNames(resources);
  return resources.flatMap((resource) => {
    const records = asRecordChanges(resource, zones);
    if (records.length === 0) return [mailChange(stack, resource)];
    return records.map((record) => ({ ...mailChange(stack, record), foreignType: resource.type }));
  });
}

function mailChange(stack: string, resource: ResourceChange): MailChange {
  const { type, entry, record: id, before, after } = resource;
  const sides =
    type === RECORD
      ? { ...(before && { before: recordSide(before) }), ...(after && { after: recordSide(after) }) }
      : {};
  return {
    stack,
    resource,
    role:
      type === IDENTITY ? "identity" : type === MAIL_FROM ? "mail-from" : type === RECORD ? role(id, sides) : "other",
    ...(entry !== undefined && { entry, ...(id !== undefined && { id }) }),
    ...sides,
    differs: resource.differs,
  };
}

/** What mail takes the record for comes first, before what it is called. */
function role(id: string | undefined, { before, after }: { before?: RecordSide; after?: RecordSide }): Role {
  const any = (test: (side: RecordSide) => boolean) => [before, after].some((side) => side !== undefined && test(side));
  if (any(({ name = "" }) => /(?:^|\.)_domainkey(?:\.|$)/.test(name)) || /^dkim-\d+$/.test(id ?? "")) return "dkim";
  if (id === "dmarc" || any(({ name = "", text = "" }) => /^_dmarc(?:\.|$)/.test(name) || isDmarc(text)))
    return "dmarc";
  if (any(({ type }) => type === "MX")) {
    return id === "mail-from-mx" || any(({ content }) => isFeedback(content)) ? "mail-from-mx" : "mx";
  }
  if (id === "spf" || id === "mail-from-spf" || any(({ text = "" }) => isSpf(text))) return "spf";
  if (id === "mail-from-mx") return "mail-from-mx";
  return id?.startsWith("web-") ? "web" : "record";
}

/** Where SES takes bounces. */
export function isFeedback(content: string | undefined): boolean {
  return /^feedback-smtp\.[a-z0-9-]+\.amazonses\.com\.?$/i.test(content ?? "");
}

function withDomains(changes: readonly MailChange[]): MailChange[] {
  const names = new Map<string, string>();
  for (const change of changes) {
    const name = change.role === "identity" ? identityName(change) : undefined;
    if (name !== undefined) names.set(name, change.entry ?? name);
  }
  return changes.map((change) => {
    const { entry, before, after } = change;
    const name = entry === undefined ? (after?.name ?? before?.name ?? publishedFor(change)) : undefined;
    const domain = entry ?? (name === undefined ? undefined : domainOf(name, names));
    return domain === undefined ? change : { ...change, domain };
  });
}

function publishedFor(change: MailChange): string | undefined {
  return change.role === "identity" || change.role === "mail-from" ? identityName(change) : undefined;
}

/** The nearest domain that has an identity; walked label by label, since there may be thousands of both. */
function domainOf(name: string, names: ReadonlyMap<string, string>): string | undefined {
  for (let rest = name; rest !== ""; rest = rest.slice(rest.indexOf(".") + 1)) {
    const entry = names.get(rest);
    if (entry !== undefined && isWithin(name, rest)) return entry;
    if (!rest.includes(".")) return undefined;
  }
  return undefined;
}
