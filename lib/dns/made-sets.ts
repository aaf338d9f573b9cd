// The configuration sets that entries have made.
import type { ConfigurationSet } from "./configuration-set";
import type { Domain } from "./domain";

/** The domains with a set of their own, once for each set: in its account, region and stack. */
export function madeSets<D extends Pick<Domain, "madeSet" | "region" | "account" | "stack">>(
  domains: readonly D[],
): readonly (D & { readonly madeSet: ConfigurationSet })[] {
  const made = new Map<string, D & { readonly madeSet: ConfigurationSet }>();
  for (const domain of domains) {
    const { madeSet, region, account, stack } = domain;
    if (madeSet === undefined) continue;
    const key = JSON.stringify([madeSet.name, region, account, stack]);
    if (!made.has(key)) made.set(key, { ...domain, madeSet });
  }
  return [...made.values()];
}
