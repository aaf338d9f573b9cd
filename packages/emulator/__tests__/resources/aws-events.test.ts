import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { completeValue } from "../../src/protocol/schema";
import type { ObjectValue } from "../../src/protocol/value";
import { awsSesv2ConfigurationSet } from "../../src/resources/aws/sesv2-configuration-set";
import { awsSesv2ConfigurationSetEventDestination } from "../../src/resources/aws/sesv2-configuration-set-event-destination";
import { awsSnsTopic, awsSnsTopicPolicy, awsSnsTopicSubscription } from "../../src/resources/aws/sns";
import type { Context, ResourceType } from "../../src/resources/resource-type";
import { createIdentity, putConfigurationSet } from "../../src/services/aws/ses-identities";
import { deleteSet, getSet } from "../../src/services/aws/ses-sets";
import { confirmSubscriptions } from "../../src/services/aws/sns";
import { World } from "../../src/world/world";

let folder: string;
let world: World;
let context: Context;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "events-"));
  world = World.open(folder);
  context = { world, provider: { region: "eu-west-1" } };
});
afterEach(() => {
  world.close();
  rmSync(folder, { recursive: true });
});

const KEY = { account: "000000000000", region: "eu-west-1" };

/** The plan for a configuration, with the proposal that core makes: prior values where the provider may decide. */
function planned(type: ResourceType, config: ObjectValue, prior: ObjectValue | null) {
  const { block } = type.schema;
  const full = completeValue(block, config);
  const kept = Object.entries(block.attributes).map(
    ([name, { computed }]) => [name, full[name] ?? (computed ? (prior?.[name] ?? null) : null)] as const,
  );
  // Within a block too, core proposes the prior value where the provider may decide.
  const [reputation] = (full.reputation_options ?? []) as readonly ObjectValue[];
  const [before] = (prior?.reputation_options ?? []) as readonly ObjectValue[];
  const enabled = reputation?.reputation_metrics_enabled ?? null;
  const blocks: ObjectValue =
    reputation && before
      ? { reputation_options: [{ ...before, reputation_metrics_enabled: enabled } as ObjectValue] }
      : {};
  const proposed = completeValue(block, { ...full, ...Object.fromEntries(kept), ...blocks });
  return type.plan(context, { schema: type.schema, prior, proposed, config: full });
}

const create = (type: ResourceType, config: ObjectValue): ObjectValue =>
  completeValue(type.schema.block, type.create(context, planned(type, config, null).planned));
const update = (type: ResourceType, config: ObjectValue, prior: ObjectValue): ObjectValue =>
  completeValue(type.schema.block, type.update(context, prior, planned(type, config, prior).planned));
const read = (type: ResourceType, state: ObjectValue) => {
  const { state: found } = type.read(context, state);
  return found === null ? null : completeValue(type.schema.block, found);
};
const refusal = (act: () => unknown): string => {
  try {
    act();
    return "nothing is refused";
  } catch (caught) {
    return (caught as Error).message;
  }
};

const SET: ObjectValue = {
  configuration_set_name: "mail",
  delivery_options: [{ tls_policy: "REQUIRE" }],
  reputation_options: [{ reputation_metrics_enabled: true }],
  sending_options: [{ sending_enabled: true }],
  suppression_options: [{ suppressed_reasons: ["BOUNCE"] }],
  tags: { team: "mail" },
};
const topicConfig: ObjectValue = { name: "mail-feedback" };
const policyText = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ses.amazonaws.com" }, Action: "sns:Publish", Resource: "*" }],
});
const events = (target: ObjectValue, settings: ObjectValue = {}): ObjectValue => ({
  configuration_set_name: "mail",
  event_destination_name: "feedback",
  event_destination: [{ enabled: true, matching_event_types: ["BOUNCE"], ...target, ...settings }],
});

