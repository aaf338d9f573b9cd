// The scopes of the Cloudflare tokens: one for the plan, one for the apply, each limited to the zones of the configuration.
// https://developers.cloudflare.com/fundamentals/api/reference/permissions/
import type { RolePurpose } from "../dns/account-roles";
import type { Domain, Zone } from "../dns/domain";

export interface TokenScope {
  /** Its name in Cloudflare's dashboard and API. */
  readonly permission: "DNS Read" | "DNS Write" | "Zone Read";
  readonly zones: readonly Zone[];
}

export interface CloudflareToken {
  readonly purpose: RolePurpose;
  readonly scopes: readonly TokenScope[];
}

export function cloudflareTokens(domains: readonly Domain[]): CloudflareToken[] {
  const zones = [...new Map(domains.map(({ zone }) => [zone.name, zone])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  // Zone Read is only needed for zones that are looked up by name.
  const named = zones.filter(({ id }) => id === undefined);
  const lookup: TokenScope[] = named.length === 0 ? [] : [{ permission: "Zone Read", zones: named }];
  return [
    { purpose: "plan", scopes: [{ permission: "DNS Read", zones }, ...lookup] },
    { purpose: "apply", scopes: [{ permission: "DNS Write", zones }, ...lookup] },
  ];
}
