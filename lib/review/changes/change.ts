// A resource's change in mail's words: what it is for, which entry and domain it belongs to, and its two sides.
import type { RecordRole } from "../../dns/kinds/kind";
import type { ResourceChange } from "../../plan/change";
import type { RecordSide } from "./record-side";

/** What a resource is for. A record is judged by what it says, not by its id alone: DMARC may be written by hand too. */
export type Role = RecordRole | "identity" | "mail-from" | "mx" | "other";

/** The roles of records that mail is lost with. */
export const MAIL_ROLES: readonly Role[] = ["dkim", "mail-from-mx", "mx", "spf", "dmarc"];

export interface MailChange {
  readonly stack: string;
  readonly resource: ResourceChange;
  readonly role: Role;
  /** The resource type of a record that is written by another than ours. */
  readonly foreignType?: string;
  /** The entry of domains.yaml; undefined where the Terraform name is not one of ours. */
  readonly entry?: string;
  /** The record's id within its entry. */
  readonly id?: string;
  /** Under which the change is shown: the entry, or the domain of one whose name the record lies below. */
  readonly domain?: string;
  /** The configured attributes that differ, in what they mean. */
  readonly differs: readonly string[];
  /** Those that are written differently and mean the same, such as a text with quotes and without. */
  readonly reworded: readonly string[];
  /** A record at a name that SES sends with, which is used for nothing but bounces. */
  readonly isMailFrom: boolean;
  /** What a record of mail was before, where it becomes something else. */
  readonly was?: Role;
  /** Of a record. */
  readonly before?: RecordSide;
  readonly after?: RecordSide;
}

/** Whether it is no longer there, or other than it was. */
export function isRemoved({ resource: { action } }: MailChange): boolean {
  return action === "delete" || action === "replace";
}

export function isAdded({ resource: { action } }: MailChange): boolean {
  return action === "create" || action === "replace";
}

/** Changed in place, or made anew at the same address. */
export function isChanged(change: MailChange): boolean {
  const { action } = change.resource;
  return action === "replace" || (action === "update" && change.differs.length + change.reworded.length > 0);
}

/** Whether the attribute is another, in meaning or in wording. */
export function isAttributeChanged({ differs, reworded }: MailChange, attribute: string): boolean {
  return differs.includes(attribute) || reworded.includes(attribute);
}

/** What sentences call a record: both of its names, where its name changes. */
export function shownName(change: MailChange): string {
  const [old, now] = [change.before?.name, change.after?.name];
  return old !== undefined && now !== undefined && old !== now ? `${old} → ${now}` : nameAfterwards(change);
}

/** The name at which it stands afterwards. */
export function nameAfterwards({ before, after, id, resource }: MailChange): string {
  return after?.name ?? before?.name ?? id ?? resource.address;
}

/** One entry of one stack. */
export function ownerOf({ stack, domain = "" }: MailChange): string {
  return `${stack} ${domain}`;
}
