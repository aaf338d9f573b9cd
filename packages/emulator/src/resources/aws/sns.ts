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
import { ifFound, isNotFound, unlessGone } from "../found";
import { type Context, Refusal, type ResourceType } from "../resource-type";
import { planSdk } from "../sdk-plan";
import { accountOf } from "./account";
import { prefixOf, withName } from "./names";
import { isSamePolicy, normalizedJson, planPolicy } from "./policy-json";
import { importedArn, planRegion, REQUEST_ID, regionOf, textOf } from "./region";
import { expectedOne } from "./sesv2-configuration-set";
import { allTags, planTags, readTags, userTags } from "./tags";

const NOT_FOUND = "NotFound";

const PROTOCOLS = ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"];

/** Attributes of a topic that the emulator keeps, with the API's names. */
const TOPIC_ATTRIBUTES = { display_name: "DisplayName", kms_master_key_id: "KmsMasterKeyId" } as const;

const diagnoseTopic = diagnoser("SNS Topic", {
  create: "CreateTopic",
  read: "GetTopicAttributes",
  update: "SetTopicAttributes",
  delete: "DeleteTopic",
});
const diagnosePolicy = diagnoser("SNS Topic Policy", {
  create: "SetTopicAttributes",
  read: "GetTopicAttributes",
  update: "SetTopicAttributes",
  delete: "SetTopicAttributes",
});
const diagnoseSubscription = diagnoser("SNS Topic Subscription", {
  create: "Subscribe",
  read: "GetSubscriptionAttributes",
  update: "SetSubscriptionAttributes",
  delete: "Unsubscribe",
});

const SAMPLE_RATES = {
  application_success_feedback_sample_rate: "ApplicationSuccessFeedbackSampleRate",
  firehose_success_feedback_sample_rate: "FirehoseSuccessFeedbackSampleRate",
  http_success_feedback_sample_rate: "HTTPSuccessFeedbackSampleRate",
  lambda_success_feedback_sample_rate: "LambdaSuccessFeedbackSampleRate",
  sqs_success_feedback_sample_rate: "SQSSuccessFeedbackSampleRate",
} as const;

export const awsSnsTopic: ResourceType = {
  name: "aws_sns_topic",
  schema: overlaySchema(topicSchema),
  subject: ({ name, id }) => textOf(name) || textOf(id),

  plan(context, request) {
    const { name = null, fifo_topic } = request.config;
    const isName = typeof name !== "string" || fifo_topic === true || /^[A-Za-z0-9_-]{1,256}$/.test(name);
    if (request.prior === null && !isName) throw new Refusal(error(`invalid topic name: ${name}`));
    const rules = {
      forceNew: ["name", "name_prefix", "fifo_topic"],
      defaults: { fifo_topic: false, content_based_deduplication: false },
    };
    const plan = planRegion(context, planSdk(request, rules), request.prior);
    return planTags(context, plan, request.prior);
  },

  create(context, planned) {
    const { world } = context;
    if (planned.fifo_topic === true) throw notEmulated("a FIFO topic");
    const named = withName(context, planned);
    const key = { account: accountOf(context), region: regionOf(context, named), name: textOf(named.name) };
    const topic = createTopic(world, key, userTags(allTags(context, planned.tags!)));
    // The provider sets a number that a configuration does not name to 0.
    for (const [field, attribute] of Object.entries(SAMPLE_RATES))
      setTopicAttribute(world, topic.arn, attribute, String(planned[field] ?? 0));
    putTopicAttributes(context, topic.arn, {}, planned);
    return readTopic(context, { ...named, id: topic.arn });
  },

  read: (context, state) => ifFound(NOT_FOUND, () => readTopic(context, state)),

  update(context, prior, planned) {
    const { world } = context;
    const arn = textOf(prior.id);
    putTopicAttributes(context, arn, prior, planned);
    if (!sameValue(prior.tags_all!, planned.tags_all!)) putTopicTags(world, arn, userTags(planned.tags_all!));
    return readTopic(context, { ...planned, id: arn });
  },

  delete: ({ world }, prior) => deleteTopic(world, textOf(prior.id)),
  importState: importedArn,
  diagnose: (operation, value, failure) => diagnoseTopic(operation, awsSnsTopic.subject(value), failure),
};

