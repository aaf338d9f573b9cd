// What helps where something stands in the way of a record. Adopt takes over what is the same thing; nothing else is its
// business.

import { canonicalName } from "../dns/canonical";
import { feedbackRegion, isMailFromId } from "../dns/kinds/mail-from";
import { includesSes } from "../dns/kinds/spf";
import { plainText } from "../dns/text/txt";
import type { LiveRecord, PlannedCreate } from "./creates";

/**
 * adopt: take it over. mail-from: the name serves something else, MAIL FROM needs another; `label` is one that is free.
 * delegated: the name is another zone's. delete: one of the two has to go, or to have another name.
 */
export interface Cure {
  readonly do: "adopt" | "mail-from" | "delegated" | "delete";
  readonly label?: string;
}

const LABELS = ["bounce", "bounces", "ses-bounce", "mail-from"];

/** @param isFree whether nothing stands at a name */
export function cureOf(
  { type, record = "", name, moved }: PlannedCreate,
  live: LiveRecord,
  isSame: boolean,
  isFree: (name: string) => boolean,
): Cure {
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

/** What an earlier MAIL FROM of SES's left there, in this region or another. */
function isOfSes({ type, content }: LiveRecord): boolean {
  if (type === "MX") return feedbackRegion(canonicalName(content)) !== undefined;
  return type === "TXT" && includesSes(plainText(content));
}
