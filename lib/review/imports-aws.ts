// The fingerprints of imported sets, topics and senders, from what Terraform's provider read of them. adopt makes the same of AWS's
// answers.
import { eventTargetText } from "../dns/configuration-set";
import {
  certificateFingerprint,
  eventsFingerprint,
  senderFingerprint,
  setFingerprint,
  subscriptionFingerprint,
  topicFingerprint,
  topicPolicyFingerprint,
} from "../dns/fingerprint";
import { CERTIFICATE, EVENTS, SENDER, SET, SUBSCRIPTION, TOPIC, TOPIC_POLICY } from "../plan/attributes";
import { type Attributes, isObject, stringOf } from "../plan/values";

/** Undefined for a type that is none of these. */
export function awsFingerprint(type: string, before: Attributes): string | undefined {
  const text = (name: string) => stringOf(before[name]) ?? "";
  const tags = before.tags_all as Readonly<Record<string, string>> | null;
  switch (type) {
    case SET:
      return setOf(before, tags);
    case EVENTS: {
      const block = blockOf(before.event_destination);
      return eventsFingerprint({
        set: text("configuration_set_name"),
        name: text("event_destination_name"),
        enabled: block.enabled === true,
        types: textsOf(block.matching_event_types),
        target: targetOf(block),
      });
    }
    case TOPIC:
      return topicFingerprint({
        arn: text("arn"),
        tags,
        displayName: text("display_name"),
        key: text("kms_master_key_id"),
      });
    case TOPIC_POLICY:
      return topicPolicyFingerprint({ arn: text("arn"), policy: text("policy") });
    case SUBSCRIPTION:
      return subscriptionFingerprint({
        topic: text("topic_arn"),
        protocol: text("protocol"),
        endpoint: text("endpoint"),
        isRaw: before.raw_message_delivery === true,
      });
    case SENDER:
      return senderFingerprint({ role: text("role"), name: text("name"), policy: text("policy") });
    case CERTIFICATE:
      return certificateFingerprint({
        arn: text("arn"),
        names: textsOf(before.subject_alternative_names),
        keyAlgorithm: text("key_algorithm"),
        tags,
      });
    default:
      return undefined;
  }
}

function setOf(before: Attributes, tags: Readonly<Record<string, string>> | null): string {
  const { reputation_metrics_enabled: metrics } = blockOf(before.reputation_options);
  const { sending_enabled: sending } = blockOf(before.sending_options);
  const suppression = before.suppression_options;
  const tracking = blockOf(before.tracking_options);
  const domain = stringOf(tracking.custom_redirect_domain);
  return setFingerprint({
    name: stringOf(before.configuration_set_name) ?? "",
    tlsPolicy: stringOf(blockOf(before.delivery_options).tls_policy),
    reputationMetrics: typeof metrics === "boolean" ? metrics : null,
    sending: typeof sending === "boolean" ? sending : null,
    suppression:
      Array.isArray(suppression) && suppression.length > 0 ? textsOf(blockOf(suppression).suppressed_reasons) : null,
    tracking: domain ? { domain, https: stringOf(tracking.https_policy) ?? "" } : null,
    tags,
  });
}

function targetOf(block: Attributes): string {
  const of = (name: string) => {
    const found = block[name];
    return Array.isArray(found) && found.length > 0 ? blockOf(found) : undefined;
  };
  const sns = of("sns_destination");
  if (sns !== undefined) return eventTargetText("sns", stringOf(sns.topic_arn) ?? "");
  const bus = of("event_bridge_destination");
  if (bus !== undefined) return eventTargetText("event-bridge", stringOf(bus.event_bus_arn) ?? "");
  const firehose = of("kinesis_firehose_destination");
  if (firehose !== undefined)
    return eventTargetText(
      "firehose",
      stringOf(firehose.delivery_stream_arn) ?? "",
      stringOf(firehose.iam_role_arn) ?? "",
    );
  const metrics = of("cloud_watch_destination");
  if (metrics === undefined)
    return eventTargetText("other", of("pinpoint_destination") ? "Pinpoint" : "an unknown kind");
  const dimensions = Array.isArray(metrics.dimension_configuration) ? metrics.dimension_configuration : [];
  const texts = dimensions.flatMap((one) =>
    isObject(one) ? [`${one.dimension_name}=${one.dimension_value_source}:${one.default_dimension_value}`] : [],
  );
  return eventTargetText("cloud-watch", ...texts.sort());
}

function blockOf(blocks: unknown): Attributes {
  const [block] = Array.isArray(blocks) ? blocks : [];
  return isObject(block) ? block : {};
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
