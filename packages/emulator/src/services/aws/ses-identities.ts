// Amazon SES as a domain owner sees it: identities with their DKIM tokens, and the searches for DNS records that decide whether an
// identity may send. Nothing runs in the background: a search is brought up to date whenever somebody reads it.
import { createHash } from "node:crypto";
import type { SesIdentity } from "../../world/entities";
import { ApiError, badRequest } from "../../world/faults";
import type { Change } from "../../world/journal";
import type { World } from "../../world/world";
import { partitionOf } from "./partition";
import { checkIdentityName, checkMailFromDomain } from "./ses-names";
import { primaryRegion, updateSearches } from "./ses-search";
import { checkSetExists } from "./ses-set-names";
import { checkTags, type Tag } from "./ses-tag-rules";

/** The fields of DkimSigningAttributes in the API. */
export interface DkimSigning {
  readonly privateKey?: string;
  readonly selector?: string;
  readonly nextKeyLength?: string;
  /** The region whose keys it uses, such as `AWS_SES_EU_WEST_1`. */
  readonly primary?: `AWS_SES_${string}`;
}

/** What identifies an identity: another account or region may have another one of the same name. */
export type IdentityKey = Pick<SesIdentity, "account" | "region" | "name">;

export interface NewIdentity extends IdentityKey {
  readonly configurationSetName: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly dkim: DkimSigning;
}

export function isEmailAddress(name: string): boolean {
  return name.includes("@");
}

/** The most identities of an account in one region: https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MAX_IDENTITIES = 10_000;

/**
 * CreateEmailIdentity. If one check fails, nothing is made. The order of the checks is that of AWS (seen: floci's probes of AWS).
 */
export function createIdentity(world: World, { tags: given, ...input }: IdentityInput): SesIdentity {
  world.noteCall("ses:CreateEmailIdentity");
  const tags = isTagList(given) ? Object.fromEntries(given.map(({ key, value }) => [key, value ?? ""])) : given;
  if (Object.keys(tags).length > 0) world.noteCall("ses:TagResource");
  checkIdentityName(input.name);
  if (world.identities.get(keyOf(input)) !== undefined) {
    throw new ApiError(400, "AlreadyExistsException", `Email identity ${input.name} already exist.`);
  }
  checkTags(isTagList(given) ? given : Object.entries(given).map(([key, value]) => ({ key, value })));
  if (input.configurationSetName !== null) checkSetExists(world, { ...input, name: input.configurationSetName });
  if (world.identities.countInGroup(groupKey(input)) >= MAX_IDENTITIES) {
    const message = `The account has ${MAX_IDENTITIES} identities in ${input.region}, which is its limit.`;
    throw new ApiError(400, "LimitExceededException", message);
  }
  const { number, change } = world.nextNumber();
  const identity = newIdentity(world, { ...input, tags }, `${number}`);
  world.commit(change, putIdentity(world, identity));
  return identity;
}

/** Tags as the API accepts them, where a key may occur twice, or as Terraform keeps them. */
type IdentityInput = Omit<NewIdentity, "tags"> & { readonly tags: NewIdentity["tags"] | readonly Tag[] };

function isTagList(tags: IdentityInput["tags"]): tags is readonly Tag[] {
  return Array.isArray(tags);
}

/** GetEmailIdentity: brings the identity's searches up to date first. */
export function getIdentity(world: World, key: IdentityKey): SesIdentity {
  world.noteCall("ses:GetEmailIdentity");
  return currentIdentity(world, key);
}

/** The identity with its searches brought up to date. The caller counts the API call, if there is one. */
export function currentIdentity(world: World, key: IdentityKey): SesIdentity {
  return refreshIdentity(world, findIdentity(world, key));
}

