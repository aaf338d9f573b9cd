// Shared by all rules about records.
import { isAdded, isChanged, type MailChange, type Role } from "../changes/change";

export const RECORD_ROLES: readonly Role[] = ["dkim", "mail-from-mx", "mx", "spf", "dmarc", "web", "record"];

/** Whether its answer changes. */
export const changesAnswer = ({ differs }: MailChange) =>
  ["name", "content", "type", "data", "priority", "zone_id"].some((name) => differs.includes(name));

/** Whether a record is new or says something new at this name. */
export const publishesNewValue = (change: MailChange) =>
  isAdded(change) || (isChanged(change) && changesAnswer(change));
