// configurationSet of an entry: the name of a set, and the set itself if the stack makes it.
import {
  type ConfigurationSet,
  EVENT_TYPES,
  type EventDestination,
  type EventTarget,
} from "../../dns/configuration-set";
import type { Domain } from "../../dns/domain";
import { fullName } from "../../dns/names";
import type { MadeSet } from "../schema/configuration-set";
import type { DomainSettings } from "../schema/domains-file";
import { defined } from "./context";
import { EntryFault } from "./fault";
import { asciiName } from "./hosts";

type Destination = NonNullable<MadeSet["events"]>[string];

interface SetOwner {
  readonly domain: string;
  /** The entry's key. */
  readonly key: string;
  /** Of the identity. */
  readonly tags: Readonly<Record<string, string>>;
}

/** @throws EntryFault if the set has no name, or the tracking domain is not a domain */
export function makeConfigurationSet(
  setting: DomainSettings["configurationSet"],
  owner: SetOwner,
): Pick<Domain, "configurationSet" | "madeSet"> {
  if (setting === undefined || setting === false) return {};
  if (typeof setting === "string") return { configurationSet: setting };
  if (setting.name === undefined) {
    const fix = "add a name to it, or write the name of a set that exists instead of the map";
    throw new EntryFault(`configurationSet of "${owner.key}" has no name: ${fix}`, ["configurationSet"]);
  }
  return { configurationSet: setting.name, madeSet: madeSet(setting.name, setting, owner) };
}

function madeSet(name: string, setting: MadeSet, { domain, key, tags }: SetOwner): ConfigurationSet {
  const {
    reputationMetrics = false,
    sending = true,
    suppression = ["bounce", "complaint"],
    tls = "optional",
  } = setting;
  const { tracking, events = {} } = setting;
  const trackingName =
    tracking &&
    asciiName(tracking.domain, `tracking "${tracking.domain}" of "${key}"`, ["configurationSet", "tracking"]);
  return {
    name,
    reputationMetrics,
    sending,
    suppression: [...new Set(suppression)].sort(),
    tls,
    tags: setting.tags ?? tags,
    events: Object.entries(events)
      .map(([event, one]) => destination(name, event, one))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    ...defined({
      tracking:
        trackingName === undefined
          ? undefined
          : { domain: fullName(trackingName, domain), https: tracking?.https ?? ("optional" as const) },
    }),
  };
}

function destination(set: string, name: string, { types, enabled = true, ...to }: Destination): EventDestination {
  const order = Object.keys(EVENT_TYPES);
  const sorted = [...new Set(types)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return { name, types: sorted, enabled, target: target(set, name, to) };
}

/** The schema lets exactly one of them be set. */
function target(set: string, event: string, to: Omit<Destination, "types" | "enabled">): EventTarget {
  const { sns, cloudWatch, firehose } = to;
  if (typeof sns === "string") return { kind: "topic-arn", arn: sns };
  if (sns !== undefined) {
    const { topic = `${set}-${event}`, subscribers = [] } = sns === true ? {} : sns;
    return { kind: "topic", topic: { name: topic, subscribers: [...new Set(subscribers)].sort() } };
  }
  if (firehose !== undefined) return { kind: "firehose", ...firehose };
  if (cloudWatch === undefined) return { kind: "event-bridge" };
  const dimensions = Object.entries(cloudWatch).map(([name, one]) => ({ name, ...one }));
  return { kind: "cloud-watch", dimensions: dimensions.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
