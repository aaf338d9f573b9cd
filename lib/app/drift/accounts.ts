// The AWS account of an identity in a state. The state names the provider block that made it, and the alias of that is made of what
// leads to the account.
import { accountAlias } from "../../dns/account-alias";
import type { AwsAccount, Domain } from "../../dns/domain";
import { parseResourceName } from "../../dns/resource-name";
import type { AppliedResource } from "../../drift/state";

/** Undefined if no entry leads to the account. */
export function accountOfApplied(
  { name, provider }: AppliedResource,
  domains: readonly Domain[],
): AwsAccount | undefined {
  const [, alias = ""] = /\]\.(.+)$/.exec(provider) ?? [];
  // An alias has a hash behind it where two accounts would have the same one.
  const fits = ({ account }: Domain) =>
    alias === accountAlias(account) || alias.startsWith(`${accountAlias(account)}-`);
  const parsed = parseResourceName(name);
  const own = domains.find(({ entry }) => entry === parsed?.entry);
  if (own !== undefined && alias !== "" && fits(own)) return own.account;
  if (alias === "") return {};
  return domains.find(({ account }) => alias === accountAlias(account))?.account;
}
