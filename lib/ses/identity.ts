// An identity (GetEmailIdentity) and an account (GetAccount) of SES, as verify and adopt use them:
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetEmailIdentity.html
import type { AwsAccount } from "../dns/domain";
import type { ConfigurationSetState, RolePolicies, RolePolicyState, TopicState } from "./set";

/** A status that SES adds later is passed on unchanged and does not count as success. */
export type SesStatus = "PENDING" | "SUCCESS" | "FAILED" | "TEMPORARY_FAILURE" | "NOT_STARTED";

/** An identity, by domain, region and account. */
export interface IdentityLocation {
  readonly domain: string;
  readonly region: string;
  readonly account: AwsAccount;
}

export interface Identity {
  readonly domain: string;
  readonly region: string;
  /** Whether it may send. */
  readonly verifiedForSending: boolean;
  /** Null if SES does not report it. */
  readonly verification: SesStatus | null;
  /** SES's reason for the last failure, such as `HOST_NOT_FOUND` (VerificationInfo.ErrorType). */
  readonly errorType: string | null;
  readonly dkim: {
    readonly status: SesStatus;
    readonly signingEnabled: boolean;
    readonly origin: "AWS_SES" | "EXTERNAL" | string;
    readonly tokens: readonly string[];
    readonly signingHostedZone: string | null;
    /** Milliseconds since 1970: when the current key was generated, not when SES started to look for it. */
    readonly keyMade: number | null;
    readonly currentKeyLength: "RSA_1024_BIT" | "RSA_2048_BIT" | string | null;
    readonly nextKeyLength: "RSA_1024_BIT" | "RSA_2048_BIT" | string | null;
  };
  readonly mailFrom: {
    readonly domain: string;
    readonly status: SesStatus;
    readonly behaviorOnMxFailure: "USE_DEFAULT_VALUE" | "REJECT_MESSAGE" | string;
  } | null;
  readonly configurationSet: string | null;
  /** Whether SES sends bounces and complaints as mail to the sender's address (FeedbackForwardingStatus). @default - not told */
  readonly feedbackForwarding?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface SesAccount {
  readonly region: string;
  /** False: the account is in the SES sandbox and may only send to verified addresses. */
  readonly production: boolean;
  readonly sendingEnabled: boolean;
  /** `HEALTHY`, `PROBATION` or `SHUTDOWN`; `UNKNOWN` if SES does not report it. */
  readonly enforcement: string;
  /** The quota of messages in 24 hours, and how many of it are used. */
  readonly quota: { readonly max24Hours: number; readonly sent24Hours: number } | null;
  /** What puts an address on the account's suppression list: `BOUNCE`, `COMPLAINT`. @default - not told */
  readonly suppressedReasons?: readonly string[];
  /**
   * The review of a request for production access: `PENDING`, `FAILED`, `GRANTED` or `DENIED`, and the support case.
   * @default - nobody has requested it
   */
  readonly review?: { readonly status: string; readonly caseId?: string };
}

/** Why a call failed. `message` says what to do and never contains credentials. */
export interface SesFailure {
  readonly kind: "no-credentials" | "denied" | "unreachable" | "throttled" | "other";
  readonly message: string;
}

/** SES as verify and adopt use it. Failures are returned as values; `null` means that the identity does not exist. */
export interface Ses {
  identity(place: IdentityLocation): Promise<Identity | null | SesFailure>;
  account(place: Pick<IdentityLocation, "region" | "account">): Promise<SesAccount | SesFailure>;
  /** @default - sets are not looked at */
  configurationSet?(
    place: Pick<IdentityLocation, "region" | "account">,
    name: string,
  ): Promise<ConfigurationSetState | null | SesFailure>;
  /** An SNS topic, by its ARN. Null: there is none. @default - topics are not looked at */
  topic?(place: Pick<IdentityLocation, "region" | "account">, arn: string): Promise<TopicState | null | SesFailure>;
  /** A policy of a role, by both names. @default - roles are not looked at */
  rolePolicy?(
    place: Pick<IdentityLocation, "region" | "account">,
    role: string,
    policy: string,
  ): Promise<RolePolicyState | SesFailure>;
  /** The names of all identities of an account in a region: domains and addresses. @default - they are not listed */
  identityNames?(place: Pick<IdentityLocation, "region" | "account">): Promise<readonly string[] | SesFailure>;
  /** The own policies of all roles of an account. @default - they are not listed */
  rolePolicies?(place: Pick<IdentityLocation, "region" | "account">): Promise<readonly RolePolicies[] | SesFailure>;
}
