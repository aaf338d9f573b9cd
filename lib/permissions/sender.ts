// The least policy for whoever sends as the domains: their identities and configuration sets, and only senders of the domain itself.
import type { Domain } from "../dns/domain";
import { isSenderOf, type SendStatement, sendStatement } from "../dns/sending";
import { escapePattern, type PolicyGrammar } from "./policy";
import { partitionOf } from "./statements";

export interface SenderStatement extends SendStatement {
  /** `SendAs1`, `SendAs2`, …: letters and digits, in the order of the entries. */
  readonly Sid: string;
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

/** One statement for each domain that any of the senders belongs to. */
export function senderPolicy({ domains, account, from = [] }: SenderProps): SenderPolicy {
  const sending = [...domains]
    .filter(({ state }) => state !== "absent")
    .sort((a, b) => (a.entry < b.entry ? -1 : 1))
    .flatMap((domain) => {
      const own = from.filter((address) => isSenderOf(address, domain.domain));
      return from.length > 0 && own.length === 0 ? [] : [{ domain, own }];
    });
  return {
    Version: "2012-10-17",
    Statement: sending.map(({ domain, own }, index) => ({
      Sid: `SendAs${index + 1}`,
      ...sendStatement(domain.domain, resourcesOf(domain, account ?? accountOf(domain)), own),
    })),
  };
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
