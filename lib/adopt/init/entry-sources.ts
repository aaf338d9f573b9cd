// What the entries of a first domains.yaml are made of: one for each identity or, if SES was not asked, for each domain of the zone.

import type { ZoneRecord } from "../../cloudflare/zone-record";
import { isWithin } from "../../dns/names";
import type { Identity } from "../../ses/identity";
import type { ConfigurationSetState, RolePolicies } from "../../ses/set";
import { dkimProblem } from "../matching/dkim-problem";
import { sesDomains } from "../zone/ses-domains";
import type { SeenAddresses } from "./test-addresses";
import { domainsWithoutMail } from "./without-mail";

export interface AdoptInitOptions {
  readonly zone: { readonly name: string; readonly id: string | null };
  /** The domain on the command line: the zone's own, or one below it. */
  readonly named?: string;
  readonly live: readonly ZoneRecord[];
  /** The identities that SES has for the zone's domains, see sesDomains(). @default - SES was not asked: the zone's records decide */
  readonly identities?: readonly Identity[];
  /** The configuration sets of the identities, by `region/name`. @default - they were not read, and are named */
  readonly sets?: ReadonlyMap<string, ConfigurationSetState>;
  /** The own policies of the account's roles. @default - IAM was not asked */
  readonly roles?: readonly RolePolicies[];
  /** The identities of the account, by region. @default - SES was not asked for them */
  readonly addresses?: ReadonlyMap<string, SeenAddresses>;
  /** If SES was not asked, the region of domains whose records do not name one. @default - none */
  readonly region?: string;
}

export interface EntrySource {
  readonly domain: string;
  readonly region: string;
  readonly identity: Identity | undefined;
  /** Whether neither SES nor the zone has anything for the domain. */
  readonly isNew: boolean;
  /** It has the records of a domain without mail. @default - SES sends its mail */
  readonly mail?: "none";
}

/** In the order of domains and regions, with notes about domains that get no entry. */
export function entrySources(options: AdoptInitOptions): { places: EntrySource[]; notes: string[] } {
  const { zone, live, named = zone.name } = options;
  const withMail = new Set([...sesDomains(live), ...(options.identities ?? [])].map(({ domain }) => domain));
  const found = domainsWithoutMail(live, zone.name, withMail);
  const without = found.domains.map(
    (domain): EntrySource => ({ domain, region: "", identity: undefined, isNew: false, mail: "none" }),
  );
  const { places, notes } = without.some(({ domain }) => domain === named)
    ? knownSources(options)
    : sourcesWithMail(options);
  return { places: [...places, ...without], notes: [...notes, ...found.notes] };
}

function sourcesWithMail(options: AdoptInitOptions): { places: EntrySource[]; notes: string[] } {
  const { places, notes } = knownSources(options);
  if (places.length > 0) return { places, notes };
  const { zone, named = zone.name, live, region } = options;
  // The zone has records of an identity that was not found. A new identity would not make them work.
  if (sesDomains(live).some(({ domain }) => domain === named)) return { places, notes };
  if (region === undefined)
    return {
      places,
      notes: [...notes, `"${named}" is not in SES yet: name the region where it is to be with --region`],
    };
  return { places: [{ domain: named, region, identity: undefined, isNew: true }], notes };
}

/** One for each identity or, if SES was not asked, for each domain of the zone. */
function knownSources({ zone, live, identities, region }: AdoptInitOptions): {
  places: EntrySource[];
  notes: string[];
} {
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
    const problem = dkimProblem(identity);
    if (problem !== undefined) notes.push(`"${domain}" in ${own} ${problem.what}: left alone; ${problem.fix}`);
    else places.push({ domain, region: own, identity, isNew: false });
  }
  for (const { domain, tokens } of found) {
    const known = new Set(inZone.filter((one) => one.domain === domain).flatMap(({ dkim }) => dkim.tokens));
    const foreign = tokens.filter((token) => !known.has(token));
    if (foreign.length > 0)
      notes.push(
        `"${domain}" has DKIM records of an identity that SES was not found to have (${foreign.join(", ")}): left alone, name its region with --region if it is yours`,
      );
  }
  return { places, notes };
}

function byDomainAndRegion(a: Identity, b: Identity): number {
  const key = ({ domain, region }: Identity) => `${domain} ${region}`;
  return key(a) < key(b) ? -1 : 1;
}
