// SNS's actions, as far as the real provider needs them for topics, their policies and their subscriptions:
// https://docs.aws.amazon.com/sns/latest/api/API_Operations.html
// Which it calls: https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/sns
import { text, texts } from "../../json";
import {
  createTopic,
  deleteTopic,
  getSubscription,
  getTopic,
  invalid,
  listSubscriptions,
  setSubscriptionAttribute,
  setTopicAttribute,
  subscribe,
  tagTopic,
  topicTags,
  unsubscribe,
  untagTopic,
} from "../../services/aws/sns";
import type { SnsSubscription, SnsTopic } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { SNS_LIMITS } from "../aws-model/limits";
import type { Json } from "../aws-model/schema";
import { type Action, actionsOf, type Call } from "./query-action";
import type { Xml } from "./xml";

const TOPIC = "aws_sns_topic";
const SUBSCRIPTION = "aws_sns_topic_subscription";
const action = actionsOf({
  namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
  sdk: "sns",
  limits: SNS_LIMITS,
});

export const SNS_ACTIONS: Readonly<Record<string, Action>> = {
  CreateTopic: action(`create ${TOPIC} Name`, (call) => {
    const { world, caller, input } = call;
    const { FifoTopic = "false", ...attributes } = attributesOf(input, TOPIC_ATTRIBUTES);
    if (FifoTopic !== "false") throw notEmulated("FIFO topics");
    if (input.DataProtectionPolicy !== undefined) throw notEmulated("DataProtectionPolicy");
    const key = { ...caller, name: text(input.Name) };
    return { TopicArn: createTopic(world, key, tagsOf(input), attributes).arn };
  }),
  GetTopicAttributes: action(`read ${TOPIC} TopicArn`, (call) => {
    const { world } = call;
    return { Attributes: topicAttributes(world, getTopic(world, arnOf(call, "TopicArn"))) };
  }),
  SetTopicAttributes: action(`update ${TOPIC} TopicArn`, (call) => {
    const { name, value } = attributeOf(call, TOPIC_ATTRIBUTES);
    setTopicAttribute(call.world, arnOf(call, "TopicArn"), name, value);
  }),
  DeleteTopic: action(`delete ${TOPIC} TopicArn`, (call) => deleteTopic(call.world, arnOf(call, "TopicArn"))),

  ListTagsForResource: action(`read ${TOPIC} ResourceArn`, (call) => {
    const tags = Object.entries(topicTags(call.world, arnOf(call, "ResourceArn")));
    return { Tags: tags.map(([Key, Value]) => ({ Key, Value })) };
  }),
  TagResource: action(`update ${TOPIC} ResourceArn`, (call) =>
    tagTopic(call.world, arnOf(call, "ResourceArn"), tagsOf(call.input)),
  ),
  UntagResource: action(`update ${TOPIC} ResourceArn`, (call) =>
    untagTopic(call.world, arnOf(call, "ResourceArn"), texts(call.input.TagKeys)),
  ),

  Subscribe: action(`create ${SUBSCRIPTION} Endpoint`, (call) => {
    const { world, input } = call;
    const topic = arnOf(call, "TopicArn");
    const protocol = text(input.Protocol);
    if (!PROTOCOLS.includes(protocol)) throw invalid("Protocol", `Does not support this protocol string: ${protocol}`);
    const attributes = attributesOf(input, SUBSCRIPTION_ATTRIBUTES);
    const { arn, isPending } = subscribe(world, { topic, protocol, endpoint: text(input.Endpoint), attributes });
    const isHidden = isPending && input.ReturnSubscriptionArn !== true;
    return { SubscriptionArn: isHidden ? "pending confirmation" : arn };
  }),
  GetSubscriptionAttributes: action(`read ${SUBSCRIPTION} SubscriptionArn`, (call) => ({
    Attributes: subscriptionAttributes(getSubscription(call.world, arnOf(call, "SubscriptionArn"))),
  })),
  SetSubscriptionAttributes: action(`update ${SUBSCRIPTION} SubscriptionArn`, (call) => {
    const { name, value } = attributeOf(call, SUBSCRIPTION_ATTRIBUTES);
    setSubscriptionAttribute(call.world, arnOf(call, "SubscriptionArn"), name, value);
  }),
  ListSubscriptionsByTopic: action(`list ${SUBSCRIPTION} TopicArn`, subscriptionPage),
  Unsubscribe: action(`delete ${SUBSCRIPTION} SubscriptionArn`, (call) =>
    unsubscribe(call.world, arnOf(call, "SubscriptionArn")),
  ),
};

const PROTOCOLS = ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"];