/** PutEmailIdentityDkimSigningAttributes: another key length makes new tokens, which are not in DNS yet. */
export function putDkimSigning(world: World, key: IdentityKey, signing: DkimSigning): void {
  world.noteCall("ses:PutEmailIdentityDkimSigningAttributes");
  if (isEmailAddress(key.name)) throw badRequest("The EmailIdentity value must be a valid domain.");
  const identity = currentIdentity(world, key);
  if (!isUnchanged(identity, signing)) startDkim(world, identity, signing);
}

/** Gives the identity the requested keys, and starts the search for their records. */
export function startDkim(world: World, identity: SesIdentity, signing: DkimSigning): SesIdentity {
  const { number, change } = world.nextNumber();
  const { signingEnabled } = identity.dkim;
  const dkim = newDkim(world, { ...identity, dkim: signing }, `${number}`);
  const started = { ...identity, dkim: { ...dkim, signingEnabled } };
  world.commit(change, putIdentity(world, started));
  return started;
}

function isUnchanged({ dkim }: SesIdentity, { selector, primary, nextKeyLength }: DkimSigning): boolean {
  if (selector !== undefined) return dkim.origin === "EXTERNAL" && dkim.tokens[0] === selector;
  if (primary !== undefined) return dkim.origin === primary && dkim.tokens.length > 0;
  return dkim.origin === "AWS_SES" && dkim.tokens.length > 0 && (nextKeyLength ?? dkim.keyLength) === dkim.keyLength;
}

/**
 * PutEmailIdentityDkimAttributes: turns signing on or off, and does not change keys or searches. An address signs with its domain's
 * keys, so nothing changes for it (seen: floci-io/floci#723, tried against AWS).
 */
export function putSigningEnabled(world: World, key: IdentityKey, signingEnabled: boolean): void {
  world.noteCall("ses:PutEmailIdentityDkimAttributes");
  const [domain = ""] = key.name.split("@").slice(-1);
  const identity = world.identities.get(keyOf({ ...key, name: domain }));
  if (identity === undefined) throw badRequest(`Domain ${domain} is not verified for DKIM signing.`);
  if (isEmailAddress(key.name)) return;
  world.commit(putIdentity(world, { ...identity, dkim: { ...identity.dkim, signingEnabled } }));
}

/** Whether mail will be signed once the keys are verified. */
export function isSigningEnabled({ dkim: { signingEnabled, status } }: SesIdentity): boolean {
  return signingEnabled ?? status !== "NOT_STARTED";
}

/** PutEmailIdentityMailFromAttributes. Without a domain, MAIL FROM is Amazon's default again. */
export function putMailFrom(
  world: World,
  key: IdentityKey,
  domain: string | null,
  behaviorOnMxFailure = "USE_DEFAULT_VALUE",
): void {
  world.noteCall("ses:PutEmailIdentityMailFromAttributes");
  const identity = currentIdentity(world, key);
  if (domain !== null) checkMailFromDomain(domain, identity.name);
  const isSame = domain !== null && identity.mailFrom?.domain === domain && identity.mailFrom.status !== "FAILED";
  const started = domain === null ? null : { domain, status: "PENDING" as const, since: world.now() };
  world.commit(
    putIdentity(world, { ...identity, behaviorOnMxFailure, mailFrom: isSame ? identity.mailFrom : started }),
  );
}

/** PutEmailIdentityConfigurationSetAttributes. */
export function putConfigurationSet(world: World, key: IdentityKey, configurationSetName: string | null): void {
  world.noteCall("ses:PutEmailIdentityConfigurationSetAttributes");
  if (configurationSetName !== null) checkSetExists(world, { ...key, name: configurationSetName });
  world.commit(putIdentity(world, { ...currentIdentity(world, key), configurationSetName }));
}

/** DeleteEmailIdentity: also deletes its MAIL FROM attributes. */
export function deleteIdentity(world: World, key: IdentityKey): void {
  world.noteCall("ses:DeleteEmailIdentity");
  findIdentity(world, key);
  world.commit(world.identities.remove(keyOf(key)));
}

