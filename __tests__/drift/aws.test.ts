// Configuration sets, their events and topics, and the policies of senders: what AWS has instead of what was applied.
import type { AwsThing } from "../../lib/drift/aws-drift";
import type { ConfigurationSetState, EventDestinationState, TargetState, TopicState } from "../../lib/ses/set";
import { driftOf, identityJson, type ResourceJson, told } from "./applied";

const AWS = 'provider["registry.terraform.io/hashicorp/aws"]';
const TOPIC_ARN = "arn:aws:sns:us-east-1:111122223333:mail-feedback";
const POLICY = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["b", "a"], Resource: "*" }] };
const SEND = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Send",
      Effect: "Allow",
      Action: ["ses:SendEmail", "ses:SendRawEmail"],
      Resource: ["arn:aws:ses:us-east-1:111122223333:identity/example.com"],
      Condition: { StringLike: { "ses:FromAddress": ["*@example.com"] } },
    },
  ],
});

const resource = (type: string, name: string, attributes: object): ResourceJson => ({
  mode: "managed",
  type: `aws_${type}`,
  name,
  provider: AWS,
  instances: [{ schema_version: 0, attributes: { region: "us-east-1", ...attributes } }],
});
const setJson = (more: object = {}) =>
  resource("sesv2_configuration_set", "mail__us-east-1", {
    arn: "arn:aws:ses:us-east-1:111122223333:configuration-set/mail",
    configuration_set_name: "mail",
    delivery_options: [{ max_delivery_seconds: 0, sending_pool_name: "", tls_policy: "OPTIONAL" }],
    reputation_options: [{ last_fresh_start: "", reputation_metrics_enabled: true }],
    sending_options: [{ sending_enabled: true }],
    suppression_options: [{ suppressed_reasons: ["BOUNCE", "COMPLAINT"] }],
    tracking_options: [],
    tags_all: { team: "mail" },
    ...more,
  });
const eventsJson = (target: object) =>
  resource("sesv2_configuration_set_event_destination", "mail__us-east-1__feedback", {
    configuration_set_name: "mail",
    event_destination_name: "feedback",
    event_destination: [{ enabled: true, matching_event_types: ["COMPLAINT", "BOUNCE"], ...target }],
  });
const SNS = { sns_destination: [{ topic_arn: TOPIC_ARN }], cloud_watch_destination: [] };
const topicJson = [
  resource("sns_topic", "mail__us-east-1__feedback", { arn: TOPIC_ARN, name: "mail-feedback", tags_all: {} }),
  resource("sns_topic_policy", "mail__us-east-1__feedback", { arn: TOPIC_ARN, policy: JSON.stringify(POLICY) }),
  resource("sns_topic_subscription", "mail__us-east-1__feedback__opsX40example_com", {
    arn: `${TOPIC_ARN}:0`,
    topic_arn: TOPIC_ARN,
    protocol: "email",
    endpoint: "ops@example.com",
  }),
];
const senderJson = resource("iam_role_policy", "example_com__sender-shop", { role: "shop", name: "p", policy: SEND });

const certificateJson = (type: "acm_certificate" | "acm_certificate_validation") =>
  resource(type, "example_com", {
    arn: "arn:aws:acm:us-east-1:111122223333:certificate/c",
    domain_name: "example.com",
    subject_alternative_names: ["example.com"],
    tags_all: { team: "mail" },
  });

const set = (more: Partial<ConfigurationSetState> = {}, feedback: Partial<EventDestinationState> = {}): AwsThing => ({
  kind: "set",
  found: {
    name: "mail",
    sendingEnabled: true,
    suppressedReasons: ["COMPLAINT", "BOUNCE"],
    tlsPolicy: "OPTIONAL",
    reputationMetrics: true,
    tags: { team: "mail", "aws:cloudformation:stack-name": "x" },
    destinations: [
      {
        name: "feedback",
        enabled: true,
        types: ["BOUNCE", "COMPLAINT"],
        target: { kind: "sns", topicArn: TOPIC_ARN },
        ...feedback,
      },
    ],
    ...more,
  },
});
const topic = (more: Partial<TopicState> = {}): AwsThing => ({
  kind: "topic",
  found: {
    arn: TOPIC_ARN,
    policy: JSON.stringify({
      Statement: { Resource: ["*"], Action: ["a", "b"], Effect: "Allow" },
      Version: "2012-10-17",
    }),
    tags: {},
    others: {},
    subscriptions: [{ arn: null, protocol: "email", endpoint: "ops@example.com", others: {} }],
    ...more,
  },
});
const sender = (document: string): AwsThing => ({ kind: "role-policy", found: { kind: "policy", document } });

const certificate = (tags?: Readonly<Record<string, string>>): AwsThing => ({ kind: "certificate", found: { tags } });

const RESOURCES = [
  identityJson(),
  setJson(),
  eventsJson(SNS),
  ...topicJson,
  senderJson,
  certificateJson("acm_certificate"),
  certificateJson("acm_certificate_validation"),
];
const found = (...others: AwsThing[]) => {
  const given = (kind: AwsThing["kind"], usual: AwsThing) => others.find((one) => one.kind === kind) ?? usual;
  const things = [
    given("set", set()),
    given("topic", topic()),
    given("role-policy", sender(SEND)),
    given("certificate", certificate()),
  ];
  return driftOf({ resources: RESOURCES, others: things });
};

