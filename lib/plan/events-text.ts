// How a configuration set, its event destinations and their topics are written for readers.
import { EVENTS, SET, SUBSCRIPTION, TOPIC, TOPIC_POLICY } from "./attributes";
import { AFTER_APPLY, shownValue } from "./value-text";
import { type Attributes, isObject, UNKNOWN } from "./values";

/** The targets of an event destination, with the attribute that names each. */
const TARGETS: readonly (readonly [block: string, attribute: string, word: string])[] = [
  ["sns_destination", "topic_arn", "SNS topic"],
  ["event_bridge_destination", "event_bus_arn", "EventBridge"],
  ["kinesis_firehose_destination", "delivery_stream_arn", "Firehose"],
  ["cloud_watch_destination", "dimension_configuration", "CloudWatch"],
  ["pinpoint_destination", "application_arn", "Pinpoint"],
];

/** `configuration set mail`, `events feedback of mail`, `SNS topic mail-feedback`; undefined for any other type. */
export function eventsSubject(type: string, side: Attributes): string | undefined {
  const shown = (name: string) => shownValue(side[name]) || AFTER_APPLY;
  switch (type) {
    case SET:
      return `configuration set ${shown("configuration_set_name")}`;
    case EVENTS:
      return `events ${shown("event_destination_name")} of ${shown("configuration_set_name")}`;
    case TOPIC:
      return `SNS topic ${shown("name")}`;
    case TOPIC_POLICY:
      return `policy of the SNS topic ${topicName(side.arn)}`;
    case SUBSCRIPTION:
      return `subscriber ${shown("endpoint")}`;
    default:
      return undefined;
  }
}

/** What is set: `eu-west-1`, `BOUNCE COMPLAINT to SNS topic arn:…`; "" for any other type. */
export function eventsText(type: string, side: Attributes): string {
  if (type === EVENTS) return destinationText(side);
  if (type === SUBSCRIPTION) return `of the SNS topic ${topicName(side.topic_arn)}`;
  return type === SET || type === TOPIC ? shownValue(side.region) || AFTER_APPLY : "";
}

/** The event destination's block; undefined if it is not known. */
export function destinationOf(side: Attributes | null): Attributes | undefined {
  const value = side?.event_destination;
  const [block] = Array.isArray(value) ? value : [];
  return isObject(block) ? block : undefined;
}

/** The events that are published; none if the destination is not enabled. */
export function publishedEvents(side: Attributes | null): readonly string[] {
  const block = destinationOf(side);
  if (block === undefined || block.enabled !== true || !Array.isArray(block.matching_event_types)) return [];
  return block.matching_event_types.filter((type) => typeof type === "string");
}

function destinationText(side: Attributes): string {
  const block = destinationOf(side);
  if (block === undefined) return AFTER_APPLY;
  const types = Array.isArray(block.matching_event_types) ? [...block.matching_event_types].sort() : [];
  const targets = TARGETS.flatMap(([name, attribute, word]) => {
    const value = block[name];
    const [target] = Array.isArray(value) ? value : [];
    return isObject(target) ? [`${word} ${shownTarget(target[attribute])}`.trim()] : [];
  });
  const off = block.enabled === true ? "" : ", off";
  return `${shownValue(types)} to ${targets.join(", ") || AFTER_APPLY}${off}`;
}

/** The last part of an ARN, or the names of dimensions. */
function shownTarget(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => (isObject(one) ? shownValue(one.dimension_name) : "")).join(" ");
  return value === UNKNOWN ? AFTER_APPLY : shownValue(value).replace(/^.*[:/]/, "");
}

function topicName(arn: unknown): string {
  return arn === UNKNOWN || arn === undefined || arn === null ? AFTER_APPLY : shownTarget(arn);
}
