// The plain values in the world's tables.

/** A record as Cloudflare's API returns it. */
export interface CloudflareRecord {
  readonly id: string;
  readonly zone_id: string;
  /** The full name, lower-case, without a trailing dot. */
  readonly name: string;
  readonly type: string;
  readonly content: string;
  readonly priority: number | null;
  readonly data: Readonly<Record<string, string | number>> | null;
  readonly proxied: boolean;
  readonly ttl: number;
  readonly comment: string | null;
  readonly tags: readonly string[];
  readonly settings: Readonly<Record<string, boolean>>;
  readonly created_on: string;
  readonly modified_on: string;
  readonly comment_modified_on: string | null;
  readonly tags_modified_on: string | null;
}

/** A zone whose name the emulator knows. Records may also be in zones that it does not know. */
export interface CloudflareZone {
  readonly id: string;
  readonly name: string;
  /** Whether the emulator made the id up. @default - it was told the id */
  readonly generated?: boolean;
}

/** A CloudFront distribution; all accounts see it. */
export interface CloudFrontDistribution {
  readonly id: string;
  readonly domainName: string;
}

/** A public certificate of ACM, validated by DNS. */
export interface AcmCertificate {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** In lower case, without the last dot; the first is the certificate's own. */
  readonly names: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** By the API's name, such as `RSA_2048`. */
  readonly keyAlgorithm: string;
  /** Milliseconds of the emulator's clock. */
  readonly requested: number;
  /** @default - it is not issued */
  readonly issued?: number;
  readonly idempotencyToken?: string;
  /** Whether it goes to the logs of certificate transparency. @default ENABLED */
  readonly logging?: CertificateLogging;
  /** ARNs of what uses it, such as distributions. @default - nothing */
  readonly inUseBy?: readonly string[];
}

export type CertificateLogging = "ENABLED" | "DISABLED";

/** The AWS account if nothing else is set. */
export const DEFAULT_ACCOUNT = "000000000000";

export type VerificationStatus = "PENDING" | "SUCCESS" | "FAILED" | "TEMPORARY_FAILURE" | "NOT_STARTED";

/** A search for DNS records: its status, and when it started (milliseconds of the emulator's clock). */
export interface Search {
  readonly status: VerificationStatus;
  readonly since: number;
}

/** An SES identity in one account and region. */
export interface SesIdentity {
  readonly account: string;
  readonly name: string;
  readonly region: string;
  readonly configurationSetName: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly verification: VerificationStatus;
  readonly dkim: Search & {
    /** `AWS_SES_<REGION>`: it uses the keys of the identity of the same name in that region. */
    readonly origin: "AWS_SES" | "EXTERNAL" | `AWS_SES_${string}`;
    /** @default true, except if DKIM was not started */
    readonly signingEnabled?: boolean;
    readonly tokens: readonly string[];
    readonly keyLength: string | null;
    readonly keyMade: number;
  };
  readonly mailFrom: (Search & { readonly domain: string }) | null;
  readonly behaviorOnMxFailure: string;
}

/** The options of a configuration set, by the API's names; an option that was never set is left out. */
export interface SesSetOptions {
  readonly DeliveryOptions?: {
    readonly TlsPolicy?: string;
    readonly SendingPoolName?: string;
    readonly MaxDeliverySeconds?: number;
  };
  readonly ReputationOptions: { readonly ReputationMetricsEnabled: boolean };
  readonly SendingOptions: { readonly SendingEnabled: boolean };
  readonly SuppressionOptions?: { readonly SuppressedReasons: readonly string[] };
  readonly TrackingOptions?: { readonly CustomRedirectDomain: string; readonly HttpsPolicy?: string };
}

