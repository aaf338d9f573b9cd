// SES's calls that Terraform does not make: they list identities, or start a search again.

import type { SesIdentity } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import type { AccountKey } from "./ses-account";
import { type IdentityKey, newIdentity, putIdentity, refreshIdentity, startDkim } from "./ses-identities";
import { isDomainName } from "./ses-names";

/** ListEmailIdentities: all identities; the HTTP API splits them into pages. */
export function listIdentities(world: World, { account, region }: AccountKey): SesIdentity[] {
  world.noteCall("ses:ListEmailIdentities");
  const own = world.identities.inGroup(`${account}/${region}`);
  return own.map((identity) => refreshIdentity(world, identity)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * VerifyDomainDkim of the older API: keeps the tokens, and starts the search for them again if it had ended. A domain that is not
 * an identity becomes one: https://docs.aws.amazon.com/ses/latest/APIReference/API_VerifyDomainDkim.html
 * AWS does not document that the tokens stay the same; people found it (floci-io/floci#1904). That a failed search starts again is
 * our conclusion, because AWS has no other call for it.
 */
export function verifyDomainDkim(world: World, key: IdentityKey): readonly string[] {
  world.noteCall("ses:VerifyDomainDkim");
  if (!isDomainName(key.name)) throw new ApiError(400, "InvalidParameterValue", `Invalid domain name ${key.name}.`);
  const known = world.identities.get(`${key.account}/${key.region}/${key.name.toLowerCase()}`);
  if (known === undefined) {
    const { number, change } = world.nextNumber();
    const identity = newIdentity(world, { ...key, configurationSetName: null, tags: {}, dkim: {} }, `${number}`);
    world.commit(change, putIdentity(world, identity));
    return identity.dkim.tokens;
  }
  const identity = refreshIdentity(world, known);
  const { dkim } = identity;
  if (dkim.tokens.length === 0 && dkim.origin === "AWS_SES") return startDkim(world, identity, {}).dkim.tokens;
  if (dkim.status !== "FAILED") return dkim.tokens;
  const verification = identity.verification === "FAILED" ? ("PENDING" as const) : identity.verification;
  const started = { ...dkim, status: "PENDING" as const, since: world.now() };
  world.commit(putIdentity(world, { ...identity, verification, dkim: started }));
  return dkim.tokens;
}
