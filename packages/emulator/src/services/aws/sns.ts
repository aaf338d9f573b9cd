// The part of SNS that event destinations need: topics with their policies, and subscriptions. Nobody confirms a subscription by itself:
// `emulator edit confirm` does what its owner would do.
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
): SnsTopic {
  world.noteCall("sns:CreateTopic");
  if (Object.keys(tags).length > 0) world.noteCall("sns:TagResource");
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalid("Topic Name");
  const arn = `arn:${partitionOf(region)}:sns:${region}:${account}:${name}`;
  const known = world.topics.get(arn);
  if (known !== undefined) {
    if (Object.entries(tags).every(([key, value]) => known.tags[key] === value)) return known;
    throw invalid("Tags", "Topic already exists with different tags");
  }
  const topic: SnsTopic = { account, region, name, arn, tags, attributes: { Policy: defaultPolicy(arn, account) } };
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
  return findTopic(world, arn).tags;
}

/** TagResource and UntagResource in one. */
export function putTopicTags(world: World, arn: string, tags: Readonly<Record<string, string>>): void {
  const topic = findTopic(world, arn);
  if (Object.entries(tags).some(([name, value]) => topic.tags[name] !== value)) world.noteCall("sns:TagResource");
  if (Object.keys(topic.tags).some((name) => !(name in tags))) world.noteCall("sns:UntagResource");
  world.commit(world.topics.put(arn, { ...topic, tags }));
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
  if (known !== undefined) return known;
  const id = createHash("sha256").update(`${topic}/${protocol}/${endpoint}`).digest("hex");
  const uuid = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20, 32)].join("-");
  const isPending = ["http", "https", "email", "email-json"].includes(protocol);
  const made = { arn: `${topic}:${uuid}`, topic, protocol, endpoint, isPending, attributes };
  world.commit(world.subscriptions.put(made.arn, made));
  return made;
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

/** What the owner of an endpoint does with SNS's message. */
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

function invalid(what: string, reason = what): ApiError {
  return new ApiError(
    400,
    "InvalidParameter",
    `Invalid parameter: ${what}${reason === what ? "" : ` Reason: ${reason}`}`,
  );
}
