// Compares what exists with domains.yaml, by meaning. It deletes nothing and changes nothing.

import { matchDomains } from "../../adopt/matching/domains";
import type { Match } from "../../adopt/matching/match";
import { unownedTexts } from "../../adopt/unowned";
import type { Domain } from "../../dns/domain";
import { toAsciiName } from "../../dns/names";
import { isSesFailure } from "../../ses/failure";
import type { Identity } from "../../ses/identity";
import type { Workspace } from "../context";
import { type Outside, withOutside } from "../outside";
import { Refused } from "../refused";
import { readZones, type ZoneOptions } from "../zones";
import { readManagedIds } from "./managed";

/** The entries of domains.yaml, and the entries of this run. */
export interface Chosen {
  readonly all: readonly Domain[];
  readonly domains: readonly Domain[];
}

export interface MatchRequest extends ZoneOptions {
  /** Whether Terraform is asked what it manages already. @default - yes, except for zone files, which have no ids */
  readonly state?: boolean | undefined;
}

export interface Existing {
  readonly matches: readonly Match[];
  readonly mentions: ReturnType<typeof matchDomains>["mentions"];
  /** Sentences, including those of `failures`. */
  readonly notes: readonly string[];
  /** Why SES could not be asked. Then what is said about identities is not known. */
  readonly failures: readonly string[];
}

/**
 * Reads the zones, SES and Terraform's states.
 * @throws Refused if a zone cannot be read; UserError if a state cannot be read; InterruptedError
 */
export function matchExisting(
  workspace: Workspace,
  { all, domains }: Chosen,
  { zoneFile, state = true }: MatchRequest,
): Promise<Existing> {
  return withOutside(workspace, async (outside) => {
    const live = await readZones(workspace, domains, { ...(zoneFile !== undefined && { zoneFile }) });
    const { seen, failures } = await readIdentities(outside, domains);
    // Without record ids nobody can tell what is managed.
    const isAsked = zoneFile === undefined && state;
    const managed = isAsked ? await readManagedIds(workspace, all) : new Set<string>();
    const { matches, mentions, notes } = matchDomains(domains, { live, managed, identities: seen });
    return { matches, mentions, failures, notes: [...failures, ...notes, ...unownedTexts(domains, live, all)] };
  });
}

async function readIdentities({ ses }: Outside, domains: readonly Domain[]) {
  const seen = new Map<string, Identity | null>();
  const failures = new Set<string>();
  await Promise.all(
    domains.map(async (domain) => {
      const identity = await ses.identity(domain);
      if (isSesFailure(identity)) failures.add(identity.message);
      else seen.set(domain.entry, identity);
    }),
  );
  return { seen, failures: [...failures].sort() };
}

/**
 * The entries with this name or domain; all present entries if none is named.
 * @throws Refused for a name that no entry has
 */
export function choosePresent(all: readonly Domain[], names: readonly string[]): readonly Domain[] {
  const present = all.filter(({ state }) => state === "present");
  if (names.length === 0) return present;
  const wanted = names.map((name) => toAsciiName(name) ?? name);
  for (const name of wanted) {
    if (present.some(({ entry, domain }) => entry === name || domain === name)) continue;
    throw new Refused(
      `"${name}" is not present in the configuration: the entries are ${present.map(({ entry }) => entry).join(", ") || "none"}`,
    );
  }
  return present.filter(({ entry, domain }) => wanted.includes(entry) || wanted.includes(domain));
}