/** The identities of an address, in all accounts and regions. */
export function identitiesOfAddress(world: World, address: string): readonly SesIdentity[] {
  const wanted = address.toLowerCase();
  return world.identities
    .values()
    .filter(({ name }) => isEmailAddress(name) && name.toLowerCase() === wanted)
    .map((identity) => refreshIdentity(world, identity));
}

/** Verifies an address, as its owner does with the links in SES's mails. Returns the identities that this verified. */
export function confirmAddress(world: World, address: string): readonly SesIdentity[] {
  const pending = identitiesOfAddress(world, address).filter(({ verification }) => verification === "PENDING");
  if (pending.length > 0)
    world.commit(...pending.map((one) => putIdentity(world, { ...one, verification: "SUCCESS" as const })));
  return pending;
}

export function identityArn({ account, name, region }: IdentityKey): string {
  return `arn:${partitionOf(region)}:ses:${region}:${account}:identity/${name}`;
}

/** The identity as stored. The caller counts the API call, if there is one. */
function findIdentity(world: World, key: IdentityKey): SesIdentity {
  const identity = world.identities.get(keyOf(key));
  if (identity !== undefined) return identity;
  throw new ApiError(404, "NotFoundException", `Email identity ${key.name} does not exist.`);
}

/** The identity with its searches brought up to date. */
export function refreshIdentity(world: World, identity: SesIdentity): SesIdentity {
  const current = updateSearches(world, identity);
  if (current !== identity) world.commit(putIdentity(world, current));
  return current;
}

/** The change that stores the identity. */
export function putIdentity(world: World, identity: SesIdentity): Change {
  return world.identities.put(keyOf(identity), identity);
}

export function newIdentity(world: World, input: NewIdentity, seed: string): SesIdentity {
  const { account, region, name, configurationSetName, tags } = input;
  return {
    account,
    name,
    region,
    configurationSetName,
    tags,
    verification: "PENDING",
    dkim: newDkim(world, input, seed),
    mailFrom: null,
    behaviorOnMxFailure: "USE_DEFAULT_VALUE",
  };
}

/** The table's group: the identities of one account in one region. */
function groupKey({ account, region }: Pick<IdentityKey, "account" | "region">): string {
  return `${account}/${region}`;
}

export function keyOf({ account, region, name }: IdentityKey): string {
  return `${account}/${region}/${name.toLowerCase()}`;
}

function newDkim(
  world: World,
  { account, region, name, dkim }: Pick<NewIdentity, "account" | "region" | "name" | "dkim">,
  seed: string,
): SesIdentity["dkim"] {
  const now = world.now();
  const started = { status: "PENDING" as const, since: now, keyMade: now };
  if (isEmailAddress(name)) {
    return { ...started, status: "NOT_STARTED", origin: "AWS_SES", tokens: [], keyLength: null };
  }
  if (dkim.selector !== undefined) return { ...started, origin: "EXTERNAL", tokens: [dkim.selector], keyLength: null };
  if (dkim.primary !== undefined) {
    const where = primaryRegion(dkim.primary) ?? "";
    const keys = world.identities.get(keyOf({ account, region: where, name }))?.dkim;
    if (keys?.origin === "AWS_SES" && keys.tokens.length > 0) {
      return {
        ...started,
        origin: dkim.primary,
        tokens: keys.tokens,
        keyLength: keys.keyLength,
        keyMade: keys.keyMade,
      };
    }
    return { ...started, status: "FAILED", origin: dkim.primary, tokens: [], keyLength: null };
  }
  const tokens = [1, 2, 3].map((index) => makeToken(`${seed}/${region}/${name.toLowerCase()}/${index}`));
  return { ...started, origin: "AWS_SES", tokens, keyLength: dkim.nextKeyLength ?? "RSA_2048_BIT" };
}

/** 32 lower-case letters and digits, as in SES. The first seven show anyone who gets the record that it is not a real one. */
function makeToken(seed: string): string {
  const digits = [...createHash("sha256").update(seed).digest()].map((byte) => (byte % 36).toString(36)).join("");
  return `sandbox${digits.slice(0, 25)}`;
}
