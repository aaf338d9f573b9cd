// What the first plan changes of a record that it imports: exactly what the provider compares, as it stands, though the
// meaning is the same. https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/services/dns_record/resource.go#L268
import { valueFormat } from "../../../dns/record-types";
import { malformedPolicy } from "../../../dns/text/malformed-policy";
import { plainText } from "../../../dns/text/txt";
import type { ZoneRecord } from "../../zone/zone-record";
import type { Change, Match } from "../match";
import type { DesiredRecord } from "./desired";

export function recordChanges(wanted: DesiredRecord, live: ZoneRecord): Change[] {
  const changes: Change[] = [];
  const compare = (field: string, before: unknown, after: unknown) => {
    if (shown(before) !== shown(after)) changes.push({ field, before: shown(before), after: shown(after) });
  };
  compare("name", live.name, wanted.name);
  if (wanted.data === null) {
    const [before, after] = [live.content, wanted.content ?? ""];
    // The provider keeps the spelling of a CNAME's target.
    const isSame = wanted.type === "CNAME" && before.toLowerCase() === after.toLowerCase();
    if (!isSame) compare("content", before, after);
  } else {
    const { staleParts = [] } = valueFormat(wanted.type);
    const keys = new Set([...Object.keys(live.data ?? {}), ...Object.keys(wanted.data)]);
    for (const key of keys) {
      if (!staleParts.includes(key)) compare(`data.${key}`, live.data?.[key], wanted.data[key]);
    }
  }
  if (!isPartsPriority(wanted, live)) compare("priority", live.priority, wanted.priority);
  compare("ttl", live.ttl, wanted.ttl);
  compare("proxied", live.proxied, wanted.proxied);
  compare("comment", live.comment, wanted.comment);
  // Tags alone plan nothing, and stay; an update for another reason sends none, which takes them off.
  if (changes.length > 0) compare("tags", live.tags.join(", "), "");
  return changes;
}

/** What the reader must know of the changes, in words. */
export function changeNotes(wanted: DesiredRecord, live: ZoneRecord, changes: readonly Change[]): string[] {
  const fields = changes.map(({ field }) => field);
  const notes: string[] = [];
  if (fields.includes("content") && isSameText({ desired: wanted, live })) {
    notes.push("the text is the same: only its quotes, or where it is split, change");
  }
  const almost = wanted.type === "TXT" ? malformedPolicy(plainText(live.content)) : undefined;
  if (almost !== undefined && fields.includes("content")) {
    const what = almost.kind === "spf" ? "an SPF" : "a DMARC";
    notes.push(`what stands there is almost ${what} record, and receivers pass it over, for it has ${almost.why}`);
  }
  if (fields.includes("proxied") && live.proxied) {
    notes.push("it is proxied and answers with addresses, so that mail does not find it: the apply ends that");
  }
  if (fields.includes("tags")) notes.push("mailzone writes no tags: the apply takes them off");
  if (live.flattened && wanted.type === "CNAME") {
    notes.push("it is flattened and answers with addresses, which no plan changes: turn flattening off in Cloudflare");
  }
  return notes;
}

/** Whether two records have one text, however it is quoted and split. */
export function isSameText({ desired, live }: Pick<Match, "desired" | "live">): boolean {
  return desired?.type === "TXT" && plainText(live?.content ?? "") === plainText(desired.content ?? "");
}

/** An SRV's priority stands in its data, and the API does not always repeat it beside. */
function isPartsPriority({ type, data }: DesiredRecord, live: ZoneRecord): boolean {
  return valueFormat(type).priority === "twice" && data !== null && live.priority === null;
}

function shown(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}
