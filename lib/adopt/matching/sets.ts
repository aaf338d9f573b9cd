// Matches a configuration set, its event destinations, topics and subscribers with what SES and SNS have. The stack writes each setting,
// so each that differs is a change of the next plan.
import {
  type ConfigurationSet,
  EVENT_TYPES,
  type EventDestination,
  protocolOf,
  publishPolicy,
} from "../../dns/configuration-set";
import type { Domain } from "../../dns/domain";
import {
  eventsFingerprint,
  setFingerprint,
  subscriptionFingerprint,
  topicFingerprint,
  topicPolicyFingerprint,
} from "../../dns/fingerprint";
import { isSamePolicy } from "../../dns/policy-text";
import { partitionOf } from "../../dns/regions";
import { eventsId, SET_ID, subscriberId, topicId, topicPolicyId } from "../../dns/ses-resources";
import type { ConfigurationSetState, EventDestinationState, SubscriptionState, TopicState } from "../../ses/set";
import { seenTarget, settingPairs, wantedTarget } from "../../ses/set-differences";
import type { Managed, Match } from "./match";
import { changesOf, SesMatches, shortText, tagChanges } from "./ses-match";

/** What AWS has of a set that an entry makes. */
export interface SeenSet {
  /** The number of the account, twelve digits. */
  readonly account: string;
  readonly set: ConfigurationSetState | null;
  /** The topics of the file, by their event destinations. */
  readonly topics: ReadonlyMap<string, TopicState | null>;
}

/** Options of a set that the provider does not know: Terraform leaves them as they are. */
export const BEYOND_TERRAFORM: readonly string[] = ["archive", "other suppression options"];

/** Provider 6.25.0 keeps these of a subscription in the state only, so an import finds neither. */
const OWN_SETTINGS =
  "the plan shows a change of confirmation_timeout_in_minutes and endpoint_auto_confirms, which are in Terraform's state only";

export function matchSet(
  domain: Domain & Pick<Required<Domain>, "madeSet">,
  { account, set: seen, topics }: SeenSet,
  managed: Managed = new Set(),
): Match[] {
  const { madeSet: wanted, region } = domain;
  const matches = new SesMatches(domain, managed);
  return [
    setMatch(matches, wanted, region, seen),
    ...wanted.events.flatMap((event) => [
      eventsMatch(matches, { set: wanted.name, event, region, account }, seen),
      ...topicMatches(matches, wanted, event, { region, account }, topics.get(event.name) ?? null),
    ]),
  ];
}

function setMatch(
  matches: SesMatches,
  wanted: ConfigurationSet,
  region: string,
  seen: ConfigurationSetState | null,
): Match {
  const subject = `configuration set ${wanted.name} in ${region}`;
  if (seen === null) return matches.absent(SET_ID, subject);
  const { name, sendingEnabled, suppressedReasons, tlsPolicy, reputationMetrics, tracking } = seen;
  const { tags = {}, others = {} } = seen;
  const changes = [
    ...changesOf(settingPairs(wanted, seen)),
    ...changesOf(Object.entries(others).flatMap(([key, value]) => (isBeyond(key) ? [] : [[key, value, ""]]))),
    ...tagChanges(tags, wanted.tags),
  ];
  const known = new Set(wanted.events.map((event) => event.name));
  const strangers = seen.destinations.filter((one) => !known.has(one.name)).map((one) => one.name);
  const kept = Object.keys(others).filter(isBeyond);
  const notes = [
    ...(suppressedReasons === undefined ? ["until now the account decides about its suppression list"] : []),
    ...(strangers.length > 0
      ? [`its event destinations ${strangers.sort().join(", ")} are not in domains.yaml: they stay and are not managed`]
      : []),
    ...(kept.length > 0 ? [`domains.yaml and Terraform do not have its ${kept.join(", ")}: it stays as it is`] : []),
  ];
  const fingerprint = setFingerprint({
    name,
    tlsPolicy,
    reputationMetrics,
    sending: sendingEnabled,
    suppression: suppressedReasons,
    tags,
    tracking: tracking && { domain: tracking.domain, https: tracking.httpsPolicy },
  });
  return matches.found(SET_ID, subject, { importId: `${name}@${region}`, fingerprint, changes, notes });
}

interface EventsPlace {
  readonly set: string;
  readonly event: EventDestination;
  readonly region: string;
  readonly account: string;
}

