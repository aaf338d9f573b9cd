// A configuration set and its topics as AWS has them, and what roles may send, as verify and adopt use them:
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetConfigurationSet.html

/** Where events go. `other`: a kind that domains.yaml does not have, such as Pinpoint. */
export type TargetState =
  | { readonly kind: "sns"; readonly topicArn: string }
  | { readonly kind: "event-bridge"; readonly busArn: string }
  | {
      readonly kind: "cloud-watch";
      readonly dimensions: readonly { readonly name: string; readonly source: string; readonly otherwise: string }[];
    }
  | { readonly kind: "firehose"; readonly stream: string; readonly role: string }
  | { readonly kind: "other"; readonly name: string };

/** Where a configuration set sends events (GetConfigurationSetEventDestinations). */
export interface EventDestinationState {
  readonly name: string;
  readonly enabled: boolean;
  /** SES's types, such as `BOUNCE`. */
  readonly types: readonly string[];
  /** @default - not told */
  readonly target?: TargetState;
}

/** A configuration set (GetConfigurationSet). What SES does not tell is undefined. */
export interface ConfigurationSetState {
  readonly name: string;
  readonly sendingEnabled: boolean;
  /** What puts an address on the suppression list, for mail with this set. @default - what the account says */
  readonly suppressedReasons?: readonly string[];
  /** `REQUIRE` or `OPTIONAL`. */
  readonly tlsPolicy?: string;
  readonly reputationMetrics?: boolean;
  readonly tracking?: { readonly domain: string; readonly httpsPolicy: string };
  readonly tags?: Readonly<Record<string, string>>;
  /** Options that are set and that domains.yaml does not have, with their values: `dedicated IP pool`. */
  readonly others?: Readonly<Record<string, string>>;
  readonly destinations: readonly EventDestinationState[];
}

/** A subscription of a topic. */
export interface SubscriptionState {
  /** Null until its endpoint has confirmed it: SNS does not tell it before. */
  readonly arn: string | null;
  readonly protocol: string;
  readonly endpoint: string;
  /** Attributes that are not as Subscribe leaves them, by SNS's names. Read of https and e-mail only. */
  readonly others: Readonly<Record<string, string>>;
}

/** A topic (GetTopicAttributes, ListTagsForResource, ListSubscriptionsByTopic, GetSubscriptionAttributes). */
export interface TopicState {
  readonly arn: string;
  /** JSON. */
  readonly policy: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Attributes that are not as CreateTopic leaves them, by SNS's names. The policy is not among them. */
  readonly others: Readonly<Record<string, string>>;
  readonly subscriptions: readonly SubscriptionState[];
}

/** A policy of a role (GetRolePolicy), or why there is none. `document` is JSON. */
export type RolePolicyState =
  | { readonly kind: "policy"; readonly document: string }
  | { readonly kind: "no-policy" }
  | { readonly kind: "no-role" };

/** The policies that a role has of its own (GetAccountAuthorizationDetails), by name, as JSON. */
export interface RolePolicies {
  /** The role's ARN. */
  readonly role: string;
  readonly policies: Readonly<Record<string, string>>;
}
