// Rules about configuration sets, their events and their topics: a plan for each.
import { change, plan, type Values } from "../plans";

type Case = readonly [text: string, ...others: string[]];

const PLACE = "mail__us-east-1";
const set = (options: Values = {}): Values => ({
  configuration_set_name: "mail",
  region: "us-east-1",
  tags: null,
  delivery_options: [{ tls_policy: "OPTIONAL" }],
  sending_options: [{ sending_enabled: true }],
  ...options,
});
const events = (settings: Values = {}): Values => ({
  configuration_set_name: "mail",
  event_destination_name: "feedback",
  region: "us-east-1",
  event_destination: [
    {
      enabled: true,
      matching_event_types: ["BOUNCE", "COMPLAINT", "SEND"],
      sns_destination: [{ topic_arn: "arn:aws:sns:us-east-1:111122223333:mail-feedback" }],
      ...settings,
    },
  ],
});
const TOPIC = { name: "mail-feedback", region: "us-east-1" };
const policy = (statement: Values = {}): Values => ({
  arn: "arn:aws:sns:us-east-1:111122223333:mail-feedback",
  region: "us-east-1",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "ses.amazonaws.com" },
        Action: "sns:Publish",
        Condition: { StringEquals: { "AWS:SourceAccount": "111122223333" } },
        ...statement,
      },
    ],
  }),
});
const SUBSCRIBER = {
  topic_arn: "arn:aws:sns:us-east-1:111122223333:mail-feedback",
  region: "us-east-1",
  protocol: "email",
  endpoint: "ops@example.com",
};

const of = (type: string, before: Values | null, after: Values | null, rest: Values = {}): Case => {
  const name = type === "sesv2_configuration_set" ? PLACE : `${PLACE}__feedback`;
  return [plan([change(`aws_${type}.${name}`, before, after, rest)])];
};
const ofSet = (before: Values | null, after: Values | null, rest: Values = {}) =>
  of("sesv2_configuration_set", before, after, rest);
const ofEvents = (before: Values | null, after: Values | null) =>
  of("sesv2_configuration_set_event_destination", before, after);

export const EVENT_CASES: Record<string, Case> = {
  "set-created": ofSet(null, set()),
  "set-destroyed": ofSet(set(), null),
  "set-sending-off": [...ofSet(set(), set({ sending_options: [{ sending_enabled: false }] })), "set-changed"],
  "set-tls-required": [...ofSet(set(), set({ delivery_options: [{ tls_policy: "REQUIRE" }] })), "set-changed"],
  "set-changed": ofSet(set(), set({ suppression_options: [{ suppressed_reasons: ["BOUNCE"] }] })),
  "set-tagged": ofSet(set(), set({ tags: { team: "mail" } })),
  "set-forgotten": ofSet(set(), null, { actions: ["forget"] }),
  "set-imported": ofSet(set(), set(), { importing: { id: "mail" } }),
  "events-stopped": [...ofEvents(events(), events({ enabled: false })), "events-changed"],
  "events-changed": ofEvents(events(), events({ matching_event_types: ["BOUNCE", "COMPLAINT"] })),
  "topic-policy-ours": of("sns_topic_policy", null, policy()),
  "topic-policy-open": of("sns_topic_policy", policy(), policy({ Principal: "*" })),
  "topic-policy-unknown": of(
    "sns_topic_policy",
    null,
    { region: "us-east-1" },
    { after_unknown: { arn: true, policy: true } },
  ),
  "subscriber-added": of("sns_topic_subscription", null, SUBSCRIBER),
  "subscriber-removed": of("sns_topic_subscription", SUBSCRIBER, null),
};

/** What else stops events, and what only looks like ours. */
export const EVENT_VERDICTS: readonly (readonly [what: string, text: string, verdict: string])[] = [
  ["a topic that goes", of("sns_topic", TOPIC, null)[0], "danger events-stopped"],
  ["a destination that goes", ofEvents(events(), null)[0], "danger events-changed events-stopped"],
  [
    "complaints that are listed no more",
    ofEvents(events(), events({ matching_event_types: ["BOUNCE", "SEND"] }))[0],
    "danger events-changed events-stopped",
  ],
  ["a set that is made again", ofSet(set(), set(), { actions: ["delete", "create"] })[0], "danger set-destroyed"],
  [
    "a policy that cannot be read",
    of("sns_topic_policy", null, { ...policy(), policy: "{" })[0],
    "danger topic-policy-open",
  ],
  [
    "a policy with a statement that says who not",
    of("sns_topic_policy", null, policy({ NotPrincipal: { AWS: "*" } }))[0],
    "danger topic-policy-open",
  ],
  ["a topic that is made open", of("sns_topic", null, { ...TOPIC, policy: "[]" })[0], "danger topic-policy-open"],
  [
    "somebody else's set",
    plan([change("aws_sesv2_configuration_set.main", set(), null)]),
    "danger ses-sending-stopped",
  ],
  [
    "a name of ours at another set",
    plan([change(`aws_sesv2_configuration_set.${PLACE}`, null, set({ configuration_set_name: "other" }))]),
    "caution ses-setting",
  ],
  ["somebody else's topic", plan([change("aws_sns_topic.orders", null, TOPIC)]), "caution foreign-changed"],
];
