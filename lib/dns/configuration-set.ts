// An SES configuration set that the stack makes, and where it sends events. A set belongs to an account and a region, not to a domain:
// entries that give the same name there share one.
// https://docs.aws.amazon.com/ses/latest/dg/using-configuration-sets.html
import { joinedName } from "./resource-name";

/** The event types of domains.yaml and the ones of SES: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_EventDestination.html */
export const EVENT_TYPES = {
  send: "SEND",
  reject: "REJECT",
  bounce: "BOUNCE",
  complaint: "COMPLAINT",
  delivery: "DELIVERY",
  open: "OPEN",
  click: "CLICK",
  "rendering-failure": "RENDERING_FAILURE",
  "delivery-delay": "DELIVERY_DELAY",
  subscription: "SUBSCRIPTION",
} as const;

export type EventType = keyof typeof EVENT_TYPES;

/** Where CloudWatch gets a dimension from: a tag of the message, a header, or a tag of a link. */
export type DimensionSource = "message-tag" | "email-header" | "link-tag";

/** A topic that the stack makes, with its subscribers. */
export interface Topic {
  /** At most 256 letters, digits, hyphens and underscores. */
  readonly name: string;
  /** `https://…` or an address, sorted. */
  readonly subscribers: readonly string[];
}

/** Where events go. SES takes exactly one kind for each destination. */
export type EventTarget =
  | { readonly kind: "topic"; readonly topic: Topic }
  | { readonly kind: "topic-arn"; readonly arn: string }
  | { readonly kind: "event-bridge" }
  | {
      readonly kind: "cloud-watch";
      readonly dimensions: readonly {
        readonly name: string;
        readonly from: DimensionSource;
        readonly otherwise: string;
      }[];
    }
  | { readonly kind: "firehose"; readonly stream: string; readonly role: string };

export interface EventDestination {
  /** Unique in its set: at most 64 letters, digits, hyphens and underscores. */
  readonly name: string;
  /** In the order of EVENT_TYPES. */
  readonly types: readonly EventType[];
  readonly enabled: boolean;
  readonly target: EventTarget;
}

export interface ConfigurationSet {
  /** At most 64 letters, digits, hyphens and underscores; unique in an account and region. */
  readonly name: string;
  readonly reputationMetrics: boolean;
  /** Whether SES sends mail that uses the set. */
  readonly sending: boolean;
  /** What puts an address on the suppression list; none turns the list off for this set. */
  readonly suppression: readonly ("bounce" | "complaint")[];
  readonly tls: "optional" | "require";
  /** The domain of links to open and click tracking. @default - SES's own */
  readonly tracking?: { readonly domain: string; readonly https: "optional" | "require" | "require-open-only" };
  readonly tags: Readonly<Record<string, string>>;
  /** Sorted by name. */
  readonly events: readonly EventDestination[];
}

/** The Terraform names of a set and what belongs to it: no two sets of a stack share one. A changed name recreates the resource. */
export interface SetPlace {
  readonly set: string;
  readonly region: string;
  /** The alias of the provider of its account. @default - the provider without an alias */
  readonly alias?: string | undefined;
}

/** `mail__eu-west-1`, `mail__eu-west-1__feedback` for its event destination, `…__feedback__ops%40example.com` for a subscriber. */
export function setResourceName({ set, region, alias }: SetPlace, ...parts: readonly string[]): string {
  return joinedName(set, region, ...(alias === undefined ? [] : [alias]), ...parts);
}

/** `https` or `email`, SNS's protocol for a subscriber. */
export function protocolOf(subscriber: string): "https" | "email" {
  return subscriber.startsWith("https://") ? "https" : "email";
}

/**
 * The policy of a topic that is made: SES alone may publish, for this set of this account. Without the conditions, anybody's SES could:
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-sns.html
 * @param names the ARNs of topic and set, and the account's number; each text or a token
 */
export function publishPolicy<T>({ topic, set, account }: { readonly topic: T; readonly set: T; readonly account: T }) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "SesPublishes",
        Effect: "Allow",
        Principal: { Service: "ses.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic,
        Condition: { StringEquals: { "AWS:SourceAccount": account, "AWS:SourceArn": set } },
      },
    ],
  };
}

/** A target in SES's words, as one text that is the same for the same target. */
export function eventTargetText(
  kind: "sns" | "event-bridge" | "firehose" | "cloud-watch" | "other",
  ...names: readonly string[]
): string {
  return [kind, ...names].join(" ");
}

/** SES's names of the sources of a dimension. */
export const DIMENSION_SOURCES: Readonly<Record<DimensionSource, string>> = {
  "message-tag": "MESSAGE_TAG",
  "email-header": "EMAIL_HEADER",
  "link-tag": "LINK_TAG",
};

/** SES's names of the policies for tracked links. */
export const HTTPS_POLICIES = {
  optional: "OPTIONAL",
  require: "REQUIRE",
  "require-open-only": "REQUIRE_OPEN_ONLY",
} as const;
