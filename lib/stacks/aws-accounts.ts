// One aws provider per account that a stack's identities are in. The environment's own account is the provider without an
// alias; the others are named by what leads to them, so that a name never depends on the order of entries.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { AwsAccount } from "../dns/domain";

export interface AwsAccountsProps {
  readonly accounts: readonly AwsAccount[];
  /** The providers' region: each resource says its own, but the provider wants to have one. */
  readonly region: string;
}

export class AwsAccounts extends Construct {
  readonly #providers = new Map<string, AwsProvider>();

  constructor(scope: Construct, id: string, props: AwsAccountsProps) {
    super(scope, id);
    const byAlias = new Map(props.accounts.map((account) => [aliasOf(account), account]));
    for (const [alias, account] of [...byAlias].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const provider = new AwsProvider(this, alias === "" ? "aws" : alias, {
        region: props.region,
        alias: alias === "" ? undefined : alias,
        profile: account.profile,
        assumeRole: account.assumeRoleArn === undefined ? undefined : [{ roleArn: account.assumeRoleArn }],
        allowedAccountIds: account.allowedAccountIds === undefined ? undefined : [...account.allowedAccountIds],
      });
      this.#providers.set(alias, provider);
    }
  }

  /** The provider of an account that was among the props. */
  provider(account: AwsAccount): AwsProvider | undefined {
    const alias = aliasOf(account);
    return alias === "" ? undefined : this.#providers.get(alias);
  }
}

/** `role-111122223333-mail`, `profile-mail`, or nothing for the environment's own. */
function aliasOf({ profile, assumeRoleArn, allowedAccountIds = [] }: AwsAccount): string {
  const [, account, role] = /:(\d{12}):role\/(.*)$/.exec(assumeRoleArn ?? "") ?? [];
  const parts = [
    ...(profile === undefined ? [] : ["profile", profile]),
    ...(account === undefined ? [] : ["role", account, role ?? ""]),
    ...(allowedAccountIds.length === 0 ? [] : ["only", ...[...allowedAccountIds].sort()]),
  ];
  return parts.join("-").replace(/[^A-Za-z0-9_-]/g, "_");
}