/** What SetTopicAttributes takes. The provider sets each sample rate, with 0 where the configuration has none. */
const TOPIC_ATTRIBUTES = [
  ..."DeliveryPolicy DisplayName FifoTopic KmsMasterKeyId Policy SignatureVersion TracingConfig".split(" "),
  ...["Application", "Firehose", "HTTP", "Lambda", "SQS"].flatMap((target) =>
    ["FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate"].map((name) => `${target}${name}`),
  ),
];

const SUBSCRIPTION_ATTRIBUTES = [
  "DeliveryPolicy",
  "FilterPolicy",
  "FilterPolicyScope",
  "RawMessageDelivery",
  "RedrivePolicy",
  "SubscriptionRoleArn",
];

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
function topicAttributes(world: World, { arn, account, attributes }: SnsTopic): Xml {
  const subscriptions = world.subscriptions.inGroup(arn);
  const pending = subscriptions.filter(({ isPending }) => isPending).length;
  const given = Object.entries(attributes).filter(([, value]) => value !== "");
  return new Map([
    ["TopicArn", arn],
    ["Owner", account],
    ["DisplayName", ""],
    ["SubscriptionsConfirmed", String(subscriptions.length - pending)],
    ["SubscriptionsPending", String(pending)],
    ["SubscriptionsDeleted", "0"],
    ...given,
  ]);
}

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
function subscriptionAttributes({ arn, topic, protocol, endpoint, isPending, attributes }: SnsSubscription): Xml {
  const given = Object.entries(attributes).filter(([, value]) => value !== "");
  return new Map([
    ["SubscriptionArn", arn],
    ["TopicArn", topic],
    ["Owner", ownerOf(arn)],
    ["Protocol", protocol],
    ["Endpoint", endpoint],
    ["PendingConfirmation", String(isPending)],
    ["ConfirmationWasAuthenticated", "false"],
    ["RawMessageDelivery", "false"],
    ...given,
  ]);
}

/** Pages of 100. A token is the place where its page begins. */
function subscriptionPage(call: Call): Xml {
  const all = listSubscriptions(call.world, arnOf(call, "TopicArn"));
  const token = text(call.input.NextToken) || "0";
  const start = Number(token);
  if (!/^\d{1,9}$/.test(token) || start > all.length) throw invalid("NextToken");
  const end = start + 100;
  return {
    Subscriptions: all.slice(start, end).map(({ arn, topic, protocol, endpoint, isPending }) => ({
      SubscriptionArn: isPending ? "PendingConfirmation" : arn,
      Owner: ownerOf(arn),
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topic,
    })),
    ...(end < all.length ? { NextToken: String(end) } : {}),
  };
}

function ownerOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

/**
 * The ARN in a field. Only the topic's own account may call, because no policy of a topic is evaluated here.
 *
 * @throws ApiError 400 for what is no ARN of SNS in this region, 403 for another account's
 */
function arnOf(call: Call, field: string): string {
  const arn = text(call.input[field]);
  const parts = arn.split(":");
  if (parts.length < 6) throw invalid(field, `An ARN must have at least 6 elements, not ${parts.length}`);
  const [, , service, region, account] = parts;
  const { caller } = call;
  if (service !== "sns" || region !== caller.region) throw invalid(field);
  if (account === caller.account) return arn;
  const who = `arn:aws:iam::${caller.account}:user/sandbox`;
  throw new ApiError(403, "AuthorizationError", `User: ${who} is not authorized to perform this action on ${arn}`);
}

function attributeOf(call: Call, known: readonly string[]): { readonly name: string; readonly value: string } {
  const name = text(call.input.AttributeName);
  if (!known.includes(name) || name === "FifoTopic") throw invalid("AttributeName");
  return { name, value: text(call.input.AttributeValue) };
}

function attributesOf({ Attributes }: Json, known: readonly string[]): Readonly<Record<string, string>> {
  const given = Object.entries(typeof Attributes === "object" && Attributes !== null ? Attributes : {});
  const [unknown] = given.find(([name]) => !known.includes(name)) ?? [];
  if (unknown !== undefined) throw invalid("Attributes", `Unknown attribute ${unknown}`);
  return Object.fromEntries(given.map(([name, value]) => [name, text(value)]));
}

function tagsOf({ Tags }: Json): Readonly<Record<string, string>> {
  const tags = Array.isArray(Tags) ? (Tags as readonly Json[]) : [];
  return Object.fromEntries(tags.map(({ Key, Value }) => [text(Key), text(Value)]));
}

function notEmulated(what: string): ApiError {
  return new ApiError(501, "InvalidAction", `The emulator does not emulate ${what}.`);
}
