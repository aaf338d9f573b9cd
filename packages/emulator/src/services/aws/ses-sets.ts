// Configuration sets of SES and their event destinations. A set that a configuration only names is taken to exist, as its zone and its
// distributions are, until somebody deletes it: then SES refuses what needs it.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateConfigurationSet.html
import type { SesConfigurationSet, SesEventDestination, SesSetOptions } from "../../world/entities";
import { ApiError, badRequest } from "../../world/faults";
import type { World } from "../../world/world";
import { refreshIdentity } from "./ses-identities";
import { checkConfigurationSetName, isDomainName } from "./ses-names";
import { absentSet, isSetDeleted, type SetKey, setKeyOf } from "./ses-set-names";
import { checkTagCount, checkTags, type Tag } from "./ses-tag-rules";
import { mayPublish } from "./sns";

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MAX_SETS = 10_000;
const MAX_DESTINATIONS = 10;
const MAX_DIMENSIONS = 10;

const DEFAULTS: SesSetOptions = {
  ReputationOptions: { ReputationMetricsEnabled: false },
  SendingOptions: { SendingEnabled: true },
};

/** CreateConfigurationSet. If one check fails, nothing is made. */
export function createSet(
  world: World,
  key: SetKey,
  options: Partial<SesSetOptions>,
  tags: readonly Tag[],
): SesConfigurationSet {
  world.noteCall("ses:CreateConfigurationSet");
  if (tags.length > 0) world.noteCall("ses:TagResource");
  checkConfigurationSetName(key.name);
  if (world.sets.get(setKeyOf(key)) !== undefined)
    throw new ApiError(400, "AlreadyExistsException", `Configuration set ${key.name} already exists.`);
  checkTags(tags);
  if (options.TrackingOptions !== undefined) checkTracking(world, key, options.TrackingOptions);
  if (world.sets.countInGroup(`${key.account}/${key.region}`) >= MAX_SETS) {
    const message = `The account has ${MAX_SETS} configuration sets in ${key.region}, which is its limit.`;
    throw new ApiError(400, "LimitExceededException", message);
  }
  const set: SesConfigurationSet = {
    ...key,
    options: {
      ...options,
      ReputationOptions: { ...DEFAULTS.ReputationOptions, ...options.ReputationOptions },
      SendingOptions: { ...DEFAULTS.SendingOptions, ...options.SendingOptions },
    },
    tags: Object.fromEntries(tags.map(({ key: name, value }) => [name, value ?? ""])),
    destinations: [],
  };
  const isKnownDeletion = world.deletions.get(`set/${setKeyOf(key)}`) !== undefined;
  world.commit(
    world.sets.put(setKeyOf(key), set),
    ...(isKnownDeletion ? [world.deletions.remove(`set/${setKeyOf(key)}`)] : []),
  );
  return set;
}

/** GetConfigurationSet. */
export function getSet(world: World, key: SetKey): SesConfigurationSet {
  world.noteCall("ses:GetConfigurationSet");
  checkConfigurationSetName(key.name);
  return findSet(world, key);
}

/** PutConfigurationSetDeliveryOptions and its siblings: each replaces one option. */
export function putSetOption<K extends keyof SesSetOptions>(
  world: World,
  key: SetKey,
  option: K,
  value: SesSetOptions[K],
): void {
  world.noteCall(`ses:PutConfigurationSet${option}`);
  const set = findSet(world, key);
  if (option === "TrackingOptions" && value !== undefined)
    checkTracking(world, key, value as NonNullable<SesSetOptions["TrackingOptions"]>);
  const { [option]: _before, ...rest } = set.options;
  const options = (value === undefined ? rest : { ...rest, [option]: value }) as SesSetOptions;
  world.commit(world.sets.put(setKeyOf(key), { ...set, options }));
}

/** DeleteConfigurationSet: its event destinations go with it. */
export function deleteSet(world: World, key: SetKey): void {
  world.noteCall("ses:DeleteConfigurationSet");
  findSet(world, key);
  world.commit(world.sets.remove(setKeyOf(key)), world.deletions.put(`set/${setKeyOf(key)}`, true));
}

/** GetConfigurationSetEventDestinations. */
export function listDestinations(world: World, key: SetKey): readonly SesEventDestination[] {
  world.noteCall("ses:GetConfigurationSetEventDestinations");
  return findSet(world, key).destinations;
}

/** CreateConfigurationSetEventDestination. */
export function createDestination(world: World, key: SetKey, made: SesEventDestination): void {
  world.noteCall("ses:CreateConfigurationSetEventDestination");
  const set = findSet(world, key);
  if (set.destinations.some(({ Name }) => Name === made.Name)) {
    const message = `An event destination with the name <${made.Name}> already exists in the configuration set <${key.name}>.`;
    throw new ApiError(400, "AlreadyExistsException", message);
  }
  if (set.destinations.length >= MAX_DESTINATIONS) {
    const message = `A configuration set can have at most ${MAX_DESTINATIONS} event destinations.`;
    throw new ApiError(400, "LimitExceededException", message);
  }
  putDestinations(world, set, [...set.destinations, checkedDestination(world, key, made)]);
}

