// What to do if something is in the way of a record. Adopt imports the same resource, and only that.

import { canonicalName } from "../dns/canonical";
import { feedbackRegion, isMailFromId } from "../dns/kinds/mail-from";
import { includesSes } from "../dns/kinds/spf";
import { plainText } from "../dns/text/txt";
import type { LiveRecord, PlannedCreate } from "./creates";

/**
 * adopt: import it. forget: the same, once the state has forgotten the record that was deleted and made again. mail-from: the name is used for something else, so MAIL FROM needs another name; `label` is a free one.
 * delegated: the name belongs to another zone. delete: one of the two must be deleted or renamed.
 */
export interface Remedy {
  readonly do: "adopt" | "forget" | "mail-from" | "delegated" | "delete";
  readonly label?: string;
}

const LABELS = ["bounce", "bounces", "ses-bounce", "mail-from"];

/** @param isFree whether there is nothing at a name */
export function remedyOf(
  { type, record = "", name, moved }: PlannedCreate,
  live: LiveRecord,
  isSame: boolean,
  isFree: (name: string) => boolean,
): Remedy {
  if (moved) return { do: "delete" };
  if (isSame) return { do: "adopt" };
  if (live.type === "NS" && type !== "NS") return { do: "delegated" };
  if (isMailFromId(record)) {
    if (isOfSes(live)) return { do: "adopt" };
    const domain = name.slice(name.indexOf(".") + 1);
    return { do: "mail-from", label: LABELS.find((label) => isFree(`${label}.${domain}`)) ?? "ses" };
  }
  return { do: live.type === type ? "adopt" : "delete" };
}

/** What an earlier MAIL FROM of SES left there, in this region or another. */
function isOfSes({ type, content }: LiveRecord): boolean {
  if (type === "MX") return feedbackRegion(canonicalName(content)) !== undefined;
  return type === "TXT" && includesSes(plainText(content));
}
