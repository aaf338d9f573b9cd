// The configuration set of an identity as the map that domains.yaml takes, where the map says all that SES has of it.
import { madeConfigurationSet } from "../../config/schema/configuration-set";
import { isSecret } from "../../config/secrets";
import { canonicalName } from "../../dns/canonical";
import { DIMENSION_SOURCES, EVENT_TYPES, HTTPS_POLICIES } from "../../dns/configuration-set";
import { trackingHost } from "../../dns/kinds/tracking";
import { isWithin, relativeName } from "../../dns/names";
import type { ConfigurationSetState, EventDestinationState } from "../../ses/set";
import { withoutAws } from "../matching/ses-match";
import { BEYOND_TERRAFORM } from "../matching/sets";
import type { LiveZones } from "../zone/live-zones";

type Tags = Readonly<Record<string, string>>;

interface SetPlace {
  readonly domain: string;
  readonly region: string;
  readonly zone: string;
  readonly zones: LiveZones;
}

/**
 * @param identityTags those of the entry, which the set has unless it says its own
 * @returns undefined where the first plan would change something of the set, or make a record
 */
export function setSetting(
  set: ConfigurationSetState,
  place: SetPlace,
  identityTags: Tags,
): Record<string, unknown> | undefined {
  const { name, sendingEnabled, suppressedReasons, tlsPolicy, reputationMetrics, tracking, destinations } = set;
  const isAllKnown = Object.keys(set.others ?? {}).every((option) => BEYOND_TERRAFORM.includes(option));
  const told = suppressedReasons !== undefined && tlsPolicy !== undefined && reputationMetrics !== undefined;
  const tags = withoutAws(set.tags ?? {});
  const links = tracking && trackingSetting(tracking, place);
  if (!isAllKnown || !told || (tracking !== undefined && links === undefined) || Object.values(tags).some(isSecret))
    return undefined;
  const events = destinations.map((one) => [one.name, event(one, place.region)] as const);
  const setting = {
    name,
    reputationMetrics: reputationMetrics || undefined,
    sending: sendingEnabled ? undefined : false,
    suppression: suppressedReasons.length === 2 ? undefined : suppressedReasons.map((one) => one.toLowerCase()),
    tls: tlsPolicy === "OPTIONAL" ? undefined : tlsPolicy.toLowerCase(),
    tracking: links,
    tags: isSame(tags, identityTags) ? undefined : tags,
    events: events.length === 0 ? undefined : Object.fromEntries(events),
  };
  return madeConfigurationSet.safeParse(setting).success ? setting : undefined;
}

/** Undefined unless the CNAME is there that the stack makes. With other policies something of somebody else stands in front. */
function trackingSetting(
  { domain: name, httpsPolicy }: NonNullable<ConfigurationSetState["tracking"]>,
  { domain, region, zone, zones }: SetPlace,
): unknown {
  const https = keyOf(HTTPS_POLICIES, httpsPolicy);
  const cname = zones.at(zone, name).find(({ type }) => type === "CNAME");
  if (https !== "optional" || cname === undefined || !isWithin(name, domain)) return undefined;
  if (canonicalName(cname.content) !== trackingHost(region) || cname.proxied) return undefined;
  const label = relativeName(name, domain);
  return label.includes(".") ? name : label;
}

/** Undefined, which the schema does not take, for a target that cannot be said. A topic is named, and not managed. */
function event({ types, enabled, target }: EventDestinationState, region: string): object | undefined {
  const to = target && targetSetting(target, region);
  if (to === undefined) return undefined;
  return { types: types.map((type) => keyOf(EVENT_TYPES, type)), enabled: enabled ? undefined : false, ...to };
}

function targetSetting(target: NonNullable<EventDestinationState["target"]>, region: string): object | undefined {
  if (target.kind === "sns") return { sns: target.topicArn };
  if (target.kind === "event-bridge") {
    const [, , , of, , bus] = target.busArn.split(":");
    return of === region && bus === "event-bus/default" ? { eventBridge: true } : undefined;
  }
  if (target.kind === "firehose") return { firehose: { stream: target.stream, role: target.role } };
  if (target.kind === "other") return undefined;
  const dimensions = target.dimensions.map(
    ({ name, source, otherwise }) => [name, { from: keyOf(DIMENSION_SOURCES, source), otherwise }] as const,
  );
  return { cloudWatch: Object.fromEntries(dimensions) };
}

function keyOf(table: Readonly<Record<string, string>>, value: string): string | undefined {
  return Object.keys(table).find((key) => table[key] === value);
}

function isSame(one: Tags, other: Tags): boolean {
  const keys = Object.keys({ ...one, ...other });
  return keys.every((key) => one[key] === other[key]);
}
