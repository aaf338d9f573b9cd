// Restarts SES's verifications after they FAILED. By AWS's documentation, SES looks for 72 hours and must then be started again
// (https://docs.aws.amazon.com/ses/latest/APIReference/API_VerifyDomainIdentity.html); for MAIL FROM the set-up is done once
// more (https://docs.aws.amazon.com/ses/latest/DeveloperGuide/mail-from-states.html), which is
// PutEmailIdentityMailFromAttributes with what is set already. For DKIM it is v1 VerifyDomainDkim, which begins the
// verification of a domain's DKIM (https://docs.aws.amazon.com/ses/latest/APIReference/API_VerifyDomainDkim.html) and has no
// counterpart in v2: PutEmailIdentityDkimSigningAttributes sets a key length and makes a new key. That VerifyDomainDkim
// answers with the tokens that are there is not AWS's word (probed: floci-io/floci #1904), so the tokens are compared.
import type { Calls } from "../calls";
import { primaryRegion } from "../dkim-origin";
import { isSesFailure } from "../failure";
import type { Identity, IdentityLocation, SesFailure, SesStatus } from "../identity";
import { identityOf } from "./read";

export interface RestartOptions {
  /** Allows new tokens, for which DNS must be changed. @default false */
  readonly yes?: boolean;
}

export interface RestartResult {
  /** Which verifications were restarted; empty if none had failed. */
  readonly restarted: readonly ("dkim" | "mail-from")[];
  /** When, in milliseconds since 1970: for restarts.ts. */
  readonly at: number;
  readonly tokensBefore: readonly string[];
  /** If these differ from before, a plan and an apply are needed at once. */
  readonly tokensAfter: readonly string[];
  readonly dkimStatus: SesStatus;
  readonly mailFromStatus: SesStatus | null;
}

export async function restart(
  calls: Calls,
  location: IdentityLocation,
  { yes = false }: RestartOptions = {},
): Promise<RestartResult | SesFailure> {
  const before = await identityOf(calls, location);
  if (before === null) return noIdentity(location);
  if (isSesFailure(before)) return before;
  const dkimFailed = before.dkim.status === "FAILED" || before.dkim.status === "NOT_STARTED";
  const mailFromFailed = before.mailFrom?.status === "FAILED";
  const refusal = dkimFailed ? dkimObjection(before, yes) : null;
  if (refusal !== null) return { kind: "other", message: refusal };
  if (!dkimFailed && !mailFromFailed) return resultOf(before, before, [], calls.now());

  const wrong = await calls.accountMismatch(location);
  if (wrong !== null) return wrong;
  // DKIM last: if MAIL FROM is refused, nothing was started whose time would have to be stored.
  const mailFrom = mailFromFailed ? await restartMailFrom(calls, location, before) : null;
  if (mailFrom !== null) return mailFrom;
  const at = calls.now();
  const dkim = dkimFailed ? await restartDkim(calls, location) : null;
  if (dkim !== null) return dkim;
  const after = await identityOf(calls, location);
  if (after === null) return noIdentity(location);
  if (isSesFailure(after)) return after;
  const restarted = [...(dkimFailed ? ["dkim" as const] : []), ...(mailFromFailed ? ["mail-from" as const] : [])];
  return resultOf(before, after, restarted, at);
}

/** Why the verification of DKIM must not be restarted; null if it may. */
function dkimObjection({ domain, dkim }: Identity, yes: boolean): string | null {
  const { origin, tokens, currentKeyLength, nextKeyLength } = dkim;
  if (origin === "EXTERNAL") {
    return `dkim of "${domain}" signs with a key of your own, which only its owner can hand to ses again: publish its TXT record, then set the key once more with "aws sesv2 put-email-identity-dkim-signing-attributes"`;
  }
  if (origin !== "AWS_SES") {
    const primary = primaryRegion(origin);
    if (primary !== undefined) return `dkim of "${domain}" comes from ${primary} (${origin}): start the search there`;
    return `dkim of "${domain}" has an origin that mailzone does not know (${origin}): start it in the SES console`;
  }
  if (yes) return null;
  if (tokens.length !== 3) {
    return `dkim of "${domain}" has ${tokens.length} tokens, to start it makes new ones: say --yes, then run plan and apply`;
  }
  if (currentKeyLength !== null && nextKeyLength !== null && currentKeyLength !== nextKeyLength) {
    return `dkim of "${domain}" is to go from ${currentKeyLength} to ${nextKeyLength}, to start it may make new tokens: say --yes, then run plan and apply`;
  }
  return null;
}

async function restartDkim(calls: Calls, location: IdentityLocation): Promise<SesFailure | null> {
  return calls.call(calls.describeCall(location, "ses:VerifyDomainDkim", location.domain), async () => {
    const client = await calls.clients.v1(location);
    const { VerifyDomainDkimCommand } = await import("@aws-sdk/client-ses");
    await client.send(new VerifyDomainDkimCommand({ Domain: location.domain }));
    return null;
  });
}

async function restartMailFrom(
  calls: Calls,
  location: IdentityLocation,
  { mailFrom }: Identity,
): Promise<SesFailure | null> {
  return calls.call(
    calls.describeCall(location, "ses:PutEmailIdentityMailFromAttributes", location.domain),
    async () => {
      const client = await calls.clients.v2(location);
      const { PutEmailIdentityMailFromAttributesCommand } = await import("@aws-sdk/client-sesv2");
      await client.send(
        new PutEmailIdentityMailFromAttributesCommand({
          EmailIdentity: location.domain,
          MailFromDomain: mailFrom?.domain,
          BehaviorOnMxFailure: mailFrom?.behaviorOnMxFailure as "USE_DEFAULT_VALUE" | "REJECT_MESSAGE",
        }),
      );
      return null;
    },
  );
}

function resultOf(before: Identity, after: Identity, restarted: RestartResult["restarted"], at: number): RestartResult {
  return {
    restarted,
    at,
    tokensBefore: before.dkim.tokens,
    tokensAfter: after.dkim.tokens,
    dkimStatus: after.dkim.status,
    mailFromStatus: after.mailFrom?.status ?? null,
  };
}

function noIdentity({ domain, region }: IdentityLocation): SesFailure {
  return { kind: "other", message: `ses in "${region}" has no identity "${domain}": run plan and apply` };
}
