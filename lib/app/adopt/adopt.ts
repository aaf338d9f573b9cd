// Compares what exists with domains.yaml, by meaning. It deletes nothing and changes nothing.

import { matchDomains } from "../../adopt/matching/domains";
import type { Match, Mention } from "../../adopt/matching/match";
import { unownedTexts } from "../../adopt/unowned";
import type { Domain } from "../../dns/domain";
import { toAsciiName } from "../../dns/names";
import type { Workspace } from "../context";
import { Refused } from "../refused";
import { withServices } from "../services";
import { readZones, type ZoneOptions } from "../zones";
import { readManagedIds } from "./managed";
import { readAws } from "./read-aws";

/** Which entries are compared, and with what. */
export interface MatchRequest extends ZoneOptions {
  /** Domains or entries. @default - all present entries */
  readonly names?: readonly string[];
  /** Whether Terraform is asked what it manages already. @default - yes, except for zone files, which have no ids */
  readonly state?: boolean | undefined;
}

/** What exists already, compared with what is wanted. */
export interface Existing {
  /** All entries of the configuration, and those that were compared. */
  readonly all: readonly Domain[];
  readonly domains: readonly Domain[];
  /** One for each wanted record, and for each wanted resource at AWS. */
  readonly matches: readonly Match[];
  /** Records of the zones that are left alone but should be known. */
  readonly mentions: readonly Mention[];
  /** Sentences, including those of `failures`. */
  readonly notes: readonly string[];
  /** Why AWS could not be asked for something. Then nothing is known about it. */
  readonly failures: readonly string[];
}

/**
 * Reads the zones, SES and Terraform's states, and compares them with the configuration by meaning. It changes nothing.
 * @param all the entries of the configuration
 * @throws Refused if a name is not in the configuration or a zone cannot be read; UserError if a state cannot be read;
 * InterruptedError
 */
export async function matchExisting(
  workspace: Workspace,
  all: readonly Domain[],
  { names = [], zoneFile, state = true }: MatchRequest = {},
): Promise<Existing> {
  const domains = choosePresent(all, names);
  return withServices(workspace, async (outside) => {
    const live = await readZones(workspace, domains, { zoneFile });
    const { identities, beside, failures } = await readAws(outside.ses, outside.acm, domains);
    // Without record ids nobody can tell what is managed.
    const isAsked = zoneFile === undefined && state;
    const managed = isAsked ? await readManagedIds(workspace, all) : new Set<string>();
    const { matches, mentions, notes } = matchDomains(domains, { live, managed, identities, beside });
    const sentences = [...failures, ...notes, ...unownedTexts(domains, live, all)];
    return { all, domains, matches, mentions, failures, notes: sentences };
  });
}

/**
 * The entries with this name or domain; all present entries if none is named.
 * @throws Refused for a name that no entry has
 */
function choosePresent(all: readonly Domain[], names: readonly string[]): readonly Domain[] {
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
