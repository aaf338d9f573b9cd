// The policies of MTA-STS that domains.yaml describes, for whoever hosts them. Terraform and the state are not needed.

import { toAsciiName } from "../dns/names";
import { formatMtaStsPolicy, mtaStsUrl } from "../dns/text/mta-sts-policy";
import { type ConfigurationOptions, soundConfiguration } from "./configuration";
import type { Context } from "./context";
import { shortList } from "./published";
import { Refused } from "./refused";

export interface HostedPolicy {
  readonly domain: string;
  /** Where senders fetch it, as text/plain. */
  readonly url: string;
  /** The file. */
  readonly policy: string;
}

/**
 * The policies of these domains or entries; of all if none is named.
 * @throws Refused if the configuration has errors, or there is no such policy
 */
export function hostedPolicies(
  context: Pick<Context, "cwd" | "root" | "env" | "stdin" | "say">,
  { names = [], ...options }: ConfigurationOptions & { readonly names?: readonly string[] },
): readonly HostedPolicy[] {
  const { domains } = soundConfiguration(context, options);
  const all = domains.flatMap(({ entry, domain, mtaSts }) => {
    const policy = mtaSts?.policy;
    return policy === undefined ? [] : [{ entry, domain, url: mtaStsUrl(domain), policy: formatMtaStsPolicy(policy) }];
  });
  const known = shortList(all.map(({ entry }) => entry)).join(", ");
  for (const name of names) {
    const ascii = toAsciiName(name) ?? name;
    if (!all.some(({ entry, domain }) => entry === name || domain === ascii))
      throw new Refused(
        `"${name}" has no policy of MTA-STS in domains.yaml: ${known === "" ? "write mtaSts in its entry" : `those that have one are ${known}`}`,
      );
  }
  if (all.length === 0) throw new Refused("domains.yaml has no policy of MTA-STS: write mtaSts in an entry");
  const wanted = new Set(names.flatMap((name) => [name, toAsciiName(name) ?? name]));
  return all
    .filter(({ entry, domain }) => names.length === 0 || wanted.has(entry) || wanted.has(domain))
    .map(({ entry: _, ...policy }) => policy);
}
