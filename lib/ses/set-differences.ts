// Compares a configuration set and its event destinations in domains.yaml with those in SES, setting by setting. The stack writes each
// of these settings, so each difference is a change of the next plan.
import {
  type ConfigurationSet,
  DIMENSION_SOURCES,
  type EventDestination,
  eventTargetText,
  HTTPS_POLICIES,
} from "../dns/configuration-set";
import { partitionOf } from "../dns/regions";
import { topicArn } from "../dns/ses-resources";
import type { ConfigurationSetState, TargetState } from "./set";

/** A setting's path in domains.yaml, and its values as text; empty for none. */
export type SettingPair = readonly [setting: string, seen: string, wanted: string];

/** All settings of a set but its name, tags and events. `suppression` is empty where the account decides, and `off` for an empty list. */
export function settingPairs(wanted: ConfigurationSet, seen: ConfigurationSetState): readonly SettingPair[] {
  const { sendingEnabled, suppressedReasons, tlsPolicy, reputationMetrics, tracking } = seen;
  return [
    ["sending", String(sendingEnabled), String(wanted.sending)],
    ["suppression", reasons(suppressedReasons), reasons(wanted.suppression)],
    ["tls", (tlsPolicy ?? "").toLowerCase(), wanted.tls],
    ["reputationMetrics", String(reputationMetrics ?? ""), String(wanted.reputationMetrics)],
    ["tracking.domain", tracking?.domain ?? "", wanted.tracking?.domain ?? ""],
    ["tracking.https", tracking?.httpsPolicy ?? "", wanted.tracking ? HTTPS_POLICIES[wanted.tracking.https] : ""],
  ];
}

function reasons(list: readonly string[] | undefined): string {
  if (list === undefined) return "";
  return list.length === 0
    ? "off"
    : [...list]
        .map((one) => one.toLowerCase())
        .sort()
        .join(", ");
}

export function defaultBusArn(region: string, account: string): string {
  return `arn:${partitionOf(region)}:events:${region}:${account}:event-bus/default`;
}

/** A target as SES tells it, see eventTargetText(). */
export function seenTarget(target: TargetState = { kind: "other", name: "" }): string {
  switch (target.kind) {
    case "sns":
      return eventTargetText("sns", target.topicArn);
    case "event-bridge":
      return eventTargetText("event-bridge", target.busArn);
    case "firehose":
      return eventTargetText("firehose", target.stream, target.role);
    case "cloud-watch":
      return eventTargetText(
        "cloud-watch",
        ...target.dimensions.map(({ name, source, otherwise }) => `${name}=${source}:${otherwise}`).sort(),
      );
    case "other":
      return eventTargetText("other", target.name);
  }
}

/** @param account the number of the set's account, twelve digits */
export function wantedTarget({ target }: EventDestination, region: string, account: string): string {
  switch (target.kind) {
    case "topic":
      return eventTargetText("sns", topicArn(target.topic.name, region, account));
    case "topic-arn":
      return eventTargetText("sns", target.arn);
    case "event-bridge":
      return eventTargetText("event-bridge", defaultBusArn(region, account));
    case "firehose":
      return eventTargetText("firehose", target.stream, target.role);
    case "cloud-watch":
      return eventTargetText(
        "cloud-watch",
        ...target.dimensions
          .map(({ name, from, otherwise }) => `${name}=${DIMENSION_SOURCES[from]}:${otherwise}`)
          .sort(),
      );
  }
}
