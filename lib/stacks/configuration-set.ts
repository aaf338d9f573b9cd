// An SES configuration set with its event destinations and the SNS topics that the stack makes for them. A set belongs to an account and
// a region, so the domains of a stack share it by its name.
import { Sesv2ConfigurationSet } from "@cdktf/provider-aws/lib/sesv2-configuration-set";
import {
  Sesv2ConfigurationSetEventDestination,
  type Sesv2ConfigurationSetEventDestinationEventDestination,
} from "@cdktf/provider-aws/lib/sesv2-configuration-set-event-destination";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Fn, type ITerraformDependable, type TerraformProvider, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import {
  type ConfigurationSet,
  DIMENSION_SOURCES,
  EVENT_TYPES,
  type EventDestination,
  type EventTarget,
  HTTPS_POLICIES,
  protocolOf,
  publishPolicy,
  type SetPlace,
  setResourceName,
  type Topic,
} from "../dns/configuration-set";
import { joinedName } from "../dns/resource-name";
import { claimAddress, isInTree } from "./claimed-addresses";
import { escapeTemplates, escapeTokens, mapStrings, unescapeOnSynth } from "./escape";

export interface SesConfigurationSetProps {
  readonly set: ConfigurationSet;
  /** The AWS region, such as `eu-west-1`; text, no token. */
  readonly region: string;
  /** The provider of the AWS account. @default - the stack's provider without an alias */
  readonly provider?: TerraformProvider | undefined;
}

/** A configuration set, its event destinations, and the topics that they publish to. */
export class SesConfigurationSet extends Construct {
  /** The configuration set, for overrides and for attributes that have no property here. */
  readonly set: Sesv2ConfigurationSet;
  /** The topics that are made, by the name of their event destination. */
  readonly topics: Readonly<Record<string, SnsTopic>>;
  readonly #place: SetPlace;
  readonly #provider: TerraformProvider | undefined;

  constructor(scope: Construct, id: string, { set, region, provider }: SesConfigurationSetProps) {
    super(scope, id);
    unescapeOnSynth(this);
    this.#place = placeOf(set.name, region, provider);
    this.#provider = provider;
    claimAddress(this, `aws_sesv2_configuration_set.${setResourceName(this.#place)}`, `the set "${set.name}"`);
    const { suppression, tls, tracking } = set;
    // All options are written, also where they have SES's default: a block that is taken out later would not reset what it had set.
    this.set = this.named(
      new Sesv2ConfigurationSet(this, "set", {
        ...this.common(),
        configurationSetName: escapeTemplates(set.name),
        deliveryOptions: { tlsPolicy: tls === "require" ? "REQUIRE" : "OPTIONAL" },
        reputationOptions: { reputationMetricsEnabled: set.reputationMetrics },
        sendingOptions: { sendingEnabled: set.sending },
        suppressionOptions: { suppressedReasons: suppression.map((reason) => reason.toUpperCase()) },
        trackingOptions: tracking && {
          customRedirectDomain: escapeTemplates(tracking.domain),
          httpsPolicy: HTTPS_POLICIES[tracking.https],
        },
        tags: tagsOf(set),
      }),
    );
    const topics: Record<string, SnsTopic> = {};
    for (const destination of set.events) this.addDestination(set, destination, topics);
    this.topics = topics;
  }

  private addDestination(set: ConfigurationSet, destination: EventDestination, topics: Record<string, SnsTopic>): void {
    const { name, types, enabled, target } = destination;
    const made = target.kind === "topic" ? this.addTopic(set, name, target.topic) : undefined;
    if (made !== undefined) topics[name] = made.topic;
    this.named(
      new Sesv2ConfigurationSetEventDestination(this, escapeTokens(`events-${name}`), {
        ...this.common(),
        configurationSetName: this.set.configurationSetName,
        eventDestinationName: escapeTemplates(name),
        eventDestination: {
          enabled,
          matchingEventTypes: types.map((type) => EVENT_TYPES[type]),
          ...this.destinationOf(target, made?.topic),
        },
        // SES only takes a topic to which it may publish.
        dependsOn: made && [made.policy],
      }),
      name,
    );
  }

