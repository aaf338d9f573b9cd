// The entries that a first domains.yaml has: one for each identity, or for each domain of the zone where SES was not asked.
import { isWithin } from "../../dns/names";
import type { Identity } from "../../ses/identity";
import { dkimProblem } from "../matching/dkim-problem";
import { sesDomains } from "../zone/ses-domains";
import type { ZoneRecord } from "../zone/zone-record";

export interface InitOptions {
  readonly zone: { readonly name: string; readonly id: string | null };
  /** The domain that was asked for: the zone's own, or one below it. */
  readonly named?: string;
  readonly live: readonly ZoneRecord[];
  /** What SES has of the zone's domains, see sesDomains(). @default - SES was not asked: the zone's records are believed */
  readonly identities?: readonly Identity[];
  /** The region of domains whose records name none, where SES was not asked. @default - none */
  readonly region?: string;
}

export interface EntrySource {
  readonly domain: string;
  readonly region: string;
  readonly identity: Identity | undefined;
  /** Whether neither SES nor the zone has anything of SES for the domain. */
  readonly isNew: boolean;
}

/** In the order of their domains and regions; what gets none is told. */
export function entrySources(options: InitOptions): { places: EntrySource[]; notes: string[] } {
  const { places, notes } = knownSources(options);
  if (places.length > 0) return { places, notes };
  const { zone, named = zone.name, live, region } = options;
  // Records of an identity that is not found are no newcomer's: a new identity would not make them work.
  if (sesDomains(live).some(({ domain }) => domain === named)) return { places, notes };
  if (region === undefined)
    return {
      places,
      notes: [...notes, `"${named}" is not in SES yet: name the region where it is to be with --region`],
    };
  return { places: [{ domain: named, region, identity: undefined, isNew: true }], notes };
}

/** One for each identity, or for each domain of the zone where SES was not asked. */
function knownSources({ zone, live, identities, region }: InitOptions): { places: EntrySource[]; notes: string[] } {
  const found = sesDomains(live);
  const notes: string[] = [];
  const places: EntrySource[] = [];
  if (identities === undefined) {
    for (const { domain, regions, tokens } of found) {
      const own = regions.length === 1 ? regions[0] : region;
      if (own === undefined)
        notes.push(`"${domain}" uses SES in a region that its records do not tell: name it with --region`);
      else if (tokens.length > 3)
        notes.push(
          `"${domain}" has ${tokens.length} DKIM records, of several identities: let SES be asked which are whose`,
        );
      else places.push({ domain, region: own, identity: undefined, isNew: false });
    }
    return { places, notes };
  }
  const inZone = identities.filter(({ domain }) => isWithin(domain, zone.name));
  for (const identity of [...inZone].sort(byDomainAndRegion)) {
    const { domain, region: own } = identity;
    const trouble = dkimProblem(identity);
    if (trouble !== undefined) notes.push(`"${domain}" in ${own} ${trouble.what}: left alone; ${trouble.fix}`);
    else places.push({ domain, region: own, identity, isNew: false });
  }
  for (const { domain, tokens } of found) {
    const known = new Set(inZone.filter((one) => one.domain === domain).flatMap(({ dkim }) => dkim.tokens));
    const alien = tokens.filter((token) => !known.has(token));
    if (alien.length > 0)
      notes.push(
        `"${domain}" has DKIM records of an identity that SES was not found to have (${alien.join(", ")}): left alone, name its region with --region if it is yours`,
      );
  }
  return { places, notes };
}

function byDomainAndRegion(a: Identity, b: Identity): number {
  const key = ({ domain, region }: Identity) => `${domain} ${region}`;
  return key(a) < key(b) ? -1 : 1;
}
