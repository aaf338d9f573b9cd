// What the first plan changes in a record that it imports: exactly what the provider compares, also if only the spelling differs.
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/services/dns_record/resource.go#L268

import type { ZoneRecord } from "../../../cloudflare/zone-record";
import { valueFormat } from "../../../dns/record-types";
import { malformedPolicy } from "../../../dns/text/malformed-policy";
import { plainText } from "../../../dns/text/txt";
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
    // The provider ignores the case of a CNAME's target.
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
  // Tags alone are not a change, and stay. An update for another reason sends no tags, which removes them.
  if (changes.length > 0) compare("tags", live.tags.join(", "), "");
  return changes;
}

/** What the reader must know about the changes, as sentences. */
export function changeNotes(wanted: DesiredRecord, live: ZoneRecord, changes: readonly Change[]): string[] {
  const fields = changes.map(({ field }) => field);
  const notes: string[] = [];
  if (fields.includes("content") && isSameText({ desired: wanted, live })) {
    notes.push("the text is the same: only its quotes, or where it is split, change");
  }
  const almost = wanted.type === "TXT" ? malformedPolicy(plainText(live.content)) : undefined;
  if (almost !== undefined && fields.includes("content")) {
    const what = almost.kind === "spf" ? "an SPF" : "a DMARC";
    notes.push(`the existing record is almost ${what} record, but receivers ignore it, because it has ${almost.why}`);
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

/** Whether two TXT records have the same text, however it is quoted and split. */
export function isSameText({ desired, live }: Pick<Match, "desired" | "live">): boolean {
  return desired?.type === "TXT" && plainText(live?.content ?? "") === plainText(desired.content ?? "");
}

/** The priority of an SRV is in its data, and the API does not always repeat it in the record's own field. */
function isPartsPriority({ type, data }: DesiredRecord, live: ZoneRecord): boolean {
  return valueFormat(type).priority === "twice" && data !== null && live.priority === null;
}

function shown(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}
