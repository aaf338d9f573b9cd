// What all rules about records share.
import { isChanged, isComing, type MailChange, type Role } from "../changes/change";

export const RECORDS: readonly Role[] = ["dkim", "mail-from-mx", "mx", "spf", "dmarc", "web", "record"];

/** Whether its answer is another. */
export const isPointed = ({ differs }: MailChange) =>
  ["name", "content", "type", "data", "priority", "zone_id"].some((name) => differs.includes(name));

/** Whether a record says something that was not said before, at this name. */
export const isSaying = (change: MailChange) => isComing(change) || (isChanged(change) && isPointed(change));