test("what was made is what is read, needs no change, and changes in place", () => {
  const topic = create(awsSnsTopic, topicConfig);
  const arn = String(topic.arn);
  const made: readonly (readonly [ResourceType, ObjectValue, ObjectValue])[] = [
    [awsSnsTopicPolicy, { arn, policy: policyText }, { arn, policy: policyText.replace("*", arn) }],
    [awsSesv2ConfigurationSet, SET, { ...SET, suppression_options: [{ suppressed_reasons: [] }], tags: null }],
    [
      awsSesv2ConfigurationSetEventDestination,
      events({ sns_destination: [{ topic_arn: arn }] }),
      events({ sns_destination: [{ topic_arn: arn }] }, { enabled: false }),
    ],
    [
      awsSnsTopicSubscription,
      { topic_arn: arn, protocol: "email", endpoint: "ops@example.com" },
      { topic_arn: arn, protocol: "email", endpoint: "ops@example.com", raw_message_delivery: true },
    ],
  ];
  for (const [type, config, changed] of made) {
    const state = create(type, config);
    expect(read(type, state)).toEqual(state);
    expect(planned(type, config, state)).toEqual({ planned: state, requiresReplace: [] });
    const next = update(type, changed, state);
    expect([type.name, planned(type, changed, state).requiresReplace]).toEqual([type.name, []]);
    expect(read(type, next)).toEqual(next);
    expect(planned(type, changed, next)).toEqual({ planned: next, requiresReplace: [] });
  }
});

test("a set's name, an event destination's and a subscriber's endpoint are for good", () => {
  const set = create(awsSesv2ConfigurationSet, SET);
  const other = planned(awsSesv2ConfigurationSet, { ...SET, configuration_set_name: "other" }, set);
  expect(other.requiresReplace).toEqual([["configuration_set_name"]]);
  const topic = create(awsSnsTopic, topicConfig);
  const config = { topic_arn: String(topic.arn), protocol: "email", endpoint: "ops@example.com" };
  const subscriber = create(awsSnsTopicSubscription, config);
  const moved = planned(awsSnsTopicSubscription, { ...config, endpoint: "dev@example.com" }, subscriber);
  expect(moved.requiresReplace).toEqual([["endpoint"]]);
});

test("SES refuses a topic to which it may not publish, another bus than the default one, and a second destination of the name", () => {
  create(awsSesv2ConfigurationSet, SET);
  const topic = create(awsSnsTopic, topicConfig);
  const toTopic = events({ sns_destination: [{ topic_arn: String(topic.arn) }] });
  expect(refusal(() => create(awsSesv2ConfigurationSetEventDestination, toTopic))).toBe(
    "Could not publish to SNS topic <arn:aws:sns:eu-west-1:000000000000:mail-feedback>.",
  );
  const bus = (name: string) =>
    events({
      event_bridge_destination: [{ event_bus_arn: `arn:aws:events:eu-west-1:000000000000:event-bus/${name}` }],
    });
  expect(refusal(() => create(awsSesv2ConfigurationSetEventDestination, bus("orders")))).toBe(
    "Only the default event bus is supported.",
  );
  create(awsSesv2ConfigurationSetEventDestination, bus("default"));
  expect(refusal(() => create(awsSesv2ConfigurationSetEventDestination, bus("default")))).toMatch(/already exists/);
});

test("exactly one kind of destination, and only known types, pass the provider's own checks", () => {
  const summaries = (config: ObjectValue) =>
    awsSesv2ConfigurationSetEventDestination
      .validate?.(completeValue(awsSesv2ConfigurationSetEventDestination.schema.block, config))
      .map(({ summary }) => summary);
  const sns = { sns_destination: [{ topic_arn: "arn:aws:sns:eu-west-1:111122223333:mail" }] };
  const bus = {
    event_bridge_destination: [{ event_bus_arn: "arn:aws:events:eu-west-1:111122223333:event-bus/default" }],
  };
  expect(summaries(events(sns))).toEqual([]);
  // The provider says it of each of the five kinds.
  for (const wrong of [{}, { ...sns, ...bus }])
    expect(summaries(events(wrong))).toEqual(Array.from({ length: 5 }, () => "Invalid combination of arguments"));
  expect(summaries(events(sns, { matching_event_types: ["BOUNCED"] }))).toEqual([
    expect.stringMatching(/^expected matching_event_types to be one of .*, got BOUNCED$/),
  ]);
});

test("a tracking domain has to be verified first", () => {
  const tracked = {
    ...SET,
    tracking_options: [{ custom_redirect_domain: "click.example.com", https_policy: "OPTIONAL" }],
  };
  const message = "Custom redirect domain <click.example.com> is not verified.";
  expect(refusal(() => create(awsSesv2ConfigurationSet, tracked))).toBe(message);
  createIdentity(world, { ...KEY, name: "example.com", configurationSetName: null, tags: {}, dkim: {} });
  expect(refusal(() => create(awsSesv2ConfigurationSet, tracked))).toBe(message);
  world.commit(
    world.identities.put("000000000000/eu-west-1/example.com", {
      ...world.identities.get("000000000000/eu-west-1/example.com")!,
      verification: "SUCCESS",
    }),
  );
  expect(create(awsSesv2ConfigurationSet, tracked).tracking_options).toEqual(tracked.tracking_options);
});

