// What SES knows of an identity (GetEmailIdentity) and of the account (GetAccount), in the words that verify and adopt need:
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetEmailIdentity.html
import type { AwsAccount } from "../dns/domain";

/** A status of a later version of SES is told as it came, and is none that means success. */
export type SesStatus = "PENDING" | "SUCCESS" | "FAILED" | "TEMPORARY_FAILURE" | "NOT_STARTED";

/** Where an identity is. */
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
  /** Null where SES does not say. */
  readonly verification: SesStatus | null;
  /** SES's own reason for the last failure, such as `HOST_NOT_FOUND` (VerificationInfo.ErrorType). */
  readonly errorType: string | null;
  readonly dkim: {
    readonly status: SesStatus;
    readonly signingEnabled: boolean;
    readonly origin: "AWS_SES" | "EXTERNAL" | string;
    readonly tokens: readonly string[];
    readonly signingHostedZone: string | null;
    /** Milliseconds since 1970: when the current key was made, not when the search began. */
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
  readonly tags: Readonly<Record<string, string>>;
}

export interface SesAccount {
  readonly region: string;
  /** False: the account is in SES's sandbox and may send to verified addresses alone. */
  readonly production: boolean;
  readonly sendingEnabled: boolean;
  /** `HEALTHY`, `PROBATION` or `SHUTDOWN`; `UNKNOWN` where SES does not say. */
  readonly enforcement: string;
  /** Messages in 24 hours, and how many are sent. */
  readonly quota: { readonly max24Hours: number; readonly sent24Hours: number } | null;
}

/** Why SES could not be asked. `message` says what to do and never holds a credential. */
export interface SesFailure {
  readonly kind: "no-credentials" | "denied" | "unreachable" | "throttled" | "other";
  readonly message: string;
}

/** SES as verify and adopt see it; each failure is a value. `null` is an identity that does not exist. */
export interface Ses {
  identity(place: IdentityLocation): Promise<Identity | null | SesFailure>;
  account(place: Pick<IdentityLocation, "region" | "account">): Promise<SesAccount | SesFailure>;
}
