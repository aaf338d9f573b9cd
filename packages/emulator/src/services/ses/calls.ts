// SES's calls that Terraform does not make: those of whoever looks at identities from outside, or starts a search again.
import { ApiError } from "../../world/faults";
import type { SesIdentity } from "../../world/things";
import type { World } from "../../world/world";
import type { AccountKey } from "./account";
import { type IdentityKey, newIdentity, putIdentity, refreshIdentity, startDkim } from "./identities";
import { isDomainName } from "./names";

/** ListEmailIdentities, all of them: whoever asks over HTTP gets them in pages. */
export function listIdentities(world: World, { account, region }: AccountKey): SesIdentity[] {
  world.noteCall("ses:ListEmailIdentities");
  const own = world.identities.inGroup(`${account}/${region}`);
  return own.map((identity) => refreshIdentity(world, identity)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * VerifyDomainDkim, of the older API: the same tokens, and the search for them begins again where it had ended. A domain that
 * is no identity becomes one: https://docs.aws.amazon.com/ses/latest/APIReference/API_VerifyDomainDkim.html
 * That the tokens are the same is what people found (floci-io/floci#1904), not AWS's word; that a failed search begins again is
 * what is left, since AWS has no other call for it.
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