function eventsMatch(matches: SesMatches, place: EventsPlace, seen: ConfigurationSetState | null): Match {
  const { set, event, region, account } = place;
  const [id, subject] = [eventsId(event.name), `events ${event.name} of the set ${set}`];
  const found = seen?.destinations.find(({ name }) => name === event.name);
  if (found === undefined) return matches.absent(id, subject);
  const types = event.types.map((type) => EVENT_TYPES[type]);
  const target = seenTarget(found.target);
  const changes = changesOf([
    ["types", listed(found.types), listed(types)],
    ["enabled", String(found.enabled), String(event.enabled)],
    ["target", target, wantedTarget(event, region, account)],
  ]);
  const fingerprint = eventsFingerprint({ ...found, set, target });
  return matches.found(id, subject, { importId: `${set}|${event.name}@${region}`, fingerprint, changes });
}

function topicMatches(
  matches: SesMatches,
  set: ConfigurationSet,
  { name: event, target }: EventDestination,
  { region, account }: Pick<EventsPlace, "region" | "account">,
  seen: TopicState | null,
): Match[] {
  if (target.kind !== "topic") return [];
  const { name, subscribers } = target.topic;
  const about = { topic: `topic ${name} in ${region}`, policy: `policy of the topic ${name}` };
  const absent = (endpoint: string, notes: readonly string[] = []) =>
    matches.absent(subscriberId(event, endpoint), `subscriber ${endpoint} of ${name}`, notes);
  if (seen === null)
    return [
      matches.absent(topicId(event), about.topic),
      matches.absent(topicPolicyId(event), about.policy),
      ...subscribers.map((endpoint) => absent(endpoint)),
    ];
  const { arn, tags, others, policy, subscriptions } = seen;
  const wanted = JSON.stringify(publishPolicy({ topic: arn, set: setArn(set.name, region, account), account }));
  const policyChanges = isSamePolicy(policy, wanted)
    ? []
    : changesOf([["policy", shortText(policy), "only SES may publish, for this set"]]);
  const strangers = subscriptions.filter(
    ({ endpoint, protocol }) => !subscribers.includes(endpoint) || protocol !== protocolOf(endpoint),
  );
  return [
    matches.found(topicId(event), about.topic, {
      importId: arn,
      fingerprint: topicFingerprint({ arn, displayName: others.DisplayName, key: others.KmsMasterKeyId, tags }),
      changes: [
        ...changesOf(Object.entries(others).map(([key, value]) => [key, shortText(value), ""])),
        ...tagChanges(tags, set.tags),
      ],
      notes: [
        ...(Object.keys(others).length > 0 ? [`to keep what it has, write its ARN instead: sns: ${arn}`] : []),
        ...(strangers.length > 0 ? [strangersNote(strangers)] : []),
      ],
    }),
    matches.found(topicPolicyId(event), about.policy, {
      importId: arn,
      fingerprint: topicPolicyFingerprint({ arn, policy }),
      changes: policyChanges,
      notes: policyChanges.length > 0 ? [`whom else it lets in is shut out; to keep it write sns: ${arn}`] : [],
    }),
    ...subscribers.map((endpoint): Match => {
      const found = subscriptions.find((one) => one.endpoint === endpoint && one.protocol === protocolOf(endpoint));
      if (found === undefined) return absent(endpoint);
      if (found.arn === null)
        return absent(endpoint, [
          "it has not confirmed, and SNS tells no id until it has: the plan subscribes it again, and SNS sends it another link",
        ]);
      const { protocol } = found;
      return matches.found(subscriberId(event, endpoint), `subscriber ${endpoint} of ${name}`, {
        importId: found.arn,
        fingerprint: subscriptionFingerprint({ topic: arn, protocol, endpoint, isRaw: isRaw(found) }),
        changes: changesOf(Object.entries(found.others).map(([key, value]) => [key, shortText(value), ""])),
        notes: [OWN_SETTINGS],
      });
    }),
  ];
}

export function isRaw({ others }: Pick<SubscriptionState, "others">): boolean {
  return others.RawMessageDelivery === "true";
}

/** At most so many are named. */
const NAMED = 3;

/** A URL may hold a token in its path, so only its host is shown. */
function strangersNote(strangers: readonly SubscriptionState[]): string {
  const shown = strangers.slice(0, NAMED).map(({ protocol, endpoint }) => {
    const host = /^https?:\/\/([^/?#@]+)/.exec(endpoint)?.[1];
    return `${protocol} ${host ?? endpoint}`;
  });
  const more = strangers.length > NAMED ? ` and ${strangers.length - NAMED} more` : "";
  return `its subscribers ${shown.join(", ")}${more} are not in domains.yaml: they stay and are not managed`;
}

export function setArn(name: string, region: string, account: string): string {
  return `arn:${partitionOf(region)}:ses:${region}:${account}:configuration-set/${name}`;
}

function isBeyond(option: string): boolean {
  return BEYOND_TERRAFORM.includes(option);
}

function listed(types: EventDestinationState["types"]): string {
  return [...types].sort().join(", ");
}
