// Changes to a draft: overrides for the ttls and comments of existing records, and removal of records that it cannot describe.
import { isSecret } from "../../config/secrets";
import { kindOf, purposeOfId } from "../../dns/kinds/kinds";
import { webId } from "../../dns/kinds/web";
import { relativeName } from "../../dns/names";
import type { Match } from "../matching/match";
import type { Draft } from "./draft";

/** Adds the ttls and comments of existing records: the most frequent ttl to the entry, others as overrides. True if anything changed. */
export function addOverrides({ fields }: Draft, matches: readonly Match[]): boolean {
  const found = matches.flatMap(({ id, live }) => (live === undefined ? [] : [{ id, live }]));
  const counts = new Map<number, number>();
  for (const { live } of found)
    if (!live.proxied && isTtl(live.ttl)) counts.set(live.ttl, (counts.get(live.ttl) ?? 0) + 1);
  const ttl = [...counts].sort(([a, x], [b, y]) => y - x || a - b)[0]?.[0] ?? 1;
  const comments = new Set(found.map(({ live }) => live.comment));
  const [shared = null] = comments.size === 1 ? comments : [];
  const comment = shared !== null && isComment(shared) ? shared : undefined;
  const overrides = found.flatMap(({ id, live }) => {
    const own: { ttl?: number | "auto"; comment?: string } = {};
    if (live.ttl !== ttl && !live.proxied && isTtl(live.ttl)) own.ttl = live.ttl === 1 ? "auto" : live.ttl;
    if (comment === undefined && live.comment !== null && isComment(live.comment)) own.comment = live.comment;
    return Object.keys(own).length === 0 ? [] : [[id, own] as const];
  });
  if (ttl !== 1) fields.ttl = ttl;
  if (comment !== undefined) fields.comment = comment;
  if (overrides.length > 0) fields.overrides = Object.fromEntries(overrides);
  return ttl !== 1 || comment !== undefined || overrides.length > 0;
}

/** Whether the rules accept a ttl; zones of Cloudflare's Enterprise plan may have lower ones. */
function isTtl(ttl: number): boolean {
  return ttl === 1 || (ttl >= 60 && ttl <= 86_400);
}

/** Whether the schema accepts a comment; it refuses one that looks like a secret. */
function isComment(text: string): boolean {
  return text.length <= 500 && !/[\r\n]/.test(text) && !isSecret(text);
}

/** Removes a record from a draft; false if the entry cannot do without it. */
export function removeRecord({ fields }: Draft, id = ""): boolean {
  const purpose = purposeOfId(id);
  if (purpose === undefined || purpose === "dkim" || purpose === "record") return false;
  const { setting, isDefault } = kindOf(purpose);
  if (purpose === "web") return removeWebsite(fields, id);
  const had = isDefault ? fields[setting] !== false : fields[setting] !== undefined;
  if (isDefault) fields[setting] = false;
  else delete fields[setting];
  return had;
}

function removeWebsite(fields: Record<string, unknown>, id: string): boolean {
  const web = (fields.web ?? {}) as Record<string, unknown>;
  const name = Object.keys(web).find((key) => id === webId(relativeName(key, String(fields.domain))));
  if (name === undefined) return false;
  delete web[name];
  if (Object.keys(web).length === 0) delete fields.web;
  return true;
}