/** Where a set's events go, by the API's names: exactly one of the destinations is there. */
export interface SesEventDestination {
  readonly Name: string;
  readonly Enabled: boolean;
  readonly MatchingEventTypes: readonly string[];
  readonly SnsDestination?: { readonly TopicArn: string };
  readonly EventBridgeDestination?: { readonly EventBusArn: string };
  readonly KinesisFirehoseDestination?: { readonly DeliveryStreamArn: string; readonly IamRoleArn: string };
  readonly CloudWatchDestination?: {
    readonly DimensionConfigurations: readonly {
      readonly DimensionName: string;
      readonly DimensionValueSource: string;
      readonly DefaultDimensionValue: string;
    }[];
  };
}

/** An SES configuration set in one account and region. */
export interface SesConfigurationSet {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly options: SesSetOptions;
  readonly tags: Readonly<Record<string, string>>;
  readonly destinations: readonly SesEventDestination[];
}

/** An SNS topic, with its attributes by the API's names as far as somebody set them. */
export interface SnsTopic {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface SnsSubscription {
  readonly arn: string;
  /** The topic's ARN. */
  readonly topic: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** Until whoever owns the endpoint confirms it, it gets nothing. */
  readonly isPending: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

/** SES's own state of an account in one region. */
export interface SesAccount {
  readonly account: string;
  readonly region: string;
  /** False if the account is in SES's sandbox. */
  readonly production: boolean;
  readonly sendingEnabled: boolean;
  readonly enforcement: "HEALTHY" | "PROBATION" | "SHUTDOWN";
  /** When each message of the last day was sent, by the emulator's clock. */
  readonly sent: readonly number[];
}

/**
 * The key pair that SES signs an identity's mail with. It is not secret: it signs only the emulator's own messages, its DNS records
 * are published nowhere else, and it stays in `.mailzone/`, which git ignores.
 */
export interface SesKeyPair {
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  /** As in the DNS record, after `p=`. */
  readonly publicKey: string;
}

/** What a role, policy or provider of IAM may have, and the emulator only keeps. */
export interface IamDetails {
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Of a role, in seconds. @default 3600 */
  readonly maxSessionDuration?: number;
  /** Of a role: the ARN of a policy. */
  readonly boundary?: string;
  /** Of a role: the documents of its own policies, by name. */
  readonly inline?: Readonly<Record<string, string>>;
  /** Of an OIDC provider. @default - AWS finds it itself */
  readonly thumbprints?: readonly string[];
  /** Of a policy: the number of its version. @default 1 */
  readonly version?: number;
  /** Of a policy: the documents of its other versions, by number. */
  readonly otherVersions?: Readonly<Record<number, string>>;
}

/** A role, a managed policy or an OIDC provider of IAM. */
export interface IamEntity {
  readonly account: string;
  readonly kind: "role" | "policy" | "oidc-provider";
  readonly arn: string;
  /** For an OIDC provider, its address without the scheme. */
  readonly name: string;
  readonly path: string;
  /** A policy, or a role's trust policy, as JSON. */
  readonly document: string;
  /** For an OIDC provider. */
  readonly audiences: readonly string[];
  /** AWS's own id for it. */
  readonly id: string;
  /** Milliseconds of the emulator's clock. */
  readonly made: number;
  /** The ARNs of a role's policies. */
  readonly attached: readonly string[];
  /** @default - none */
  readonly details?: IamDetails;
}

/** How many requests Cloudflare's HTTP API takes, and what it refused. */
export interface RateLimit {
  /** How many are allowed within the time; null if there is no limit. */
  readonly requests: number | null;
  /** In seconds: as long as requests count, and as long as everything is refused once there was one too many. */
  readonly seconds: number;
  /**
   * What happens to the wait. `real`: the client has to wait as long as the answer says. `jump`: the emulator's clock jumps over it, so
   * that the client can ask again at once; for programs that cannot be given another clock.
   */
  readonly wait: "real" | "jump";
  /** Milliseconds of the emulator's clock. @default - nothing is blocked */
  readonly blockedUntil?: number;
  /** How many requests were refused so far. */
  readonly refused: number;
  /** How far the clock jumped, in seconds. */
  readonly jumped: number;
}
