// Changes to an identity by hand, as in SES's console. They let users rehearse with identities as others left them: without DKIM
// tokens, with their own key, with another region's keys, or with signing turned off.
import { EmulatorError } from "../errors";
import type { AccountKey } from "../services/aws/ses-account";
import {
  createIdentity,
  type IdentityKey,
  isEmailAddress,
  putIdentity,
  putMailFrom,
  refreshIdentity,
  startDkim,
} from "../services/aws/ses-identities";
import { DEFAULT_ACCOUNT, type SesIdentity } from "../world/entities";
import type { World } from "../world/world";
import { callService } from "./refused";

export interface IdentityChange extends IdentityKey {
  /**
   * `easy`: SES's three tokens. `own`: the identity's own key, with the selector `own`. `none`: no tokens; verified by a TXT
   * record, as identities were before DKIM verification. A region: the keys of the identity of the same name in that region.
   * @default - unchanged; Easy DKIM for a new identity
   */
  readonly dkim?: string;
  /** Whether SES signs its mail. @default - unchanged */
  readonly signing?: boolean;
  /** Its MAIL FROM domain; `none` for Amazon's own. @default - unchanged */
  readonly mailFrom?: string;
}

/** Makes the identity if it does not exist, and returns it as one line. */
export function putIdentityByHand(world: World, { mailFrom, ...change }: IdentityChange): string {
  const { account, region, name, dkim, signing } = change;
  const key = { account, region, name };
  refuseKey(key);
  const known = world.identities.get(`${account}/${region}/${name.toLowerCase()}`);
  if (known !== undefined && dkim === undefined && signing === undefined && mailFrom === undefined) {
    throw new EmulatorError(`identity "${name}" is not changed: say --dkim, --signing, --no-signing or --mail-from`);
  }
  if (dkim !== undefined && isEmailAddress(name)) {
    throw new EmulatorError(
      `identity "${name}" is an address, which signs with the keys of its domain: leave --dkim out`,
    );
  }
  const made = { ...key, configurationSetName: null, tags: {}, dkim: {} };
  const identity = known ?? callService("SES", name, () => createIdentity(world, made));
  const keyed = dkim === undefined ? identity : withDkim(world, identity, dkim);
  const changed = signing === undefined ? keyed : { ...keyed, dkim: { ...keyed.dkim, signingEnabled: signing } };
  world.commit(putIdentity(world, changed));
  if (mailFrom !== undefined)
    callService("SES", name, () => putMailFrom(world, key, mailFrom === "none" ? null : mailFrom));
  const now = world.identities.get(`${account}/${region}/${name.toLowerCase()}`) ?? changed;
  return describe(refreshIdentity(world, now));
}

/** @throws EmulatorError if it is no account or no region: SES would never be called with it */
export function refuseKey({ account, region }: AccountKey): void {
  if (!/^\d{12}$/.test(account))
    throw new EmulatorError(`account "${account}" has not 12 digits: write the account's id`);
  if (!REGION.test(region)) throw new EmulatorError(`region "${region}" is no region: write one such as eu-west-1`);
}

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

function withDkim(world: World, identity: SesIdentity, dkim: string): SesIdentity {
  if (dkim === "easy") return startDkim(world, identity, {});
  if (dkim === "own") return startDkim(world, identity, { selector: "own" });
  if (dkim === "none") {
    const keys = { status: "NOT_STARTED", since: world.now(), tokens: [], keyLength: null, origin: "AWS_SES" } as const;
    return { ...identity, verification: "SUCCESS", dkim: { ...keys, keyMade: identity.dkim.keyMade } };
  }
  if (!REGION.test(dkim)) {
    throw new EmulatorError(`dkim of "${identity.name}" cannot be "${dkim}": say easy, own, none or a region`);
  }
  return startDkim(world, identity, { primary: `AWS_SES_${dkim.toUpperCase().replaceAll("-", "_")}` });
}

function describe({ account, name, region, verification, dkim, mailFrom }: SesIdentity): string {
  const tokens = dkim.tokens.length === 0 ? "no tokens" : dkim.tokens.join(", ");
  const signing = dkim.signingEnabled === false ? ", signatures turned off" : "";
  const where = account === DEFAULT_ACCOUNT ? region : `${region} of account ${account}`;
  const bounces = mailFrom === null ? "" : `, MAIL FROM ${mailFrom.domain} ${mailFrom.status}`;
  return `${name} in ${where}: verification ${verification}, DKIM ${dkim.status} of ${dkim.origin} (${tokens})${signing}${bounces}`;
}
