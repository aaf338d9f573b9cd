// Sends one test message through SES v2. It is sent raw, so that exactly this is signed. SES always sets Message-ID and Date itself
// (https://docs.aws.amazon.com/ses/latest/dg/header-fields.html). IAM then requires ses:SendRawEmail, although the call is SendEmail
// (aws/aws-actionmailer-ses-ruby#10).
import type { Calls } from "../calls";
import { isSesFailure } from "../failure";
import type { IdentityLocation, SesFailure } from "../identity";

export interface TestMessage {
  /** An address at the identity's domain or below it. */
  readonly from: string;
  readonly to: string;
}

export interface SentMessage {
  /** SES's id: the part before the `@` of the message's Message-ID. */
  readonly messageId: string;
}

export async function send(
  calls: Calls,
  location: IdentityLocation,
  message: TestMessage,
): Promise<SentMessage | SesFailure> {
  const fault = addressFault("from", message.from) ?? addressFault("to", message.to);
  if (fault !== undefined) return { kind: "other", message: fault };
  const wrong = await calls.accountMismatch(location);
  if (wrong !== null) return wrong;
  const sent = await calls.call(calls.describeCall(location, "ses:SendRawEmail", location.domain), async () => {
    const client = await calls.clients.v2(location);
    const { SendEmailCommand } = await import("@aws-sdk/client-sesv2");
    const output = await client.send(
      new SendEmailCommand({
        FromEmailAddress: message.from,
        Destination: { ToAddresses: [message.to] },
        Content: { Raw: { Data: rawMessage(location.domain, message) } },
      }),
    );
    return { messageId: output.MessageId ?? "" };
  });
  return isSesFailure(sent) ? withHint(sent, location) : sent;
}

/** The raw message: CRLF, ASCII headers (domains in punycode), and a body that no relay has a reason to change. */
function rawMessage(domain: string, { from, to }: TestMessage): Buffer {
  const body = `This message was sent by "mailzone verify --send-to" to show that mail of ${domain} is authenticated.`;
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: mailzone test of ${domain}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    ...(Buffer.from(`${body}\r\n`)
      .toString("base64")
      .match(/.{1,76}/g) ?? []),
    "",
  ];
  return Buffer.from(lines.join("\r\n"));
}

/** Addresses are written into headers unchanged, so only a single plain address is allowed (RFC 5322 §3.4.1, dot-atom). */
function addressFault(role: string, address: string): string | undefined {
  if (/^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9.-]+$/i.test(address)) return undefined;
  return `the ${role} address ${JSON.stringify(address)} is not one plain address, expected one such as test@example.com`;
}

/** Adds what to do to SES's refusals of accounts and identities that may not send yet. */
function withHint(failure: SesFailure, { domain, region }: IdentityLocation): SesFailure {
  const verify = `run "mailzone verify ${domain}"`;
  const sandbox = `while the account is in ses's sandbox in ${region} the recipient must be verified too, or ask AWS for production access`;
  const hints: readonly (readonly [RegExp, string])[] = [
    [
      /MailFromDomainNotVerified/,
      `the MAIL FROM domain is not set up, and the identity rejects mail without it: ${verify}`,
    ],
    [/Email address is not verified/, `${verify}; ${sandbox}`],
    [/SendingPaused/, "see in the SES console why it is paused"],
  ];
  const hint = hints.find(([pattern]) => pattern.test(failure.message))?.[1];
  return hint === undefined ? failure : { ...failure, message: `${failure.message}: ${hint}` };
}
