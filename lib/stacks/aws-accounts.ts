// One aws provider per account that a stack's identities are in. The environment's own account is the provider without an
// alias; the others are named by what leads to them.
import { createHash } from "node:crypto";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { accountAlias } from "../dns/account-alias";
import type { AwsAccount } from "../dns/domain";
import { hidden, literal, showTexts } from "./literal";

export interface AwsAccountsProps {
  readonly accounts: readonly AwsAccount[];
  /** The providers' region: each resource says its own, but the provider wants to have one. */
  readonly region: string;
}

export class AwsAccounts extends Construct {
  /** All providers that were made, the one without an alias first. */
  readonly all: readonly AwsProvider[];
  readonly #providers = new Map<string, AwsProvider | undefined>();

  constructor(scope: Construct, id: string, props: AwsAccountsProps) {
    super(scope, id);
    showTexts(this);
    const accounts = new Map(props.accounts.map((account) => [accountKey(account), account]));
    const aliases = aliasesOf(accounts);
    const region = literal(props.region);
    const all: AwsProvider[] = [];
    for (const [alias, key] of [...aliases].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const { profile, assumeRoleArn, allowedAccountIds } = accounts.get(key) ?? {};
      const provider = new AwsProvider(this, hidden(alias === "" ? "aws" : alias), {
        region,
        alias: alias === "" ? undefined : hidden(alias),
        profile: profile && literal(profile),
        assumeRole: assumeRoleArn === undefined ? undefined : [{ roleArn: literal(assumeRoleArn) }],
        allowedAccountIds: allowedAccountIds?.map(literal),
      });
      this.#providers.set(key, alias === "" ? undefined : provider);
      all.push(provider);
    }
    this.all = all;
  }

  /** The provider of an account that was among the props; undefined for the one without an alias. */
  provider(account: AwsAccount): AwsProvider | undefined {
    return this.#providers.get(accountKey(account));
  }
}

/** What tells one account from another: a different order of ids is none. */
function accountKey({ profile, assumeRoleArn, allowedAccountIds = [] }: AwsAccount): string {
  return JSON.stringify([profile, assumeRoleArn, [...allowedAccountIds].sort()]);
}

/** The key of each account by its alias: accounts that would share one get another word each, or one would be taken for the other. */
function aliasesOf(accounts: ReadonlyMap<string, AwsAccount>): Map<string, string> {
  const keys = new Map<string, string[]>();
  for (const [key, account] of accounts)
    keys.set(accountAlias(account), [...(keys.get(accountAlias(account)) ?? []), key]);
  return new Map(
    [...keys].flatMap(([alias, [key = "", ...others]]) =>
      others.length === 0
        ? [[alias, key] as const]
        : [key, ...others].map((one) => [`${alias}-${digest(one)}`, one] as const),
    ),
  );
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