test("an identity cannot use a deleted set; an unknown set is assumed to exist", () => {
  createIdentity(world, { ...KEY, name: "example.com", configurationSetName: "theirs", tags: {}, dkim: {} });
  expect(getSet(world, { ...KEY, name: "theirs" }).options.SendingOptions).toEqual({ SendingEnabled: true });
  const set = create(awsSesv2ConfigurationSet, SET);
  deleteSet(world, { ...KEY, name: "mail" });
  expect(read(awsSesv2ConfigurationSet, set)).toBeNull();
  expect(refusal(() => putConfigurationSet(world, { ...KEY, name: "example.com" }, "mail"))).toBe(
    "Configuration set <mail> does not exist.",
  );
  create(awsSesv2ConfigurationSet, SET);
  putConfigurationSet(world, { ...KEY, name: "example.com" }, "mail");
  expect(world.identities.values()[0]?.configurationSetName).toBe("mail");
});

test("a pending subscription cannot be taken off: it goes with its topic; a confirmed one can", () => {
  const topic = create(awsSnsTopic, topicConfig);
  const config = (endpoint: string) => ({ topic_arn: String(topic.arn), protocol: "https", endpoint });
  const [first, second] = ["https://a.example/ses", "https://b.example/ses"].map((one) =>
    create(awsSnsTopicSubscription, config(one)),
  );
  expect(first!.pending_confirmation).toBe(true);
  expect(read(awsSnsTopicSubscription, first!)!.pending_confirmation).toBe(true);
  expect(world.calls.keys()).not.toContain("sns:ListSubscriptionsByTopic");
  expect(confirmSubscriptions(world, "https://a.example/ses")).toHaveLength(1);
  const confirmed = read(awsSnsTopicSubscription, first!)!;
  expect(confirmed.pending_confirmation).toBe(false);
  expect(world.calls.keys()).not.toContain("sns:ListSubscriptionsByTopic");
  // Only of one that the state knows as confirmed the provider asks the topic.
  read(awsSnsTopicSubscription, confirmed);
  expect(world.calls.keys()).toContain("sns:ListSubscriptionsByTopic");
  for (const one of [first!, second!]) awsSnsTopicSubscription.delete(context, one);
  expect(world.subscriptions.values().map(({ endpoint }) => endpoint)).toEqual(["https://b.example/ses"]);
  awsSnsTopic.delete(context, topic);
  expect(world.subscriptions.values()).toEqual([]);
  expect(read(awsSnsTopicSubscription, second!)).toBeNull();
});

test("a topic's policy is a document with statements, and the default one comes back", () => {
  const topic = create(awsSnsTopic, topicConfig);
  const wrong = { arn: String(topic.arn), policy: "{}" };
  expect(refusal(() => create(awsSnsTopicPolicy, wrong))).toMatch(/^Invalid parameter: Policy/);
  const policy = create(awsSnsTopicPolicy, { arn: String(topic.arn), policy: policyText });
  // The provider sorts the keys.
  expect(JSON.parse(String(read(awsSnsTopic, topic)!.policy))).toEqual(JSON.parse(policyText));
  expect(String(read(awsSnsTopic, topic)!.policy)).toMatch(/^\{"Statement":\[\{"Action"/);
  awsSnsTopicPolicy.delete(context, policy);
  expect(read(awsSnsTopic, topic)!.policy).toMatch(/__default_policy_ID/);
});

test("the ids are those of the provider, with a region for what is imported", () => {
  create(awsSesv2ConfigurationSet, SET);
  const bus = {
    event_bridge_destination: [{ event_bus_arn: "arn:aws:events:eu-west-1:000000000000:event-bus/default" }],
  };
  const made = create(awsSesv2ConfigurationSetEventDestination, events(bus));
  expect(made.id).toBe("mail|feedback");
  const imported = awsSesv2ConfigurationSetEventDestination.importState(context, "mail|feedback@eu-west-1");
  const full = completeValue(awsSesv2ConfigurationSetEventDestination.schema.block, imported);
  expect(read(awsSesv2ConfigurationSetEventDestination, full)).toEqual(made);
  expect(refusal(() => awsSesv2ConfigurationSetEventDestination.read(context, { ...made, id: "mail" }))).toMatch(
    /unexpected format for ID \(mail\)/,
  );
});
