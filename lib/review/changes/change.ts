// A resource's change in terms of mail: what the resource is for, which entry and domain it belongs to, and its values before
// and after.
import type { RecordRole } from "../../dns/kinds/kind";
import type { ResourceChange } from "../../plan/change";
import type { RecordSide } from "./record-side";

/**
 * What a resource is for. The content of a record decides, not only its id, because a DMARC record may be written by hand too.
 */
export type Role =
  | RecordRole
  | "identity"
  | "mail-from"
  | "events"
  | "sender"
  | "test-address"
  | "certificate"
  | "mx"
  | "other";

/** The roles of records without which mail is lost. */
export const MAIL_ROLES: readonly Role[] = ["dkim", "mail-from-mx", "mx", "spf", "dmarc"];

export interface MailChange {
  readonly stack: string;
  readonly resource: ResourceChange;
  readonly role: Role;
  /** The resource type, if the record is written by another type than ours. */
  readonly foreignType?: string;
  /** The entry of domains.yaml; undefined if the Terraform name is not one of ours. */
  readonly entry?: string;
  /** The record's id within its entry. */
  readonly id?: string;
  /** Where the change is shown: under its entry, or under the nearest domain above the record's name. */
  readonly domain?: string;
  /** The configured attributes that differ in meaning. */
  readonly differs: readonly string[];
  /** Attributes that are written differently and mean the same, such as a text with and without quotes. */
  readonly reworded: readonly string[];
  /** A record at a name that SES sends with. The name is used only for bounces. */
  readonly isMailFrom: boolean;
  /** The mail role that a record had before, if it becomes something else. */
  readonly was?: Role;
  /** For records only. */
  readonly before?: RecordSide;
  readonly after?: RecordSide;
}

/** Whether it no longer exists, or differs from before. */
export function isRemoved({ resource: { action } }: MailChange): boolean {
  return action === "delete" || action === "replace";
}

export function isAdded({ resource: { action } }: MailChange): boolean {
  return action === "create" || action === "replace";
}

/** Whether it is updated in place, or replaced at the same address. */
export function isChanged(change: MailChange): boolean {
  const { action } = change.resource;
  return action === "replace" || (action === "update" && change.differs.length + change.reworded.length > 0);
}

/** Whether the attribute differs in meaning or in wording. */
export function isAttributeChanged({ differs, reworded }: MailChange, attribute: string): boolean {
  return differs.includes(attribute) || reworded.includes(attribute);
}

/** Whether the record's place, type or content differs in meaning, or one of the attributes `also`. */
export function isRewritten({ differs }: MailChange, ...also: readonly string[]): boolean {
  return ["name", "content", "type", "zone_id", ...also].some((attribute) => differs.includes(attribute));
}

/** How sentences name a record: with both names, if its name changes. */
export function shownName(change: MailChange): string {
  const [old, now] = [change.before?.name, change.after?.name];
  return old !== undefined && now !== undefined && old !== now ? `${old} → ${now}` : nameAfterwards(change);
}

/** The name of the record after the change. */
export function nameAfterwards({ before, after, id, resource }: MailChange): string {
  return after?.name ?? before?.name ?? id ?? resource.address;
}

/** An entry of a stack. */
export function ownerOf({ stack, domain = "" }: MailChange): string {
  return `${stack} ${domain}`;
}
