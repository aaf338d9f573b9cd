// What a policy has to allow so that somebody can send as a domain. It is the same in `mailzone permissions --for sender`, under
// `senders`, and in the library's grantSend().
import { createHash } from "node:crypto";
import type { Domain, SenderRole } from "./domain";
import { partitionOf } from "./regions";

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

/** The ARNs that a sender needs: of the identity, and of its configuration set, if it has one. @param account twelve digits, or `*` */
export function sendingArns(
  { region, domain, configurationSet }: Pick<Domain, "region" | "domain" | "configurationSet">,
  account: string,
): string[] {
  const arn = (kind: string, name: string) => `arn:${partitionOf(region)}:ses:${region}:${account}:${kind}/${name}`;
  return [
    arn("identity", domain),
    ...(configurationSet === undefined ? [] : [arn("configuration-set", configurationSet)]),
  ];
}

/** The senders of all entries, with their entries. */
export function sendersOf(domains: readonly Domain[]): readonly (SenderRole & { readonly domain: Domain })[] {
  return domains.flatMap((domain) => (domain.senders ?? []).map((sender) => ({ ...sender, domain })));
}

/**
 * The policy that a sender's role gets. The role is in the account of the identity, so its ARN says all that AWS assigns, and the policy
 * is known before anything is made.
 */
export function senderDocument({ role, from }: SenderRole, domain: Parameters<typeof sendingArns>[0]) {
  return {
    Version: "2012-10-17",
    Statement: [{ Sid: "Send", ...sendStatement(domain.domain, sendingArns(domain, role.split(":")[4] ?? ""), from) }],
  };
}

/** The name of a role's ARN, without its path: IAM's calls name a role so. */
export function roleNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** The id of a sender's policy within its entry, as of a record: `sender-shop`. */
export function senderId({ key }: Pick<SenderRole, "key">): string {
  return `sender-${key}`;
}

/** IAM's limit of the name of a role's policy. */
const LONGEST_NAME = 128;

/**
 * The name of the policy at the role, where it replaces one of the same name. So the region is in it: two repositories may have an entry
 * with the same key.
 */
export function senderPolicyName(
  { key }: Pick<SenderRole, "key">,
  { entry, region }: Pick<Domain, "entry" | "region">,
): string {
  const name = `mailzone-${entry}-${key}-${region}`;
  if (name.length <= LONGEST_NAME) return name;
  return `mailzone-${createHash("sha256").update(name).digest("hex").slice(0, 40)}`;
}

/** Whether an address is of the domain or of a name below it, for which SES lets the identity send too. */
export function isSenderOf(address: string, domain: string): boolean {
  const host = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return host === domain || host.endsWith(`.${domain}`);
}