test("in another order, with tags of AWS's own and an unconfirmed subscriber, nothing differs", () => {
  const drift = found();
  expect(told(drift)).toEqual([]);
  expect(drift.compared).toMatchObject({ identities: 1, sets: 1, senders: 1, certificates: 1 });
});

const SET = "aws_sesv2_configuration_set";
const EVENTS = `${SET}_event_destination`;
test.each<[string, AwsThing, string[]]>([
  ["sending is off", set({ sendingEnabled: false }), [`changed ${SET} danger set-sending-off set-changed`]],
  ["TLS is required", set({ tlsPolicy: "REQUIRE" }), [`changed ${SET} caution set-tls-required set-changed`]],
  ["metrics are off", set({ reputationMetrics: false }), [`changed ${SET} caution set-changed`]],
  ["nothing is suppressed", set({ suppressedReasons: undefined }), [`changed ${SET} caution set-changed`]],
  [
    "links are tracked",
    set({ tracking: { domain: "t.example.com", httpsPolicy: "OPTIONAL" } }),
    [`changed ${SET} caution set-changed`],
  ],
  ["tags differ", set({ tags: {} }), [`changed ${SET} safe set-tagged`]],
  ["SES does not tell all", set({ tlsPolicy: undefined, reputationMetrics: undefined, tags: undefined }), []],
  [
    "bounces are left out",
    set({}, { types: ["COMPLAINT"] }),
    [`changed ${EVENTS} danger events-stopped events-changed`],
  ],
  ["events are off", set({}, { enabled: false }), [`changed ${EVENTS} danger events-stopped events-changed`]],
  [
    "events go elsewhere",
    set({}, { target: { kind: "sns", topicArn: `${TOPIC_ARN}-2` } }),
    [`changed ${EVENTS} caution events-changed`],
  ],
  [
    "events go to what nobody can write here",
    set({}, { target: { kind: "other", name: "Pinpoint" } }),
    [`changed ${EVENTS} caution events-changed`],
  ],
  ["the destination is gone", set({ destinations: [] }), [`gone ${EVENTS} danger events-stopped events-changed`]],
  [
    "the set is gone",
    { kind: "set", found: null },
    [`gone ${SET} danger set-destroyed`, `gone ${EVENTS} danger events-stopped events-changed`],
  ],
  [
    "the topic is open",
    topic({ policy: JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "sns:Publish" } }) }),
    ["changed aws_sns_topic_policy danger topic-policy-open"],
  ],
  ["nobody subscribes", topic({ subscriptions: [] }), ["gone aws_sns_topic_subscription caution subscriber-removed"]],
  [
    "the topic is gone",
    { kind: "topic", found: null },
    [
      "gone aws_sns_topic danger events-stopped",
      "gone aws_sns_topic_policy safe topic-policy-ours",
      "gone aws_sns_topic_subscription caution subscriber-removed",
    ],
  ],
  [
    "the role may do more",
    sender(JSON.stringify({ ...JSON.parse(SEND), Statement: [{ Effect: "Allow", Action: "ses:*", Resource: "*" }] })),
    ["changed aws_iam_role_policy caution may-send"],
  ],
  ["the policy is no policy", sender("[]"), ["changed aws_iam_role_policy caution foreign-changed"]],
  ["the certificate has other tags", certificate({}), ["changed aws_acm_certificate safe certificate-tagged"]],
  [
    "the certificate is gone",
    { kind: "certificate", found: null },
    ["gone aws_acm_certificate caution certificate-ended"],
  ],
  ...(["no-policy", "no-role"] as const).map((kind): [string, AwsThing, string[]] => [
    kind,
    { kind: "role-policy", found: { kind } },
    ["gone aws_iam_role_policy danger sender-removed"],
  ]),
])("%s", (_, thing, expected) => {
  expect(told(found(thing)).sort()).toEqual([...expected].sort());
});

test.each<[object, TargetState, TargetState]>([
  [
    { kinesis_firehose_destination: [{ delivery_stream_arn: "s", iam_role_arn: "r" }] },
    { kind: "firehose", stream: "s", role: "r" },
    { kind: "firehose", stream: "s", role: "other" },
  ],
  [
    { event_bridge_destination: [{ event_bus_arn: "b" }] },
    { kind: "event-bridge", busArn: "b" },
    { kind: "event-bridge", busArn: "other" },
  ],
  [
    {
      cloud_watch_destination: [
        {
          dimension_configuration: [
            { dimension_name: "b", dimension_value_source: "MESSAGE_TAG", default_dimension_value: "0" },
            { dimension_name: "a", dimension_value_source: "MESSAGE_TAG", default_dimension_value: "0" },
          ],
        },
      ],
    },
    {
      kind: "cloud-watch",
      dimensions: ["a", "b"].map((name) => ({ name, source: "MESSAGE_TAG", otherwise: "0" })),
    },
    { kind: "cloud-watch", dimensions: [{ name: "a", source: "MESSAGE_TAG", otherwise: "0" }] },
  ],
])("a target of another kind is compared by its parts: %j", (block, same, other) => {
  const of = (target: TargetState) =>
    told(driftOf({ resources: [setJson(), eventsJson(block)], others: [set({}, { target })] }));
  expect(of(same)).toEqual([]);
  expect(of(other)).toEqual([`changed ${EVENTS} caution events-changed`]);
});
