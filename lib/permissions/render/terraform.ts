// The permissions as a Terraform configuration: roles, policies and OIDC providers, to be applied once by somebody with the rights to do
// so. There is one provider for each account, and each refuses credentials of another account.
import type { AccountPermissions, Permissions, RolePermissions } from "../permissions";
import { block, comment, Expression, encoded, type HclValue, identifier } from "./hcl";
import { PERMISSION_NOTE, planLines, tokenLines } from "./markdown";

/** Why Terraform could not create the roles, one line each. renderTerraform() requires that there are none. */
export function terraformFaults({ accounts }: Permissions): string[] {
  const unknown = accounts
    .filter(({ account }) => account === "*")
    .flatMap(({ roles }) => roles.flatMap(({ access }) => access));
  const untrusted = accounts.some(({ roles }) => roles.some(({ trust }) => trust === undefined));
  return [
    ...[...new Set(unknown)].map(
      (access) =>
        `the account that ${access} leads to is not known: ${access === "the environment" ? "say --account, or " : ""}write allowedAccountIds with one account in domains.yaml`,
    ),
    ...(untrusted
      ? [
          "nobody would be trusted to take on the roles: say --repository OWNER/NAME, or --principal with the role that runs mailzone",
        ]
      : []),
  ];
}

/** One complete file. `terraform apply` of it needs credentials that may write IAM in each account. */
export function renderTerraform(permissions: Permissions): string {
  const { accounts, cloudflare, notes } = permissions;
  const names = roleNames(accounts);
  return [
    [
      "Roles for mailzone, written by mailzone permissions. Apply it once, with credentials that may write IAM; write it anew and",
      "apply it again when an entry is added. Each account takes the profile of its variable, or the environment's credentials.",
      ...planLines(permissions),
    ]
      .map(comment)
      .join("\n"),
    'terraform {\n  required_version = ">= 1.5"\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = ">= 6.0"\n    }\n  }\n}',
    ...accounts.flatMap((account) => accountBlocks(account, names)),
    ...outputs(accounts, names),
    [
      ...notes.map(comment),
      ...cloudflare.flatMap((token) => [
        comment(`Cloudflare token for ${token.purpose}:`),
        ...tokenLines(token).map((line) => comment(`  ${line}`)),
      ]),
      comment(PERMISSION_NOTE),
    ].join("\n"),
  ].join("\n\n");
}

/** The Terraform name of each role, by its ARN. */
function roleNames(accounts: readonly AccountPermissions[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { account, roles } of accounts) {
    for (const { arn, path, name } of roles) {
      const wanted = identifier(`${path.slice(1)}${name}_${account}`);
      // Two roles may only differ in characters that became underscores.
      let label = wanted;
      for (let number = 2; taken.has(label); number++) label = `${wanted}_${number}`;
      taken.add(label);
      names.set(arn, label);
    }
  }
  return names;
}

function accountBlocks(
  { account, region, oidc, roles }: AccountPermissions,
  names: ReadonlyMap<string, string>,
): string[] {
  const provider = new Expression(`aws.account_${account}`);
  const made = `oidc_${account}`;
  return [
    block(["variable", `profile_${account}`], {
      description: `The AWS profile that may write IAM in account ${account}.`,
      type: new Expression("string"),
      default: new Expression("null"),
    }),
    block(["provider", "aws"], {
      alias: `account_${account}`,
      region,
      profile: new Expression(`var.profile_${account}`),
      allowed_account_ids: [account],
    }),
    ...(oidc === undefined
      ? []
      : [
          block(["variable", `create_oidc_provider_${account}`], {
            description: `false where account ${account} has the OIDC provider ${oidc.url} already, for the audience ${oidc.audience}.`,
            type: new Expression("bool"),
            default: true,
          }),
          block(["resource", "aws_iam_openid_connect_provider", made], {
            provider,
            count: new Expression(`var.create_oidc_provider_${account} ? 1 : 0`),
            url: oidc.url,
            client_id_list: [oidc.audience],
          }),
        ]),
    ...roles.flatMap((role) =>
      roleBlocks(role, { provider, names, oidc: oidc && `aws_iam_openid_connect_provider.${made}` }),
    ),
  ];
}

interface RoleContext {
  readonly provider: Expression;
  readonly names: ReadonlyMap<string, string>;
  readonly oidc: string | undefined;
}

function roleBlocks(
  { arn, name, path, trust, policies }: RolePermissions,
  { provider, names, oidc }: RoleContext,
): string[] {
  const id = names.get(arn) ?? "";
  const principals = (trust?.Statement ?? []).flatMap(({ Principal }) => ("AWS" in Principal ? Principal.AWS : []));
  const isForJobs = trust?.Statement.some(({ Principal }) => "Federated" in Principal) === true;
  // IAM refuses a trust policy with a principal that does not exist yet.
  const before = [
    ...(isForJobs && oidc !== undefined ? [oidc] : []),
    ...principals.flatMap((other) => (names.has(other) ? [`aws_iam_role.${names.get(other)}`] : [])),
  ];
  const role = block(["resource", "aws_iam_role", id], {
    provider,
    name,
    path,
    assume_role_policy: encoded(trust),
    ...(before.length > 0 && { depends_on: before.map((address): HclValue => new Expression(address)) }),
  });
  const attached = policies.flatMap((policy, index) => {
    const [own, label] = index === 0 ? [id, name] : [`${id}_policy_${index + 1}`, `${name}-${index + 1}`];
    return [
      block(["resource", "aws_iam_policy", own], { provider, name: label, path, policy: encoded(policy) }),
      block(["resource", "aws_iam_role_policy_attachment", own], {
        provider,
        role: new Expression(`aws_iam_role.${id}.name`),
        policy_arn: new Expression(`aws_iam_policy.${own}.arn`),
      }),
    ];
  });
  return [role, ...attached];
}

/** Outputs with the role ARNs for a pipeline, if there is exactly one role for each purpose. */
function outputs(accounts: readonly AccountPermissions[], names: ReadonlyMap<string, string>): string[] {
  const roles = accounts.flatMap((account) => account.roles).filter(({ access }) => access.includes("the environment"));
  return (["plan", "apply"] as const).flatMap((purpose) => {
    const [only, ...others] = roles.filter(({ purposes }) => purposes.includes(purpose));
    if (only === undefined || others.length > 0) return [];
    return [block(["output", `${purpose}_role`], { value: new Expression(`aws_iam_role.${names.get(only.arn)}.arn`) })];
  });
}
