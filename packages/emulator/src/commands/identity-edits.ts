// What somebody does to an identity in SES's console, so that whatever others left can be rehearsed: one without DKIM tokens,
// with a key of its own, with the keys of another region, or with signatures turned off.
import { EmulatorError } from "../errors";
import {
  createIdentity,
  type IdentityKey,
  isEmailAddress,
  putIdentity,
  refreshIdentity,
  startDkim,
} from "../services/ses/identities";
import { DEFAULT_ACCOUNT, type SesIdentity } from "../world/things";
import type { World } from "../world/world";

export interface IdentityEdit extends IdentityKey {
  /**
   * `easy`: SES's three tokens. `own`: a key of its own, whose selector is `own`. `none`: no tokens, verified as identities were by
   * a TXT record before DKIM could do it. A region: the keys of the identity of the same name there.
   * @default - it stays as it is; Easy DKIM where the identity is made
   */
  readonly dkim?: string;
  /** Whether its mail is signed. @default - as it is */
  readonly signing?: boolean;
}

/** Makes the identity where there is none, and gives it in a line. */
export function editIdentity(world: World, { account, region, name, dkim, signing }: IdentityEdit): string {
  const key = { account, region, name };
  const known = world.identities.get(`${account}/${region}/${name.toLowerCase()}`);
  if (known !== undefined && dkim === undefined && signing === undefined) {
    throw new EmulatorError(`identity "${name}" is not changed: say --dkim, --signing or --no-signing`);
  }
  if (dkim !== undefined && isEmailAddress(name)) {
    throw new EmulatorError(
      `identity "${name}" is an address, which signs with the keys of its domain: leave --dkim out`,
    );
  }
  const identity = known ?? createIdentity(world, { ...key, configurationSetName: null, tags: {}, dkim: {} });
  const keyed = dkim === undefined ? identity : withKeys(world, identity, dkim);
  const changed = signing === undefined ? keyed : { ...keyed, dkim: { ...keyed.dkim, signingEnabled: signing } };
  world.commit(putIdentity(world, changed));
  return describe(refreshIdentity(world, changed));
}

function withKeys(world: World, identity: SesIdentity, dkim: string): SesIdentity {
  if (dkim === "easy") return startDkim(world, identity, {});
  if (dkim === "own") return startDkim(world, identity, { selector: "own" });
  if (dkim === "none") {
    const keys = { status: "NOT_STARTED", since: world.now(), tokens: [], keyLength: null, origin: "AWS_SES" } as const;
    return { ...identity, verification: "SUCCESS", dkim: { ...keys, keyMade: identity.dkim.keyMade } };
  }
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(dkim)) {
    throw new EmulatorError(`dkim of "${identity.name}" cannot be "${dkim}": say easy, own, none or a region`);
  }
  return startDkim(world, identity, { primary: `AWS_SES_${dkim.toUpperCase().replaceAll("-", "_")}` });
}

function describe({ account, name, region, verification, dkim }: SesIdentity): string {
  const tokens = dkim.tokens.length === 0 ? "no tokens" : dkim.tokens.join(", ");
  const signing = dkim.signingEnabled === false ? ", signatures turned off" : "";
  const place = account === DEFAULT_ACCOUNT ? region : `${region} of account ${account}`;
  return `${name} in ${place}: verification ${verification}, DKIM ${dkim.status} of ${dkim.origin} (${tokens})${signing}`;
}
