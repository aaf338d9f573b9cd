// The least policy for whoever sends as the domains: their identities and configuration sets, and only senders of the domain itself.
// https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
import type { Domain } from "../dns/domain";
import { escapePattern, type PolicyGrammar } from "./policy";
import { partitionOf } from "./statements";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html */
export const SEND_ACTIONS = ["ses:SendEmail", "ses:SendRawEmail"] as const;

export interface SenderStatement {
  /** `SendAs1`, `SendAs2`, …: letters and digits, in the order of the entries. */
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition: { readonly StringLike: { readonly "ses:FromAddress": readonly string[] } };
}

export interface SenderPolicy extends PolicyGrammar {
  readonly Statement: readonly SenderStatement[];
}

export interface SenderProps {
  /** The domains that may be sent from; those that are absent are left out. */
  readonly domains: readonly Domain[];
  /** Twelve digits. @default - the one in allowedAccountIds or in the role's ARN, else `*` */
  readonly account?: string | undefined;
  /** The senders, such as `no-reply@example.com`. @default - every address of the domain itself */
  readonly from?: readonly string[] | undefined;
}

/**
 * One statement for each domain, because the condition belongs to the identity: a sender of one domain must not be allowed by the ARN of another.
 * Mail that names a configuration set needs the permission for the set too.
 */
export function senderPolicy({ domains, account, from = [] }: SenderProps): SenderPolicy {
  const sending = [...domains]
    .filter(({ state }) => state !== "absent")
    .sort((a, b) => (a.entry < b.entry ? -1 : 1))
    .flatMap((domain) => {
      const own = from.filter((address) => isSenderOf(address, domain.domain));
      return from.length > 0 && own.length === 0
        ? []
        : [{ domain, senders: own.length > 0 ? own : [`*@${domain.domain}`] }];
    });
  return {
    Version: "2012-10-17",
    Statement: sending.map(({ domain, senders }, index) => ({
      Sid: `SendAs${index + 1}`,
      Effect: "Allow",
      Action: SEND_ACTIONS,
      Resource: resourcesOf(domain, account ?? accountOf(domain)),
      Condition: { StringLike: { "ses:FromAddress": senders } },
    })),
  };
}

/** Whether an address is of the domain or of a name below it, for which SES lets the identity send too. */
export function isSenderOf(address: string, domain: string): boolean {
  const host = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return host === domain || host.endsWith(`.${domain}`);
}

function resourcesOf({ region, domain, configurationSet }: Domain, account: string): string[] {
  const arn = (kind: string, name: string) =>
    `arn:${partitionOf(region)}:ses:${region}:${account}:${kind}/${escapePattern(name)}`;
  return [
    arn("identity", domain),
    ...(configurationSet === undefined ? [] : [arn("configuration-set", configurationSet)]),
  ];
}

function accountOf({ account: { allowedAccountIds = [], assumeRoleArn } }: Domain): string {
  const role = typeof assumeRoleArn === "object" ? assumeRoleArn.apply : assumeRoleArn;
  const [only, ...others] = allowedAccountIds;
  return /^arn:[^:]*:iam::(\d{12}):/.exec(role ?? "")?.[1] ?? (others.length === 0 ? only : undefined) ?? "*";
}