  private destinationOf(
    target: EventTarget,
    topic: SnsTopic | undefined,
  ): Partial<Sesv2ConfigurationSetEventDestinationEventDestination> {
    switch (target.kind) {
      case "topic":
        return { snsDestination: { topicArn: topic?.arn ?? "" } };
      case "topic-arn":
        return { snsDestination: { topicArn: escapeTemplates(target.arn) } };
      case "firehose":
        return {
          kinesisFirehoseDestination: {
            deliveryStreamArn: escapeTemplates(target.stream),
            iamRoleArn: escapeTemplates(target.role),
          },
        };
      case "cloud-watch":
        return {
          cloudWatchDestination: {
            dimensionConfiguration: target.dimensions.map(({ name, from, otherwise }) => ({
              dimensionName: escapeTemplates(name),
              dimensionValueSource: DIMENSION_SOURCES[from],
              defaultDimensionValue: escapeTemplates(otherwise),
            })),
          },
        };
      case "event-bridge":
        return { eventBridgeDestination: { eventBusArn: this.defaultBus() } };
    }
  }

  private addTopic(set: ConfigurationSet, event: string, { name, subscribers }: Topic) {
    const topic = this.named(
      new SnsTopic(this, escapeTokens(`topic-${event}`), {
        ...this.common(),
        name: escapeTemplates(name),
        tags: tagsOf(set),
      }),
      event,
    );
    const policy = this.named(
      new SnsTopicPolicy(this, escapeTokens(`policy-${event}`), {
        ...this.common(),
        arn: topic.arn,
        policy: this.publishPolicy(topic),
      }),
      event,
    );
    for (const endpoint of subscribers) {
      this.named(
        new SnsTopicSubscription(this, escapeTokens(`subscriber-${joinedName(event, endpoint)}`), {
          ...this.common(),
          topicArn: topic.arn,
          protocol: protocolOf(endpoint),
          endpoint: escapeTemplates(endpoint),
        }),
        event,
        endpoint,
      );
    }
    return { topic, policy };
  }

  private publishPolicy({ arn }: SnsTopic): string {
    const account = Token.asString(Fn.element(Fn.split(":", this.set.arn), 4));
    return Token.asString(Fn.jsonencode(publishPolicy({ topic: arn, set: this.set.arn, account })));
  }

  /** SES takes no other bus. Its ARN has the partition, region and account of the set's. */
  private defaultBus(): string {
    const bus = Fn.replace(this.set.arn, "/:configuration-set.*/", ":event-bus/default");
    return Token.asString(Fn.replace(bus, ":ses:", ":events:"));
  }

  private common() {
    return { provider: this.#provider, region: escapeTemplates(this.#place.region) };
  }

  private named<T extends ITerraformDependable & { overrideLogicalId(id: string): void }>(
    resource: T,
    ...parts: readonly string[]
  ): T {
    resource.overrideLogicalId(escapeTokens(setResourceName(this.#place, ...parts)));
    return resource;
  }
}

const made = new WeakMap<
  TerraformStack,
  Map<string, { readonly construct: SesConfigurationSet; readonly props: string }>
>();

/**
 * The set in the stack of `scope`; it is made where it is asked for first.
 * @throws Error if the stack has one of the name with other settings
 */
export function configurationSetIn(scope: Construct, props: SesConfigurationSetProps): SesConfigurationSet {
  const stack = TerraformStack.of(scope);
  const known = made.get(stack) ?? new Map();
  made.set(stack, known);
  const key = setResourceName(placeOf(props.set.name, props.region, props.provider));
  const settings = JSON.stringify(props.set);
  const before = known.get(key);
  if (before !== undefined && isInTree(before.construct)) {
    if (before.props === settings) return before.construct;
    const fix = "give both the same settings, or one of them another name";
    throw new Error(
      `"${scope.node.path}" makes the configuration set "${props.set.name}", and "${before.construct.node.path}" makes it with other settings: ${fix}`,
    );
  }
  const construct = new SesConfigurationSet(scope, escapeTokens(`configuration-set-${key}`), props);
  known.set(key, { construct, props: settings });
  return construct;
}

function placeOf(set: string, region: string, provider: TerraformProvider | undefined): SetPlace {
  return { set, region, alias: provider?.alias };
}

function tagsOf({ tags }: ConfigurationSet): Record<string, string> | undefined {
  return Object.keys(tags).length === 0 ? undefined : mapStrings(tags, escapeTemplates);
}
