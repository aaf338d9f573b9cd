// Identities as SES answers with them.
import type { Identity, IdentityLocation } from "../../lib/ses/identity";

export const PLACE: IdentityLocation = { domain: "example.com", region: "eu-west-1", account: {} };
export const IDENTITY_CALL = "GET /v2/email/identities/example.com";

export const TOKENS = ["aaa", "bbb", "ccc"];
export const KEY_MADE = Date.UTC(2026, 0, 1);

export interface Statuses {
  readonly dkim?: string;
  readonly mailFrom?: string | null;
  readonly origin?: string;
  readonly tokens?: readonly string[];
  readonly nextKeyLength?: string;
}

/** GetEmailIdentity's answer. */
export function identityAnswer(statuses: Statuses = {}): object {
  const { dkim = "SUCCESS", mailFrom = "SUCCESS", origin = "AWS_SES", tokens = TOKENS, nextKeyLength } = statuses;
  return {
    IdentityType: "DOMAIN",
    VerifiedForSendingStatus: dkim === "SUCCESS",
    VerificationStatus: dkim,
    VerificationInfo: { ErrorType: "HOST_NOT_FOUND" },
    ConfigurationSetName: "default",
    DkimAttributes: {
      SigningEnabled: true,
      Status: dkim,
      Tokens: tokens,
      SigningAttributesOrigin: origin,
      SigningHostedZone: "dkim.amazonses.com",
      CurrentSigningKeyLength: "RSA_2048_BIT",
      NextSigningKeyLength: nextKeyLength ?? "RSA_2048_BIT",
      LastKeyGenerationTimestamp: KEY_MADE / 1000,
    },
    ...(mailFrom === null
      ? {}
      : {
          MailFromAttributes: {
            MailFromDomain: "mail.example.com",
            MailFromDomainStatus: mailFrom,
            BehaviorOnMxFailure: "USE_DEFAULT_VALUE",
          },
        }),
    Tags: [{ Key: "team", Value: "mail" }],
  };
}

/** The same as createSes() reads it. */
export function identity({ dkim = "SUCCESS", mailFrom = "SUCCESS" }: Statuses = {}): Identity {
  return {
    domain: "example.com",
    region: "eu-west-1",
    verifiedForSending: dkim === "SUCCESS",
    verification: dkim as Identity["verification"],
    errorType: "HOST_NOT_FOUND",
    dkim: {
      status: dkim as Identity["dkim"]["status"],
      signingEnabled: true,
      origin: "AWS_SES",
      tokens: TOKENS,
      signingHostedZone: "dkim.amazonses.com",
      keyMade: KEY_MADE,
      currentKeyLength: "RSA_2048_BIT",
      nextKeyLength: "RSA_2048_BIT",
    },
    mailFrom:
      mailFrom === null
        ? null
        : {
            domain: "mail.example.com",
            status: mailFrom as Identity["dkim"]["status"],
            behaviorOnMxFailure: "USE_DEFAULT_VALUE",
          },
    configurationSet: "default",
    tags: { team: "mail" },
  };
}
