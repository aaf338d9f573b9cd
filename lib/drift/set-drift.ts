// A configuration set, its events and their topics as they were applied, and as SES and SNS have them. What nobody writes into
// domains.yaml, such as a pool of addresses or a topic's encryption, is left to a plan.

import { isSamePolicy } from "../dns/policy-text";
import { type Attributes, canonical, elementsOf, isObject, stringOf } from "../plan/values";
import type { ConfigurationSetState, EventDestinationState, TargetState, TopicState } from "../ses/set";
import { tagsNow, withChanges } from "./tags";

/** The attributes of a set now: those before, except for what differs. The same object if nothing does. */
export function setNow(before: Attributes, live: ConfigurationSetState): Attributes {
  const { tlsPolicy, reputationMetrics, sendingEnabled, suppressedReasons = [], tracking } = live;
  const changed: Record<string, unknown> = {};
  const part = (block: string, name: string, standard: unknown, now: unknown) => {
    const is = blockOf(before[block]);
    // What SES does not tell has not changed.
    if (now === undefined || canonical(sorted(is[name] ?? standard)) === canonical(sorted(now))) return;
    changed[block] = [{ ...is, [name]: now }];
  };
  part("delivery_options", "tls_policy", "OPTIONAL", tlsPolicy);
  part("reputation_options", "reputation_metrics_enabled", false, reputationMetrics);
  part("sending_options", "sending_enabled", true, sendingEnabled);
  part("suppression_options", "suppressed_reasons", [], suppressedReasons);
  const links = blockOf(before.tracking_options);
  const [domain, https] = [stringOf(links.custom_redirect_domain) || "", stringOf(links.https_policy) || "OPTIONAL"];
  if (domain !== (tracking?.domain ?? "") || (domain !== "" && https !== tracking?.httpsPolicy))
    changed.tracking_options =
      tracking === undefined ? [] : [{ custom_redirect_domain: tracking.domain, https_policy: tracking.httpsPolicy }];
  Object.assign(changed, tagsNow(before, live.tags));
  return withChanges(before, changed);
}

/** The attributes of an event destination now; null if the set has none of its name. */
export function eventsNow(before: Attributes, { destinations }: ConfigurationSetState): Attributes | null {
  const live = destinations.find(({ name }) => name === before.event_destination_name);
  if (live === undefined) return null;
  const is = blockOf(before.event_destination);
  const changed: Record<string, unknown> = {};
  if ((is.enabled === true) !== live.enabled) changed.enabled = live.enabled;
  if (canonical(sorted(is.matching_event_types)) !== canonical(sorted(live.types)))
    changed.matching_event_types = live.types;
  const targets = live.target === undefined ? undefined : targetBlocks(live.target);
  if (targets !== undefined && canonical(targets) !== canonical(targetBlocks(targetIn(is))))
    Object.assign(changed, targets);
  return withChanges(before, Object.keys(changed).length === 0 ? {} : { event_destination: [{ ...is, ...changed }] });
}

export function topicNow(before: Attributes, live: TopicState): Attributes {
  return withChanges(before, tagsNow(before, live.tags));
}

export function topicPolicyNow(before: Attributes, { policy }: TopicState): Attributes {
  return isSamePolicy(stringOf(before.policy) ?? "", policy) ? before : { ...before, policy };
}

/** Null if nobody with this address subscribes to the topic. One who has not confirmed it yet is there. */
export function subscriptionNow(before: Attributes, { subscriptions }: TopicState): Attributes | null {
  const isThere = subscriptions.some(
    ({ protocol, endpoint }) => protocol === before.protocol && endpoint === before.endpoint,
  );
  return isThere ? before : null;
}

/** The block of a list that has at most one. */
function blockOf(value: unknown): Attributes {
  const [block] = elementsOf(value);
  return isObject(block) ? block : {};
}

/** Lists of names have no order. */
function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : (value ?? []);
}

/** The blocks of all kinds, of which one is there. */
function targetBlocks(target: EventDestinationState["target"]): Readonly<Record<string, readonly Attributes[]>> {
  const of = <K extends TargetState["kind"]>(kind: K, block: (one: Extract<TargetState, { kind: K }>) => Attributes) =>
    target?.kind === kind ? [block(target as Extract<TargetState, { kind: K }>)] : [];
  return {
    sns_destination: of("sns", ({ topicArn }) => ({ topic_arn: topicArn })),
    event_bridge_destination: of("event-bridge", ({ busArn }) => ({ event_bus_arn: busArn })),
    kinesis_firehose_destination: of("firehose", ({ stream, role }) => ({
      delivery_stream_arn: stream,
      iam_role_arn: role,
    })),
    cloud_watch_destination: of("cloud-watch", ({ dimensions }) => ({
      dimension_configuration: dimensions
        .map(({ name, source, otherwise }) => ({
          dimension_name: name,
          dimension_value_source: source,
          default_dimension_value: otherwise,
        }))
        .sort((a, b) => (a.dimension_name < b.dimension_name ? -1 : 1)),
    })),
  };
}

/** The target in the block of an event destination; undefined if it is of a kind that domains.yaml does not have. */
function targetIn(block: Attributes): TargetState | undefined {
  const [sns, bus, firehose, watch] = ["sns", "event_bridge", "kinesis_firehose", "cloud_watch"].map((kind) =>
    blockOf(block[`${kind}_destination`]),
  );
  const text = (value: unknown) => stringOf(value) ?? "";
  if (sns?.topic_arn) return { kind: "sns", topicArn: text(sns.topic_arn) };
  if (bus?.event_bus_arn) return { kind: "event-bridge", busArn: text(bus.event_bus_arn) };
  if (firehose?.delivery_stream_arn)
    return { kind: "firehose", stream: text(firehose.delivery_stream_arn), role: text(firehose.iam_role_arn) };
  if (watch?.dimension_configuration === undefined) return undefined;
  const dimensions = elementsOf(watch.dimension_configuration).filter(isObject);
  return {
    kind: "cloud-watch",
    dimensions: dimensions.map((one) => ({
      name: text(one.dimension_name),
      source: text(one.dimension_value_source),
      otherwise: text(one.default_dimension_value),
    })),
  };
}
