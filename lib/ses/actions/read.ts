// Reads identities and accounts: GetEmailIdentity, ListEmailIdentities and GetAccount.
import type { GetAccountCommandOutput, GetEmailIdentityCommandOutput } from "@aws-sdk/client-sesv2";
import type { AccountRegion } from "../aws/clients";
import type { Calls } from "../calls";
import type { Identity, IdentityLocation, SesAccount, SesFailure, SesStatus } from "../identity";

/** Null if there is no such identity. */
export function identityOf(calls: Calls, location: IdentityLocation): Promise<Identity | null | SesFailure> {
  return calls.call(calls.describeCall(location, "ses:GetEmailIdentity", location.domain), async () => {
    const client = await calls.clients.v2(location);
    const { GetEmailIdentityCommand } = await import("@aws-sdk/client-sesv2");
    try {
      const command = new GetEmailIdentityCommand({ EmailIdentity: location.domain });
      return parseIdentity(location, await client.send(command, calls.abortOptions));
    } catch (error) {
      if (error instanceof Error && error.name === "NotFoundException") return null;
      throw error;
    }
  });
}

/** An account has at most 10,000 identities in a region (Amazon SES endpoints and quotas), of which a page has 1,000. */
const MAX_PAGES = 10;

export function identityNamesOf(calls: Calls, location: AccountRegion): Promise<readonly string[] | SesFailure> {
  return calls.call(calls.describeCall(location, "ses:ListEmailIdentities", "the account"), async () => {
    const client = await calls.clients.v2(location);
    const { ListEmailIdentitiesCommand } = await import("@aws-sdk/client-sesv2");
    const names: string[] = [];
    let token: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const command = new ListEmailIdentitiesCommand({ PageSize: 1000, NextToken: token });
      const { EmailIdentities = [], NextToken } = await client.send(command, calls.abortOptions);
      names.push(...EmailIdentities.flatMap(({ IdentityName }) => IdentityName ?? []));
      token = NextToken;
      if (token === undefined) break;
    }
    return names;
  });
}

export function accountOf(calls: Calls, location: AccountRegion): Promise<SesAccount | SesFailure> {
  return calls.call(calls.describeCall(location, "ses:GetAccount", "the account"), async () => {
    const client = await calls.clients.v2(location);
    const { GetAccountCommand } = await import("@aws-sdk/client-sesv2");
    return parseAccount(location.region, await client.send(new GetAccountCommand({}), calls.abortOptions));
  });
}

export async function accountIdOf(
  calls: Calls,
  location: IdentityLocation,
): Promise<{ readonly id: string } | SesFailure> {
  const attempt = calls.describeCall(location, "sts:GetCallerIdentity", location.domain);
  return calls.call(attempt, async () => ({ id: await calls.clients.accountId(location) }));
}

function parseIdentity({ domain, region }: IdentityLocation, output: GetEmailIdentityCommandOutput): Identity {
  const { DkimAttributes: dkim = {}, MailFromAttributes: mailFrom } = output;
  return {
    domain,
    region,
    verifiedForSending: output.VerifiedForSendingStatus ?? false,
    verification: (output.VerificationStatus as SesStatus | undefined) ?? null,
    errorType: output.VerificationInfo?.ErrorType ?? null,
    dkim: {
      status: (dkim.Status as SesStatus | undefined) ?? "NOT_STARTED",
      signingEnabled: dkim.SigningEnabled ?? false,
      origin: dkim.SigningAttributesOrigin ?? "AWS_SES",
      tokens: dkim.Tokens ?? [],
      signingHostedZone: dkim.SigningHostedZone ?? null,
      keyMade: dkim.LastKeyGenerationTimestamp?.getTime() ?? null,
      currentKeyLength: dkim.CurrentSigningKeyLength ?? null,
      nextKeyLength: dkim.NextSigningKeyLength ?? null,
    },
    // Some implementations of SES's API return an empty name.
    mailFrom: !mailFrom?.MailFromDomain
      ? null
      : {
          domain: mailFrom.MailFromDomain,
          status: (mailFrom.MailFromDomainStatus as SesStatus | undefined) ?? "NOT_STARTED",
          behaviorOnMxFailure: mailFrom.BehaviorOnMxFailure ?? "USE_DEFAULT_VALUE",
        },
    configurationSet: output.ConfigurationSetName ?? null,
    feedbackForwarding: output.FeedbackForwardingStatus,
    tags: Object.fromEntries((output.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
}

function parseAccount(region: string, output: GetAccountCommandOutput): SesAccount {
  const { Status, CaseId } = output.Details?.ReviewDetails ?? {};
  const { Max24HourSend: max24Hours, SentLast24Hours: sent24Hours = 0 } = output.SendQuota ?? {};
  return {
    region,
    production: output.ProductionAccessEnabled ?? false,
    sendingEnabled: output.SendingEnabled ?? false,
    enforcement: output.EnforcementStatus ?? "UNKNOWN",
    quota: max24Hours === undefined ? null : { max24Hours, sent24Hours },
    suppressedReasons: output.SuppressionAttributes?.SuppressedReasons,
    review: Status === undefined ? undefined : { status: Status, caseId: CaseId },
  };
}
