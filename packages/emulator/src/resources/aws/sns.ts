// The SNS types of provider 6.25.0, as far as event destinations use them:
// https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/sns

import { type Diagnostic, error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import { type ObjectValue, sameValue } from "../../protocol/value";
import topicSchema from "../../schemas/aws-sns-topic.json";
import policySchema from "../../schemas/aws-sns-topic-policy.json";
import subscriptionSchema from "../../schemas/aws-sns-topic-subscription.json";
import {
  createTopic,
  defaultPolicy,
  deleteTopic,
  getSubscription,
  getTopic,
  listSubscriptions,
  putTopicTags,
  setSubscriptionAttribute,
  setTopicAttribute,
  subscribe,
  topicTags,
  unsubscribe,
} from "../../services/aws/sns";
import type { SnsSubscription, SnsTopic } from "../../world/entities";
import type { FaultOperation } from "../../world/fault";
import { ApiError } from "../../world/faults";
import { type Context, Refusal, type ResourceType } from "../resource-type";
import { planSdk } from "../sdk-plan";
import { accountOf } from "./account";
import { allTags, planRegion, regionOf, textOf } from "./region";
import { expectedOne, tagsState, userTags } from "./sesv2-configuration-set";

const PROTOCOLS = ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"];

/** Attributes of a topic that the emulator keeps, with the API's names. */
const TOPIC_ATTRIBUTES = { display_name: "DisplayName", kms_master_key_id: "KmsMasterKeyId" } as const;

export const awsSnsTopic: ResourceType = {
  name: "aws_sns_topic",
  schema: overlaySchema(topicSchema),
  subject: ({ name, id }) => textOf(name) || textOf(id),

  plan(context, request) {
    const rules = {
      forceNew: ["name", "name_prefix", "fifo_topic"],
      defaults: { fifo_topic: false, content_based_deduplication: false },
    };
    const plan = planRegion(context, planSdk(request, rules), request.prior);
    return { ...plan, planned: { ...plan.planned, tags_all: allTags(context, plan.planned.tags!) } };
  },

  create(context, planned) {
    const { world } = context;
    const name = textOf(planned.name);
    if (name === "" || planned.fifo_topic === true) throw notEmulated("a topic without a name, or a FIFO topic");
    const key = { account: accountOf(context), region: regionOf(context, planned), name };
    const topic = createTopic(world, key, userTags(allTags(context, planned.tags!)));
    putTopicAttributes(context, topic.arn, {}, planned);
    return topicState(getTopic(world, topic.arn), { ...planned, id: topic.arn });
  },

  read: (context, state) =>
    ifFound(() => {
      const topic = getTopic(context.world, textOf(state.id));
      topicTags(context.world, topic.arn);
      return { ...topicState(topic, state), ...tagsState(context, topic, state) };
    }),

  update(context, prior, planned) {
    const { world } = context;
    const arn = textOf(prior.id);
    putTopicAttributes(context, arn, prior, planned);
    if (!sameValue(prior.tags_all!, planned.tags_all!)) putTopicTags(world, arn, userTags(planned.tags_all!));
    return topicState(getTopic(world, arn), planned);
  },

  delete: ({ world }, prior) => deleteTopic(world, textOf(prior.id)),
  importState: importedArn,
  diagnose: (operation, value, failure) => diagnose(operation, "SNS Topic", awsSnsTopic.subject(value), failure),
};

export const awsSnsTopicPolicy: ResourceType = {
  name: "aws_sns_topic_policy",
  schema: overlaySchema(policySchema),
  subject: ({ arn, id }) => textOf(arn) || textOf(id),

  plan(context, request) {
    const { prior, config } = request;
    const plan = planRegion(context, planSdk(request, { forceNew: ["arn"] }), prior);
    // The provider sees no difference in another order of keys or other white space.
    const isSame = prior !== null && isSameJson(textOf(prior.policy), textOf(config.policy));
    return isSame ? { ...plan, planned: { ...plan.planned, policy: prior.policy! } } : plan;
  },

  create(context, planned) {
    const arn = textOf(planned.arn);
    setTopicAttribute(context.world, arn, "Policy", textOf(planned.policy));
    return policyState(getTopic(context.world, arn), { ...planned, id: arn });
  },

  read: (context, state) => ifFound(() => policyState(getTopic(context.world, textOf(state.id)), state)),

  update(context, prior, planned) {
    const arn = textOf(prior.id);
    setTopicAttribute(context.world, arn, "Policy", textOf(planned.policy));
    return policyState(getTopic(context.world, arn), planned);
  },

  /** A topic always has a policy, so the provider puts the default one back. */
  delete(context, prior) {
    const arn = textOf(prior.id);
    try {
      setTopicAttribute(context.world, arn, "Policy", defaultPolicy(arn, textOf(prior.owner)));
    } catch (caught) {
      if (!isNotFound(caught)) throw caught;
    }
  },

  importState: importedArn,
  diagnose: (operation, value, failure) =>
    diagnose(operation, "SNS Topic Policy", awsSnsTopicPolicy.subject(value), failure),
};

export const awsSnsTopicSubscription: ResourceType = {
  name: "aws_sns_topic_subscription",
  schema: overlaySchema(subscriptionSchema),
  subject: ({ endpoint, id }) => textOf(endpoint) || textOf(id),

  validate: ({ protocol = null }) => expectedOne("protocol", protocol, PROTOCOLS, ["protocol"]),

  plan: (context, request) =>
    planRegion(
      context,
      planSdk(request, {
        forceNew: ["endpoint", "protocol", "topic_arn"],
        defaults: {
          confirmation_timeout_in_minutes: 1,
          endpoint_auto_confirms: false,
          raw_message_delivery: false,
        },
      }),
      request.prior,
    ),

  create(context, planned) {
    const [topic, protocol, endpoint] = [textOf(planned.topic_arn), textOf(planned.protocol), textOf(planned.endpoint)];
    const attributes: Record<string, string> =
      planned.raw_message_delivery === true ? { RawMessageDelivery: "true" } : {};
    const made = subscribe(context.world, { topic, protocol, endpoint, attributes });
    return subscriptionState(getSubscription(context.world, made.arn), planned);
  },

  // Whether the topic still has one that was confirmed, the provider asks the topic (since 5.94.0).
  read: (context, state) =>
    ifFound(() => {
      const subscription = getSubscription(context.world, textOf(state.id));
      if (!subscription.isPending) listSubscriptions(context.world, subscription.topic);
      return subscriptionState(subscription, state);
    }),

  update(context, prior, planned) {
    const arn = textOf(prior.id);
    if (prior.raw_message_delivery !== planned.raw_message_delivery) {
      const value = String(planned.raw_message_delivery === true);
      setSubscriptionAttribute(context.world, arn, "RawMessageDelivery", value);
    }
    return subscriptionState(getSubscription(context.world, arn), planned);
  },

  delete(context, prior) {
    try {
      unsubscribe(context.world, textOf(prior.id));
    } catch (caught) {
      const isPending = caught instanceof ApiError && caught.message.includes("pending confirmation");
      if (!isPending && !isNotFound(caught)) throw caught;
    }
  },

  importState: importedArn,
  diagnose: (operation, value, failure) =>
    diagnose(operation, "SNS Topic Subscription", awsSnsTopicSubscription.subject(value), failure),
};

function putTopicAttributes(context: Context, arn: string, prior: ObjectValue, planned: ObjectValue): void {
  for (const [field, attribute] of Object.entries(TOPIC_ATTRIBUTES)) {
    if (textOf(prior[field]) !== textOf(planned[field]))
      setTopicAttribute(context.world, arn, attribute, textOf(planned[field]));
  }
}

function topicState({ arn, name, account, region, attributes }: SnsTopic, state: ObjectValue): ObjectValue {
  return {
    ...state,
    id: arn,
    arn,
    name,
    name_prefix: "",
    owner: account,
    region,
    policy: attributes.Policy ?? null,
    signature_version: 0,
    tracing_config: "",
    fifo_topic: false,
    content_based_deduplication: false,
    fifo_throughput_scope: "",
    beginning_archive_time: "",
    ...Object.fromEntries(
      Object.entries(TOPIC_ATTRIBUTES).map(([field, attribute]) => [field, attributes[attribute] || null]),
    ),
  };
}

function policyState({ arn, account, region, attributes }: SnsTopic, state: ObjectValue): ObjectValue {
  const { Policy = "" } = attributes;
  const policy = isSameJson(textOf(state.policy), Policy) ? state.policy! : Policy;
  return { ...state, id: arn, arn, owner: account, region, policy };
}

function subscriptionState(subscription: SnsSubscription, state: ObjectValue): ObjectValue {
  const { arn, topic, protocol, endpoint, isPending, attributes } = subscription;
  const [, , , region = "", account = ""] = arn.split(":");
  return {
    ...state,
    id: arn,
    arn,
    region,
    topic_arn: topic,
    protocol,
    endpoint,
    owner_id: account,
    pending_confirmation: isPending,
    confirmation_was_authenticated: false,
    confirmation_timeout_in_minutes: state.confirmation_timeout_in_minutes ?? 1,
    endpoint_auto_confirms: state.endpoint_auto_confirms ?? false,
    filter_policy_scope: "",
    raw_message_delivery: attributes.RawMessageDelivery === "true",
  };
}

function importedArn(_context: Context, id: string): ObjectValue {
  const [, , , region = ""] = id.split(":");
  return { id, region };
}

function ifFound(read: () => ObjectValue): { readonly state: ObjectValue | null } {
  try {
    return { state: read() };
  } catch (caught) {
    if (isNotFound(caught)) return { state: null };
    throw caught;
  }
}

function isNotFound(caught: unknown): boolean {
  return caught instanceof ApiError && caught.code === "NotFound";
}

function isSameJson(one: string, other: string): boolean {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, item]) => [key, sorted(item)]),
          )
        : value;
  try {
    return JSON.stringify(sorted(JSON.parse(one))) === JSON.stringify(sorted(JSON.parse(other)));
  } catch {
    return one === other;
  }
}

function notEmulated(what: string): Refusal {
  return new Refusal(error(`mailzone's emulator does not emulate ${what}`));
}

function diagnose(
  operation: FaultOperation,
  title: string,
  id: string,
  { status, code, message }: ApiError,
): Diagnostic {
  const action = { create: "creating", read: "reading", update: "updating", delete: "deleting" }[operation];
  return error(
    `${action} ${title} (${id}): operation error SNS: https response error StatusCode: ${status}, ${code}: ${message} (emulated)`,
  );
}
