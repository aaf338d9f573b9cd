// The part of SNS that event destinations need: topics with their policies, and subscriptions. No subscription is confirmed by itself,
// because messages of SNS go nowhere here: `emulator edit confirm` does what the owner of an endpoint would do.
// https://docs.aws.amazon.com/sns/latest/api/API_Operations.html
import { createHash } from "node:crypto";
import type { SnsSubscription, SnsTopic } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { partitionOf } from "./partition";

export type TopicKey = Pick<SnsTopic, "account" | "region" | "name">;

/** CreateTopic: a topic of the name that exists already is the answer. */
export function createTopic(
  world: World,
  { account, region, name }: TopicKey,
  tags: Readonly<Record<string, string>>,
  attributes: SnsTopic["attributes"] = {},
): SnsTopic {
  world.noteCall("sns:CreateTopic");
  if (Object.keys(tags).length > 0) world.noteCall("sns:TagResource");
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalid("Topic Name");
  checkTagCount(tags);
  if (attributes.Policy !== undefined) checkPolicy(attributes.Policy);
  const arn = `arn:${partitionOf(region)}:sns:${region}:${account}:${name}`;
  const known = world.topics.get(arn);
  if (known !== undefined) {
    if (!Object.entries(attributes).every(([key, value]) => known.attributes[key] === value)) {
      throw invalid("Attributes", "Topic already exists with different attributes");
    }
    if (Object.entries(tags).every(([key, value]) => known.tags[key] === value)) return known;
    throw invalid("Tags", "Topic already exists with different tags");
  }
  const topic: SnsTopic = {
    account,
    region,
    name,
    arn,
    tags,
    attributes: { Policy: defaultPolicy(arn, account), ...attributes },
  };
  world.commit(world.topics.put(arn, topic));
  return topic;
}

/** GetTopicAttributes. */
export function getTopic(world: World, arn: string): SnsTopic {
  world.noteCall("sns:GetTopicAttributes");
  return findTopic(world, arn);
}

/** SetTopicAttributes. */
export function setTopicAttribute(world: World, arn: string, name: string, value: string): void {
  world.noteCall("sns:SetTopicAttributes");
  const topic = findTopic(world, arn);
  if (name === "Policy") checkPolicy(value);
  world.commit(world.topics.put(arn, { ...topic, attributes: { ...topic.attributes, [name]: value } }));
}

/** DeleteTopic: its subscriptions go with it, and it may be gone already. */
export function deleteTopic(world: World, arn: string): void {
  world.noteCall("sns:DeleteTopic");
  if (world.topics.get(arn) === undefined) return;
  const subscriptions = world.subscriptions.inGroup(arn);
  world.commit(world.topics.remove(arn), ...subscriptions.map((one) => world.subscriptions.remove(one.arn)));
}

/** ListTagsForResource. */
export function topicTags(world: World, arn: string): SnsTopic["tags"] {
  world.noteCall("sns:ListTagsForResource");
  return findTagged(world, arn).tags;
}

/** TagResource: other tags stay. */
export function tagTopic(world: World, arn: string, tags: SnsTopic["tags"]): void {
  world.noteCall("sns:TagResource");
  const topic = findTagged(world, arn);
  const all = { ...topic.tags, ...tags };
  checkTagCount(all);
  world.commit(world.topics.put(arn, { ...topic, tags: all }));
}

/** UntagResource: a tag that is not there is no error. */
export function untagTopic(world: World, arn: string, names: readonly string[]): void {
  world.noteCall("sns:UntagResource");
  const topic = findTagged(world, arn);
  const left = Object.entries(topic.tags).filter(([name]) => !names.includes(name));
  world.commit(world.topics.put(arn, { ...topic, tags: Object.fromEntries(left) }));
}

/** Makes these the topic's tags, as the provider does: with UntagResource and TagResource, each where it is needed. */
export function putTopicTags(world: World, arn: string, tags: SnsTopic["tags"]): void {
  const known = findTagged(world, arn).tags;
  const gone = Object.keys(known).filter((name) => !Object.hasOwn(tags, name));
  if (gone.length > 0) untagTopic(world, arn, gone);
  if (Object.entries(tags).some(([name, value]) => known[name] !== value)) tagTopic(world, arn, tags);
}

/** Subscribe: the same endpoint again answers with the subscription that it has. */
export function subscribe(
  world: World,
  { topic, protocol, endpoint, attributes }: Omit<SnsSubscription, "arn" | "isPending">,
): SnsSubscription {
  world.noteCall("sns:Subscribe");
  findTopic(world, topic);
  checkEndpoint(protocol, endpoint);
  const known = world.subscriptions
    .inGroup(topic)
    .find((one) => one.protocol === protocol && one.endpoint === endpoint);
  if (known !== undefined) {
    if (sameAttributes(known.attributes, attributes)) return known;
    throw invalid("Attributes", "Subscription already exists with different attributes");
  }
  const id = createHash("sha256").update(`${topic}/${protocol}/${endpoint}`).digest("hex");
  const uuid = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20, 32)].join("-");
  const isPending = ["http", "https", "email", "email-json"].includes(protocol);
  const made = { arn: `${topic}:${uuid}`, topic, protocol, endpoint, isPending, attributes };
  world.commit(world.subscriptions.put(made.arn, made));
  return made;
}

