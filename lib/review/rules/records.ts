// What all rules about records share.
import type { MailChange, Role } from "../changes/change";

export const RECORDS: readonly Role[] = ["dkim", "mail-from-mx", "mx", "spf", "dmarc", "web", "record"];

/** Whether its answer is another. */
export const isPointed = ({ differs }: MailChange) =>
  ["name", "content", "type", "data", "priority", "zone_id"].some((name) => differs.includes(name));
