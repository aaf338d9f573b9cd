// Records that match nothing but should be mentioned: a record under a doubled name, a wildcard that has answered so far, the DKIM
// records of other identities.

import type { ZoneRecord } from "../../../cloudflare/zone-record";
import { canonicalValue, txtVersion } from "../../../dns/canonical";
import { plainText } from "../../../dns/text/txt";
import type { LiveZones } from "../../zone/live-zones";
import { parseDkimRecord } from "../../zone/ses-domains";
import type { Mention } from "../match";
import type { DesiredRecord } from "./desired";

/** Notes about a record that will be created. */
export function creationNotes(wanted: DesiredRecord, zones: LiveZones): string[] {
  const { zone, name, domain } = wanted;
  const notes: string[] = [];
  for (const parent of new Set([zone, domain])) {
    const doubled = zones.at(zone, `${name}.${parent}`).find((live) => isSame(wanted, live));
    if (doubled === undefined) continue;
    // A rename would not be planned: the provider reads the shorter name as a relative one (terraform-provider-cloudflare #6566).
    const which = doubled.id === null ? "" : ` (record ${doubled.id})`;
    notes.push(
      `it exists under the doubled name "${doubled.name}" in zone "${zone}"${which}, which nobody queries: it is created at its own name; delete the doubled one`,
    );
  }
  const [wild, ...more] = zones.wildcards(zone, name);
  if (wild !== undefined) {
    const types = [...new Set([wild, ...more].map(({ type }) => type))].join(", ");
    notes.push(
      `"${wild.name}" (${types}) in zone "${zone}" has answered for this name so far, and no longer does once it is created`,
    );
  }
  return notes;
}

/** DKIM records of our domains with other tokens: those of an older identity, or of one in another region. */
export function otherDkim(
  wanted: readonly DesiredRecord[],
  zones: LiveZones,
  claimed: ReadonlySet<ZoneRecord>,
): Mention[] {
  const domains = new Set(wanted.filter(({ purpose }) => purpose === "dkim").map(({ domain }) => domain));
  const groups = new Map<string, { readonly zone: string; readonly domain: string; readonly tokens: string[] }>();
  for (const live of zones.records) {
    const dkim = claimed.has(live) ? undefined : parseDkimRecord(live);
    if (dkim === undefined || !domains.has(dkim.domain)) continue;
    const key = `${live.zone} ${dkim.domain}`;
    const group = groups.get(key) ?? { zone: live.zone, domain: dkim.domain, tokens: [] };
    group.tokens.push(dkim.token);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ zone, domain, tokens }) => ({
    zone,
    message: `"${domain}" has ${tokens.length} DKIM record${tokens.length > 1 ? "s" : ""} of another identity of SES (${list(tokens)}), older or of another region or account`,
  }));
}

function isSame(wanted: DesiredRecord, live: ZoneRecord): boolean {
  if (wanted.type !== live.type) return false;
  if (canonicalValue(wanted) === canonicalValue(live)) return true;
  if (wanted.type !== "TXT") return false;
  const kind = txtVersion(plainText(wanted.content ?? ""));
  return kind !== undefined && kind === txtVersion(plainText(live.content));
}

function list(tokens: readonly string[]): string {
  const sorted = [...tokens].sort();
  return sorted.length > 3 ? `${sorted.slice(0, 3).join(", ")} and ${sorted.length - 3} more` : sorted.join(", ");
}