/** ListSubscriptionsByTopic, without its pages. */
export function listSubscriptions(world: World, topic: string): readonly SnsSubscription[] {
  world.noteCall("sns:ListSubscriptionsByTopic");
  findTopic(world, topic);
  return world.subscriptions.inGroup(topic);
}

/** GetSubscriptionAttributes. */
export function getSubscription(world: World, arn: string): SnsSubscription {
  world.noteCall("sns:GetSubscriptionAttributes");
  return findSubscription(world, arn);
}

/** SetSubscriptionAttributes. */
export function setSubscriptionAttribute(world: World, arn: string, name: string, value: string): void {
  world.noteCall("sns:SetSubscriptionAttributes");
  const old = findSubscription(world, arn);
  world.commit(world.subscriptions.put(arn, { ...old, attributes: { ...old.attributes, [name]: value } }));
}

/** Unsubscribe. One that is pending cannot be taken off: it ends after three days, or with its topic. */
export function unsubscribe(world: World, arn: string): void {
  world.noteCall("sns:Unsubscribe");
  const { isPending } = findSubscription(world, arn);
  if (isPending) throw invalid("SubscriptionArn", "Cannot unsubscribe a subscription that is pending confirmation");
  world.commit(world.subscriptions.remove(arn));
}

/** Confirms what is pending, as the owner of an endpoint does with SNS's message. */
export function confirmSubscriptions(world: World, endpoint: string): readonly SnsSubscription[] {
  const pending = world.subscriptions.values().filter((one) => one.endpoint === endpoint && one.isPending);
  if (pending.length > 0)
    world.commit(...pending.map((one) => world.subscriptions.put(one.arn, { ...one, isPending: false })));
  return pending;
}

/**
 * Whether SES may publish to a topic for a configuration set. A topic that the emulator does not know is taken to be somebody's who
 * allows it.
 */
export function mayPublish(
  world: World,
  arn: string,
  set: { readonly account: string; readonly region: string },
): boolean {
  const [, , service, region] = arn.split(":");
  if (service !== "sns" || region !== set.region) return false;
  const topic = world.topics.get(arn);
  if (topic === undefined) return true;
  const { Statement = [] } = JSON.parse(topic.attributes.Policy ?? "{}") as { Statement?: readonly PolicyStatement[] };
  return Statement.some(({ Effect, Principal, Action }) => {
    const services = typeof Principal === "object" ? [Principal.Service ?? []].flat() : [];
    const actions = [Action ?? []].flat().map((action) => action.toLowerCase());
    return (
      Effect === "Allow" &&
      services.includes("ses.amazonaws.com") &&
      actions.some((one) => /^sns:(?:publish|\*)$/.test(one))
    );
  });
}

interface PolicyStatement {
  readonly Effect?: string;
  readonly Principal?: string | { readonly Service?: string | readonly string[] };
  readonly Action?: string | readonly string[];
}

/** The policy of a new topic: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
export function defaultPolicy(arn: string, account: string): string {
  const actions = [
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
  ];
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": account } },
      },
    ],
  });
}

function checkPolicy(text: string): void {
  try {
    const { Statement } = JSON.parse(text) as { Statement?: unknown };
    if (Array.isArray(Statement) && Statement.length > 0) return;
  } catch {
    // It is refused below.
  }
  throw invalid("Policy", "Policy statement must be valid JSON with at least one statement");
}

function checkEndpoint(protocol: string, endpoint: string): void {
  const isRight =
    protocol === "https" || protocol === "http"
      ? endpoint.startsWith(`${protocol}://`) && URL.canParse(endpoint)
      : protocol.startsWith("email")
        ? /^[^\s@]+@[^\s@]+$/.test(endpoint)
        : endpoint !== "";
  if (!isRight) throw invalid("Endpoint", `Invalid endpoint for protocol ${protocol}`);
}

/** Raw delivery that is turned off is the default. */
function sameAttributes(one: SnsSubscription["attributes"], other: SnsSubscription["attributes"]): boolean {
  const [a, b] = [one, other].map((given) => ({ RawMessageDelivery: "false", ...given }) as typeof given);
  return Object.keys({ ...a, ...b }).every((name) => a?.[name] === b?.[name]);
}

function checkTagCount(tags: SnsTopic["tags"]): void {
  if (Object.keys(tags).length <= 50) return;
  throw new ApiError(400, "TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded");
}

/** The calls on tags have an error code of their own. */
function findTagged(world: World, arn: string): SnsTopic {
  const topic = world.topics.get(arn);
  if (topic !== undefined) return topic;
  throw new ApiError(404, "ResourceNotFound", "Resource does not exist");
}

function findTopic(world: World, arn: string): SnsTopic {
  const topic = world.topics.get(arn);
  if (topic !== undefined) return topic;
  throw new ApiError(404, "NotFound", "Topic does not exist");
}

function findSubscription(world: World, arn: string): SnsSubscription {
  const subscription = world.subscriptions.get(arn);
  if (subscription !== undefined) return subscription;
  throw new ApiError(404, "NotFound", "Subscription does not exist");
}

export function invalid(what: string, reason = what): ApiError {
  return new ApiError(
    400,
    "InvalidParameter",
    `Invalid parameter: ${what}${reason === what ? "" : ` Reason: ${reason}`}`,
  );
}
