// The least policy for whoever sends as the domains: their identities and configuration sets, and only senders of the domain itself.
import { knownAccountId } from "../dns/account-roles";
import type { Domain } from "../dns/domain";
import { isSenderOf, type SendStatement, sendingArns, sendStatement } from "../dns/sending";
import type { PolicyGrammar } from "./policy";

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
      ...sendStatement(domain.domain, sendingArns(domain, account ?? knownAccountId(domain.account) ?? "*"), own),
    })),
  };
}
