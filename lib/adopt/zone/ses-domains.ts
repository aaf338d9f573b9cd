// Which domains of a zone use SES already, from its DNS alone, and in which regions SES is to be asked for them.

import { plainName } from "../../dns/meaning";
import { isWithin } from "../../dns/names";
import type { ZoneRecord } from "./zone-record";

/** An Easy DKIM record of SES, of whichever identity. */
export interface DkimRecord {
  readonly token: string;
  /** The identity's domain. */
  readonly domain: string;
  /** Undefined where the target has none: several regions share that zone. */
  readonly region: string | undefined;
}

/** A domain with Easy DKIM records, or with a name that takes bounces for SES. */
export interface SesDomain {
  readonly domain: string;
  /** The regions that its records name; none where they name none, as most do. */
  readonly regions: readonly string[];
  readonly tokens: readonly string[];
}

/** `<token>.dkim.amazonses.com`, or with a region before the last two labels. */
const DKIM_TARGET = /^([a-z0-9]+)\.dkim\.(?:([a-z0-9-]+)\.)?amazonses\.com$/;

const FEEDBACK = /^feedback-smtp\.([a-z0-9-]+)\.amazonses\.com$/;

export function parseDkimRecord({ type, name, content }: ZoneRecord): DkimRecord | undefined {
  if (type !== "CNAME") return undefined;
  const [, token, region] = DKIM_TARGET.exec(plainName(content)) ?? [];
  const plain = plainName(name);
  const prefix = `${token}._domainkey.`;
  if (token === undefined || !plain.startsWith(prefix)) return undefined;
  return { token, domain: plain.slice(prefix.length), region };
}

/** The region of an MX that takes bounces for SES. */
export function feedbackRegion({ type, content }: ZoneRecord): string | undefined {
  return type === "MX" ? FEEDBACK.exec(plainName(content))?.[1] : undefined;
}

/**
 * In the order of their names.
 * @param named domains that are looked for though they may have no DKIM records
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
    const region = feedbackRegion(record);
    const domain = region === undefined ? undefined : nearest(plainName(record.name), [...found.keys()]);
    if (region !== undefined && domain !== undefined) found.get(domain)?.regions.add(region);
  }
  return [...found]
    .map(([domain, { regions, tokens }]) => ({ domain, regions: [...regions].sort(), tokens: [...tokens].sort() }))
    .sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

/** The longest of `domains` that a name is or lies below. */
export function nearest(name: string, domains: readonly string[]): string | undefined {
  return domains.filter((domain) => isWithin(name, domain)).sort((a, b) => b.length - a.length)[0];
}
