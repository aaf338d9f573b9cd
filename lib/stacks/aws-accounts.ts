// One aws provider for each account of a stack's identities. The provider for the credentials of the environment has no alias; the
// aliases of the others are made of the profile, role and account ids.
import { createHash } from "node:crypto";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { accountAlias } from "../dns/account-alias";
import { type NamedRoles, PURPOSE_VARIABLE, ROLES_VARIABLE, type RoleArns, roleExpression } from "../dns/account-roles";
import type { AwsAccount } from "../dns/domain";
import { UserError } from "../user-error";
import { escapeTemplates, escapeTokens, mapStrings, unescapeOnSynth } from "./escape";

export interface AwsAccountsProps {
  readonly accounts: readonly AwsAccount[];
  /** The region of the providers: each resource sets its own, but a provider requires one. */
  readonly region: string;
}

export class AwsAccounts extends Construct {
  /** All providers, the one without an alias first. */
  readonly all: readonly AwsProvider[];
  readonly #providers = new Map<string, AwsProvider | undefined>();

  constructor(scope: Construct, id: string, props: AwsAccountsProps) {
    super(scope, id);
    unescapeOnSynth(this);
    const accounts = new Map(props.accounts.map((account) => [accountKey(account), account]));
    const aliases = aliasesOf(accounts);
    const region = escapeTemplates(props.region);
    const all: AwsProvider[] = [];
    const roles: NamedRoles[] = [];
    for (const [alias, key] of [...aliases].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const { profile, assumeRoleArn, allowedAccountIds } = accounts.get(key) ?? {};
      if (typeof assumeRoleArn === "object") roles.push({ alias, ...assumeRoleArn });
      const provider = new AwsProvider(this, escapeTokens(alias === "" ? "aws" : alias), {
        region,
        alias: alias === "" ? undefined : escapeTokens(alias),
        profile: profile && escapeTemplates(profile),
        assumeRole: assumeRoleArn === undefined ? undefined : [{ roleArn: roleArn(assumeRoleArn, roles) }],
        allowedAccountIds: allowedAccountIds?.map(escapeTemplates),
      });
      this.#providers.set(key, alias === "" ? undefined : provider);
      all.push(provider);
    }
    this.all = all;
    if (roles.length > 0) this.addVariables(roles);
  }

  /** By override, because CDKTF has no ephemeral variables. The default, `plan`, is the safe one for people who run Terraform by hand. */
  private addVariables(roles: readonly NamedRoles[]): void {
    const stack = TerraformStack.of(this);
    stack.addOverride("terraform.required_version", ">= 1.10");
    stack.addOverride(`variable.${PURPOSE_VARIABLE}`, {
      type: "string",
      description: "Which role of each account: plan, which reads, or apply, which writes",
      default: "plan",
      ephemeral: true,
      nullable: false,
      validation: {
        condition: `\${contains(["plan", "apply"], var.${PURPOSE_VARIABLE})}`,
        error_message: "plan or apply, which mailzone says by itself",
      },
    });
    stack.addOverride(`variable.${ROLES_VARIABLE}`, {
      type: "list(object({ alias = string, plan = string, apply = string }))",
      description: "The roles of each account, by the alias of its provider",
      default: mapStrings(roles, escapeTemplates),
    });
  }

  /** The provider of an account that was among the props; undefined for the one without an alias. */
  provider(account: AwsAccount): AwsProvider | undefined {
    return this.#providers.get(accountKey(account));
  }
}

/** The role's ARN. Of two roles, an expression chooses when Terraform runs, so a saved plan does not contain the choice. */
function roleArn(role: string | RoleArns, roles: readonly NamedRoles[]): string {
  return typeof role === "string" ? escapeTemplates(role) : roleExpression(roles.length - 1);
}

/** Identifies an account: the order of its ids, or of the keys of two roles, makes no difference. */
function accountKey({ profile, assumeRoleArn, allowedAccountIds = [] }: AwsAccount): string {
  const inOrder = ({ plan, apply }: RoleArns) => ({ plan, apply });
  const role = typeof assumeRoleArn === "object" ? inOrder(assumeRoleArn) : assumeRoleArn;
  return JSON.stringify([profile, role, [...allowedAccountIds].sort()]);
}

/**
 * The key of each account by its alias. Accounts that would share an alias get a hash after it, so that they are not confused.
 * @throws UserError if a name was chosen so that it ends as another's hash: one of both would be made in the other's account
 */
function aliasesOf(accounts: ReadonlyMap<string, AwsAccount>): Map<string, string> {
  const keys = new Map<string, string[]>();
  for (const [key, account] of accounts)
    keys.set(accountAlias(account), [...(keys.get(accountAlias(account)) ?? []), key]);
  const aliases = new Map<string, string>();
  for (const [alias, sharing] of keys) {
    for (const key of sharing) {
      const own = sharing.length === 1 ? alias : `${alias}-${digest(key)}`;
      if (aliases.has(own))
        throw new UserError(
          `two AWS accounts would have the provider "${own}" in Terraform: give one of their profiles or roles another name`,
        );
      aliases.set(own, key);
    }
  }
  return aliases;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