/** UpdateConfigurationSetEventDestination. */
export function updateDestination(world: World, key: SetKey, made: SesEventDestination): void {
  world.noteCall("ses:UpdateConfigurationSetEventDestination");
  const set = findDestination(world, key, made.Name);
  const others = set.destinations.filter(({ Name }) => Name !== made.Name);
  putDestinations(world, set, [...others, checkedDestination(world, key, made)]);
}

/** DeleteConfigurationSetEventDestination. */
export function deleteDestination(world: World, key: SetKey, name: string): void {
  world.noteCall("ses:DeleteConfigurationSetEventDestination");
  const set = findDestination(world, key, name);
  putDestinations(
    world,
    set,
    set.destinations.filter(({ Name }) => Name !== name),
  );
}

/** Tags as they should be: TagResource and UntagResource in one. */
export function putSetTags(world: World, key: SetKey, tags: Readonly<Record<string, string>>): void {
  const set = findSet(world, key);
  checkTags(Object.entries(tags).map(([name, value]) => ({ key: name, value })));
  if (Object.entries(tags).some(([name, value]) => set.tags[name] !== value)) world.noteCall("ses:TagResource");
  if (Object.keys(set.tags).some((name) => !(name in tags))) world.noteCall("ses:UntagResource");
  world.commit(world.sets.put(setKeyOf(key), { ...set, tags }));
}

/** ListTagsForResource. */
export function listSetTags(world: World, key: SetKey): SesConfigurationSet["tags"] {
  world.noteCall("ses:ListTagsForResource");
  return findSet(world, key).tags;
}

/** TagResource: adds the request's tags and keeps the others. */
export function addSetTags(world: World, key: SetKey, tags: readonly Tag[]): void {
  checkTags(tags);
  const given = Object.fromEntries(tags.map(({ key: name, value }) => [name, value ?? ""]));
  const all = { ...findSet(world, key).tags, ...given };
  checkTagCount(Object.keys(all).length);
  putSetTags(world, key, all);
}

/** UntagResource. */
export function removeSetTags(world: World, key: SetKey, names: readonly string[]): void {
  const kept = Object.entries(findSet(world, key).tags).filter(([name]) => !names.includes(name));
  putSetTags(world, key, Object.fromEntries(kept));
}

/** The set, without counting a call. */
export function findSet(world: World, key: SetKey): SesConfigurationSet {
  const set = world.sets.get(setKeyOf(key));
  if (set !== undefined) return set;
  const isNamed = world.identities
    .inGroup(`${key.account}/${key.region}`)
    .some(({ configurationSetName }) => configurationSetName === key.name);
  if (isSetDeleted(world, key) || !isNamed) throw absentSet(key);
  return { ...key, options: DEFAULTS, tags: {}, destinations: [] };
}

function findDestination(world: World, key: SetKey, name: string): SesConfigurationSet {
  const set = findSet(world, key);
  if (set.destinations.some(({ Name }) => Name === name)) return set;
  const message = `No EventDestination with the name <${name}> exists in the configuration set <${key.name}>.`;
  throw new ApiError(404, "NotFoundException", message);
}

function putDestinations(world: World, set: SesConfigurationSet, destinations: readonly SesEventDestination[]): void {
  world.commit(world.sets.put(setKeyOf(set), { ...set, destinations }));
}

/** Tracked links only lead to a domain that SES has verified: https://docs.aws.amazon.com/ses/latest/dg/configure-custom-open-click-domains.html */
function checkTracking(
  world: World,
  { account, region }: SetKey,
  { CustomRedirectDomain: domain }: NonNullable<SesSetOptions["TrackingOptions"]>,
): void {
  if (!isDomainName(domain)) throw badRequest(`Custom redirect domain <${domain}> is invalid.`);
  const labels = domain.toLowerCase().split(".");
  const isVerified = labels.some((_, index) => {
    const identity = world.identities.get(`${account}/${region}/${labels.slice(index).join(".")}`);
    return identity !== undefined && refreshIdentity(world, identity).verification === "SUCCESS";
  });
  if (!isVerified) throw badRequest(`Custom redirect domain <${domain}> is not verified.`);
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_EventDestinationDefinition.html */
function checkedDestination(world: World, key: SetKey, made: SesEventDestination): SesEventDestination {
  checkConfigurationSetName(made.Name);
  const { SnsDestination, EventBridgeDestination, KinesisFirehoseDestination, CloudWatchDestination } = made;
  const given = [SnsDestination, EventBridgeDestination, KinesisFirehoseDestination, CloudWatchDestination];
  if (given.filter((one) => one !== undefined).length !== 1)
    throw badRequest("An event destination must have exactly one kind of destination.");
  if (made.MatchingEventTypes.length === 0) throw badRequest("MatchingEventTypes must not be empty.");
  if (SnsDestination !== undefined && !mayPublish(world, SnsDestination.TopicArn, key))
    throw badRequest(`Could not publish to SNS topic <${SnsDestination.TopicArn}>.`);
  if (EventBridgeDestination !== undefined && !/:event-bus\/default$/.test(EventBridgeDestination.EventBusArn))
    throw badRequest("Only the default event bus is supported.");
  const dimensions = CloudWatchDestination?.DimensionConfigurations ?? [];
  if (CloudWatchDestination !== undefined && (dimensions.length === 0 || dimensions.length > MAX_DIMENSIONS))
    throw badRequest(`A CloudWatch destination has 1 to ${MAX_DIMENSIONS} dimensions.`);
  return made;
}
