// What a policy has to allow so that somebody can send as a domain. It is the same in `mailzone permissions --for sender`, under
// `senders`, and in the library's grantSend().

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html */
export const SEND_ACTIONS = ["ses:SendEmail", "ses:SendRawEmail"] as const;

/** One statement for one identity. */
export interface SendStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  /** The ARNs of the identity and of its configuration set, which mail that names the set needs too. */
  readonly Resource: readonly string[];
  readonly Condition: { readonly StringLike: { readonly "ses:FromAddress": readonly string[] } };
}

/**
 * The least that sends as one domain: the condition belongs to the identity, so a sender of one domain is not allowed by the ARN of another.
 * https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
 * @param from the senders; none means every address of the domain itself
 */
export function sendStatement(domain: string, arns: readonly string[], from: readonly string[] = []): SendStatement {
  const senders = from.length > 0 ? from : [`*@${domain}`];
  return {
    Effect: "Allow",
    Action: SEND_ACTIONS,
    Resource: arns,
    Condition: { StringLike: { "ses:FromAddress": senders } },
  };
}

/** Whether an address is of the domain or of a name below it, for which SES lets the identity send too. */
export function isSenderOf(address: string, domain: string): boolean {
  const host = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return host === domain || host.endsWith(`.${domain}`);
}
