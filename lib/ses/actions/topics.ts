// Reads an SNS topic: its attributes, tags and subscriptions.
// https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
import type { SNSClient, Subscription } from "@aws-sdk/client-sns";
import type { AccountRegion } from "../aws/clients";
import type { Calls } from "../calls";
import type { SesFailure } from "../identity";
import type { SubscriptionState, TopicState } from "../set";

/** A page has 100 subscriptions. A topic may have millions, which nobody lists in domains.yaml. */
const PAGES = 20;

/** The attributes that SNS computes or that CreateTopic sets: any other one was set by somebody. */
const PLAIN_TOPIC =
  /^(TopicArn|Owner|Policy|EffectiveDeliveryPolicy|Subscriptions(Confirmed|Pending|Deleted)|BeginningArchiveTime)$/;
const PLAIN_SUBSCRIPTION =
  /^(SubscriptionArn|TopicArn|Owner|Protocol|Endpoint|ConfirmationWasAuthenticated|PendingConfirmation|EffectiveDeliveryPolicy|SubscriptionPrincipal|FilterPolicyScope)$/;
/** Values that are the same as none. */
const NOTHING: readonly string[] = ["", "0", "false", "{}", "PassThrough"];

/** Null if there is no such topic. */
export async function topicOf(
  calls: Calls,
  location: AccountRegion,
  arn: string,
): Promise<TopicState | null | SesFailure> {
  const describe = (action: string) => calls.describeCall(location, action, arn);
  const attributes = await calls.call(describe("sns:GetTopicAttributes"), async () => {
    const { GetTopicAttributesCommand } = await import("@aws-sdk/client-sns");
    const client = await calls.clients.sns(location);
    try {
      const { Attributes = {} } = await client.send(
        new GetTopicAttributesCommand({ TopicArn: arn }),
        calls.abortOptions,
      );
      return { found: Attributes };
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  });
  if (attributes === null || !("found" in attributes)) return attributes;
  const tags = await calls.call(describe("sns:ListTagsForResource"), async () => {
    const { ListTagsForResourceCommand } = await import("@aws-sdk/client-sns");
    const client = await calls.clients.sns(location);
    const { Tags = [] } = await client.send(new ListTagsForResourceCommand({ ResourceArn: arn }), calls.abortOptions);
    return { found: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])) };
  });
  if (!("found" in tags)) return tags;
  const listed = await calls.call(describe("sns:ListSubscriptionsByTopic"), async () => ({
    found: await subscriptionsOf(await calls.clients.sns(location), arn, calls.abortOptions),
  }));
  if (!("found" in listed)) return listed;
  const subscriptions: SubscriptionState[] = [];
  for (const one of listed.found) {
    const state = await subscriptionOf(calls, location, one);
    if (!("protocol" in state)) return state;
    subscriptions.push(state);
  }
  const { Policy = "" } = attributes.found;
  return { arn, policy: Policy, tags: tags.found, others: othersOf(attributes.found, PLAIN_TOPIC), subscriptions };
}

async function subscriptionsOf(client: SNSClient, TopicArn: string, options: object): Promise<Subscription[]> {
  const { ListSubscriptionsByTopicCommand } = await import("@aws-sdk/client-sns");
  const found: Subscription[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }), options);
    found.push(...(answer.Subscriptions ?? []));
    NextToken = answer.NextToken;
    if (!NextToken) return found;
  }
  throw new Error(`the topic has more than ${PAGES * 100} subscriptions`);
}

async function subscriptionOf(
  calls: Calls,
  location: AccountRegion,
  { SubscriptionArn = "", Protocol: protocol = "", Endpoint: endpoint = "" }: Subscription,
): Promise<SubscriptionState | SesFailure> {
  const base = { protocol, endpoint, others: {} };
  // Instead of an ARN it may be `PendingConfirmation` or `Deleted`.
  if (!SubscriptionArn.startsWith("arn:")) return { ...base, arn: null };
  if (protocol !== "https" && protocol !== "email") return { ...base, arn: SubscriptionArn };
  const attempt = calls.describeCall(location, "sns:GetSubscriptionAttributes", endpoint);
  return calls.call(attempt, async () => {
    const { GetSubscriptionAttributesCommand } = await import("@aws-sdk/client-sns");
    const client = await calls.clients.sns(location);
    const command = new GetSubscriptionAttributesCommand({ SubscriptionArn });
    try {
      const { Attributes = {} } = await client.send(command, calls.abortOptions);
      return { ...base, arn: SubscriptionArn, others: othersOf(Attributes, PLAIN_SUBSCRIPTION) };
    } catch (error) {
      // It was there a moment ago.
      if (isNotFound(error)) return { ...base, arn: null };
      throw error;
    }
  });
}

function othersOf(attributes: Readonly<Record<string, string>>, plain: RegExp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => !plain.test(name) && !NOTHING.includes(value)),
  );
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && (error.name === "NotFoundException" || error.name === "NotFound");
}
