// What all rules about records share.
import { isAdded, isChanged, type MailChange, type Role } from "../changes/change";

export const RECORD_ROLES: readonly Role[] = ["dkim", "mail-from-mx", "mx", "spf", "dmarc", "web", "record"];

/** Whether its answer is another. */
export const changesAnswer = ({ differs }: MailChange) =>
  ["name", "content", "type", "data", "priority", "zone_id"].some((name) => differs.includes(name));

/** Whether a record says something that was not said before, at this name. */
export const publishesNewValue = (change: MailChange) =>
  isAdded(change) || (isChanged(change) && changesAnswer(change));