export const awsSnsTopicPolicy: ResourceType = {
  name: "aws_sns_topic_policy",
  schema: overlaySchema(policySchema),
  subject: ({ arn, id }) => textOf(arn) || textOf(id),

  plan(context, request) {
    const { prior, config } = request;
    const plan = planRegion(context, planSdk(request, { forceNew: ["arn"] }), prior);
    return { ...plan, planned: { ...plan.planned, ...planPolicy("policy", prior, config) } };
  },

  create(context, planned) {
    const arn = textOf(planned.arn);
    setTopicAttribute(context.world, arn, "Policy", textOf(planned.policy));
    return policyState(getTopic(context.world, arn), { ...planned, id: arn });
  },

  read: (context, state) => ifFound(NOT_FOUND, () => policyState(getTopic(context.world, textOf(state.id)), state)),

  update(context, prior, planned) {
    const arn = textOf(prior.id);
    setTopicAttribute(context.world, arn, "Policy", textOf(planned.policy));
    return policyState(getTopic(context.world, arn), planned);
  },

  /** A topic always has a policy, so the provider puts the default one back. */
  delete(context, prior) {
    const arn = textOf(prior.id);
    unlessGone(NOT_FOUND, () =>
      setTopicAttribute(context.world, arn, "Policy", defaultPolicy(arn, textOf(prior.owner))),
    );
  },

  importState: importedArn,
  diagnose: (operation, value, failure) => diagnosePolicy(operation, awsSnsTopicPolicy.subject(value), failure),
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

  // Whether the topic still has one that the state knows as confirmed, the provider asks the topic (since 5.94.0).
  read: (context, state) =>
    ifFound(NOT_FOUND, () => {
      const subscription = getSubscription(context.world, textOf(state.id));
      if (!subscription.isPending && state.pending_confirmation === false)
        listSubscriptions(context.world, subscription.topic);
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
      if (!isPending && !isNotFound(caught, NOT_FOUND)) throw caught;
    }
  },

  importState: importedArn,
  // A new one has no id yet, and the provider names none.
  diagnose: (operation, { id = null }, failure) =>
    diagnoseSubscription(operation, operation === "create" ? "" : textOf(id), failure),
};

function putTopicAttributes(context: Context, arn: string, prior: ObjectValue, planned: ObjectValue): void {
  for (const [field, attribute] of Object.entries(TOPIC_ATTRIBUTES)) {
    if (textOf(prior[field]) !== textOf(planned[field]))
      setTopicAttribute(context.world, arn, attribute, textOf(planned[field]));
  }
}

function readTopic(context: Context, state: ObjectValue): ObjectValue {
  const topic = getTopic(context.world, textOf(state.id));
  topicTags(context.world, topic.arn);
  return { ...topicState(topic, state), ...readTags(context, topic, state) };
}

function topicState({ arn, name, account, region, attributes }: SnsTopic, state: ObjectValue): ObjectValue {
  return {
    ...state,
    id: arn,
    arn,
    name,
    name_prefix: prefixOf(name),
    owner: account,
    region,
    policy: normalizedJson(attributes.Policy ?? ""),
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
  const policy = isSamePolicy(textOf(state.policy), Policy) ? state.policy! : Policy;
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
    // The provider does not read these two: an imported one has none, and its first plan shows their defaults as a change.
    confirmation_timeout_in_minutes: state.confirmation_timeout_in_minutes ?? null,
    endpoint_auto_confirms: state.endpoint_auto_confirms ?? null,
    filter_policy_scope: "",
    raw_message_delivery: attributes.RawMessageDelivery === "true",
  };
}

function notEmulated(what: string): Refusal {
  return new Refusal(error(`mailzone's emulator does not emulate ${what}`));
}

function diagnoser(title: string, calls: Readonly<Record<FaultOperation, string>>) {
  return (operation: FaultOperation, id: string, { status, code, message }: ApiError): Diagnostic => {
    const action = { create: "creating", read: "reading", update: "updating", delete: "deleting" }[operation];
    const answer = `https response error StatusCode: ${status}, RequestID: ${REQUEST_ID}, ${code}: ${message}`;
    const thing = id === "" ? title : `${title} (${id})`;
    return error(`${action} ${thing}: operation error SNS: ${calls[operation]}, ${answer} (emulated)`);
  };
}
