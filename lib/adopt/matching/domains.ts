// Matches whole entries with what SES and the zones have for them. Values that are only known after an apply, the tokens of an
// identity and the name of a distribution, are taken from what exists.

import type { AcmCertificate } from "../../acm/certificate";
import type { ZoneRecord } from "../../cloudflare/zone-record";
import { canonicalName } from "../../dns/canonical";
import type { Domain } from "../../dns/domain";
import { PLACEHOLDER_REFS, placeholderValidation } from "../../dns/domain-records";
import { hasIdentity } from "../../dns/has-identity";
import { isValidationRecord } from "../../dns/kinds/certificate";
import { type Refs, threeTokens } from "../../dns/record";
import type { Identity } from "../../ses/identity";
import type { RolePolicyState } from "../../ses/set";
import { sesDomains } from "../zone/ses-domains";
import { adoptable, matchCertificate } from "./certificates";
import { matchIdentity } from "./identity";
import type { Managed, Match, Mention } from "./match";
import { desiredRecords } from "./records/desired";
import { matchRecords } from "./records/records";
import { matchSenders, matchTestAddresses } from "./senders";
import { matchSet, type SeenSet } from "./sets";

export interface ExistingResources {
  /** The records of all zones of the entries. */
  readonly live: readonly ZoneRecord[];
  /** By entry; null if SES has none. Entries for which SES could not be asked are missing. */
  readonly identities: ReadonlyMap<string, Identity | null>;
  /** What Terraform manages already. */
  readonly managed: Managed;
  /** What AWS has of sets, senders and test addresses. @default - it was not asked for them */
  readonly beside?: SeenBeside;
}

/** By entry; what AWS was not asked for, or did not answer, is missing. */
export interface SeenBeside {
  /** Of the entry that is the first to make the set. */
  readonly sets: ReadonlyMap<string, SeenSet>;
  /** By the key of the sender. */
  readonly senders: ReadonlyMap<string, ReadonlyMap<string, RolePolicyState>>;
  readonly testAddresses: ReadonlyMap<string, ReadonlyMap<string, Identity | null>>;
  /** ACM's for exactly the entry's names. @default - ACM was not asked */
  readonly certificates?: ReadonlyMap<string, readonly AcmCertificate[]>;
}

export interface DomainMatches {
  /** Entry by entry, SES resources first. */
  readonly matches: readonly Match[];
  readonly mentions: readonly Mention[];
  /** Assumptions that were made. */
  readonly notes: readonly string[];
}

export function matchDomains(
  domains: readonly Domain[],
  { live, identities, managed, beside }: ExistingResources,
): DomainMatches {
  const notes: string[] = [];
  // If SES could not be asked, the tokens in the zone are used, provided that they belong to one identity.
  const isSesRead = domains.filter(hasIdentity).every(({ entry }) => identities.has(entry));
  const tokensInZones = new Map(isSesRead ? [] : sesDomains(live).map(({ domain, tokens }) => [domain, tokens]));
  const wanted = domains.flatMap((domain) => {
    const identity = identities.get(domain.entry);
    const tokens = identity === undefined ? tokensInZones.get(domain.domain) : identity?.dkim.tokens;
    return desiredRecords(domain, refsOf(domain, tokens ?? [], live, notes, beside?.certificates?.get(domain.entry)));
  });
  const { matches, mentions } = matchRecords(wanted, live, { managed });
  const ofEntry = new Map<string, Match[]>();
  for (const match of matches) ofEntry.set(match.entry, [...(ofEntry.get(match.entry) ?? []), match]);
  const together = domains.flatMap((domain) => {
    const identity = identities.get(domain.entry);
    const ses = identity === undefined ? [] : matchIdentity(domain, identity, managed);
    if (domain.identity === "existing" && identity === null)
      notes.push(
        `identity of "${domain.entry}" is existing, and SES has no "${domain.domain}" in ${domain.region}: its owner has to make it first`,
      );
    return [...ses, ...(beside ? besideMatches(domain, beside, managed) : []), ...(ofEntry.get(domain.entry) ?? [])];
  });
  return { matches: together, mentions, notes };
}

function besideMatches(
  domain: Domain,
  { sets, senders, testAddresses, certificates }: SeenBeside,
  managed: Managed,
): Match[] {
  const { entry, madeSet } = domain;
  const set = sets.get(entry);
  const found = certificates?.get(entry);
  return [
    ...(madeSet === undefined || set === undefined ? [] : matchSet({ ...domain, madeSet }, set, managed)),
    ...matchSenders(domain, senders.get(entry) ?? new Map(), managed),
    ...matchTestAddresses(domain, testAddresses.get(entry) ?? new Map(), managed),
    ...(found === undefined ? [] : matchCertificate(domain, found, managed)),
  ];
}

/** Only the id of a distribution is known: the CloudFront name that the website's record points to is assumed to be its name. */
function refsOf(
  domain: Domain,
  tokens: readonly string[],
  live: readonly ZoneRecord[],
  notes: string[],
  certificates: readonly AcmCertificate[] = [],
): Refs {
  const validations = adoptable(domain, certificates)?.validations ?? [];
  return {
    dkimTokens: threeTokens(tokens) ?? PLACEHOLDER_REFS.dkimTokens,
    distributionDomain: (id) => {
      const names = domain.web.filter(({ distribution }) => distribution === id).map(({ name }) => name);
      const found = live.find(
        ({ type, name, content }) => type === "CNAME" && names.includes(name) && content.endsWith(".cloudfront.net"),
      );
      if (found === undefined) return PLACEHOLDER_REFS.distributionDomain(id);
      notes.push(`"${found.name}" leads to ${found.content}, taken for the distribution ${id}: the plan will tell`);
      return found.content;
    },
    validation: (of) => {
      // A name and its wildcard have one record.
      const told = validations.find(
        ({ name, record }) => record !== undefined && name.replace(/^\*\./, "") === of,
      )?.record;
      if (told !== undefined) return told;
      const found = live.filter(
        ({ type, name, content }) => type === "CNAME" && isValidationRecord(name, canonicalName(content), of),
      );
      const [only, ...others] = found;
      if (only === undefined || others.length > 0) return placeholderValidation(of);
      // Every certificate of an account has the same one, so it cannot be created a second time.
      notes.push(`"${only.name}" is taken for the record of the certificate for "${of}": the plan will tell`);
      return { name: only.name, target: canonicalName(only.content) };
    },
  };
}
