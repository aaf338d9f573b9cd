// Which domains of a zone already use SES, judged by the zone's records only, and in which regions to ask SES for them.

import type { ZoneRecord } from "../../cloudflare/zone-record";
import { canonicalName } from "../../dns/canonical";
import { parseDkimName, parseDkimTarget } from "../../dns/kinds/dkim";
import { feedbackRegion } from "../../dns/kinds/mail-from";
import { isWithin } from "../../dns/names";

/** An Easy DKIM record of any SES identity. */
export interface DkimRecord {
  readonly token: string;
  /** The identity's domain. */
  readonly domain: string;
  /** Undefined if the target does not name a region: several regions share that zone. */
  readonly region: string | undefined;
}

/** A domain with Easy DKIM records, or with a MAIL FROM domain. */
export interface SesDomain {
  readonly domain: string;
  /** The regions that its records name; most records name none. */
  readonly regions: readonly string[];
  readonly tokens: readonly string[];
}

export function parseDkimRecord({ type, name, content }: ZoneRecord): DkimRecord | undefined {
  if (type !== "CNAME") return undefined;
  const [at, target] = [parseDkimName(canonicalName(name)), parseDkimTarget(canonicalName(content))];
  if (at === undefined || target === undefined || at.selector !== target.token) return undefined;
  return { token: target.token, domain: at.domain, region: target.region };
}

/** The region of an MX that points to a feedback host of SES. */
export function regionOfBounces({ type, content }: ZoneRecord): string | undefined {
  return type === "MX" ? feedbackRegion(canonicalName(content)) : undefined;
}

/**
 * Sorted by name.
 * @param named domains to include although they may have no DKIM records
 */
export function sesDomains(live: readonly ZoneRecord[], named: readonly string[] = []): SesDomain[] {
  const found = new Map<string, { readonly regions: Set<string>; readonly tokens: Set<string> }>();
  for (const domain of named) found.set(domain, { regions: new Set(), tokens: new Set() });
  for (const record of live) {
    const dkim = parseDkimRecord(record);
    if (dkim === undefined) continue;
    const entry = found.get(dkim.domain) ?? { regions: new Set(), tokens: new Set() };
    found.set(dkim.domain, entry);
    entry.tokens.add(dkim.token);
    if (dkim.region !== undefined) entry.regions.add(dkim.region);
  }
  for (const record of live) {
    const region = regionOfBounces(record);
    const domain = region === undefined ? undefined : closestDomain(canonicalName(record.name), [...found.keys()]);
    if (region !== undefined && domain !== undefined) found.get(domain)?.regions.add(region);
  }
  return [...found]
    .map(([domain, { regions, tokens }]) => ({ domain, regions: [...regions].sort(), tokens: [...tokens].sort() }))
    .sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

/** The longest of `domains` that is `name` or a parent of it. */
export function closestDomain(name: string, domains: readonly string[]): string | undefined {
  return domains.filter((domain) => isWithin(name, domain)).sort((a, b) => b.length - a.length)[0];
}
