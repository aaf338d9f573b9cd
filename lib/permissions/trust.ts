// Who may assume a role by OIDC, without a secret: the jobs of one repository, identified by the exact subject in their tokens. There
// are no patterns here, except with `anyBranchPlans`.
import type { RolePurpose } from "../dns/account-roles";
import type { PolicyGrammar } from "./policy";

export type CiProvider = "github" | "gitlab";

export interface TrustProps {
  readonly provider: CiProvider;
  /** GitHub: `OWNER/NAME`, or `OWNER@ID/NAME@ID` if its subjects contain ids. GitLab: `GROUP/PROJECT`, with all subgroups. */
  readonly repository: string;
  /** The branch from which changes are applied. @default main */
  readonly branch?: string;
  /** The environments on GitHub, by purpose. @default mailzone-plan, mailzone-apply */
  readonly environments?: Readonly<Record<RolePurpose, string>>;
  /** The issuer of the tokens, for a self-hosted server. @default - that of github.com or gitlab.com */
  readonly issuer?: string;
  /** The audience of the tokens. @default - sts.amazonaws.com on GitHub, the issuer on GitLab */
  readonly audience?: string;
  /** GitLab: whether the plan's role trusts every branch of the project, which plans of merge requests need. @default false */
  readonly anyBranchPlans?: boolean;
}

/** One statement of a role's trust policy. */
export interface TrustStatement {
  readonly Effect: "Allow";
  readonly Principal: { readonly Federated: string } | { readonly AWS: readonly string[] };
  readonly Action: "sts:AssumeRoleWithWebIdentity" | "sts:AssumeRole";
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface TrustPolicy extends PolicyGrammar {
  readonly Statement: readonly TrustStatement[];
}

export const ENVIRONMENT_NAMES: Readonly<Record<RolePurpose, string>> = {
  plan: "mailzone-plan",
  apply: "mailzone-apply",
};
export const ROLE_NAMES: Readonly<Record<RolePurpose, string>> = { plan: "mailzone-plan", apply: "mailzone-apply" };
export const DEFAULT_BRANCH = "main";

const ISSUERS: Readonly<Record<CiProvider, string>> = {
  github: "https://token.actions.githubusercontent.com",
  gitlab: "https://gitlab.com",
};

/** The issuer without a trailing slash, as IAM writes it. */
export function issuerOf({ provider, issuer = ISSUERS[provider] }: TrustProps): string {
  return issuer.replace(/\/$/, "");
}

export function audienceOf(props: TrustProps): string {
  return props.audience ?? (props.provider === "github" ? "sts.amazonaws.com" : issuerOf(props));
}

/** IAM's name for the issuer in ARNs and condition keys: the URL without its scheme. */
function hostOf(props: TrustProps): string {
  return issuerOf(props).replace(/^https:\/\//, "");
}

/** The ARN of the OIDC provider in an account. */
export function oidcProviderArn(props: TrustProps, account: string, partition: string): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${hostOf(props)}`;
}

/**
 * The subject in the tokens. On GitHub it contains the environment: https://docs.github.com/en/actions/reference/security/oidc
 * On GitLab it contains the branch: https://docs.gitlab.com/ci/secrets/id_token_authentication
 */
export function subjectOf(props: TrustProps, purpose: RolePurpose): string {
  const { provider, repository, branch = DEFAULT_BRANCH, environments = ENVIRONMENT_NAMES } = props;
  if (provider === "gitlab") return `project_path:${repository}:ref_type:branch:ref:${branch}`;
  // GitHub encodes colons, which separate the parts.
  return `repo:${repository}:environment:${environments[purpose].replaceAll(":", "%3A")}`;
}

/** Whether a trust policy can check the branch: on GitHub only for tokens of github.com, and only in AWS's commercial partition. */
export function isBranchKnown(props: TrustProps, partition: string): boolean {
  return props.provider === "gitlab" || (issuerOf(props) === ISSUERS.github && partition === "aws");
}

/** The statement that lets the jobs of the repository assume the role for `purpose`. */
export function jobTrust(props: TrustProps, purpose: RolePurpose, account: string, partition: string): TrustStatement {
  const host = hostOf(props);
  const { branch = DEFAULT_BRANCH } = props;
  const isAnyBranch = props.provider === "gitlab" && purpose === "plan" && props.anyBranchPlans === true;
  const exact: Record<string, string> = { [`${host}:aud`]: audienceOf(props) };
  const condition: Record<string, Record<string, string>> = { StringEquals: exact };
  if (isAnyBranch) condition.StringLike = { [`${host}:sub`]: `project_path:${props.repository}:ref_type:branch:ref:*` };
  else exact[`${host}:sub`] = subjectOf(props, purpose);
  // https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/
  if (props.provider === "github" && purpose === "apply" && isBranchKnown(props, partition))
    exact[`${host}:ref`] = `refs/heads/${branch}`;
  return {
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn(props, account, partition) },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: condition,
  };
}

/** The statement for jobs on the branch that are in no environment, such as a schedule's: only what is merged runs there. */
export function branchTrust(props: TrustProps, account: string, partition: string): TrustStatement {
  const { provider, repository, branch = DEFAULT_BRANCH } = props;
  const host = hostOf(props);
  const sub = provider === "gitlab" ? subjectOf(props, "apply") : `repo:${repository}:ref:refs/heads/${branch}`;
  return {
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn(props, account, partition) },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${host}:aud`]: audienceOf(props), [`${host}:sub`]: sub } },
  };
}

/** The statement that lets other roles assume a role. */
export function roleTrust(arns: readonly string[]): TrustStatement {
  return { Effect: "Allow", Principal: { AWS: [...new Set(arns)].sort() }, Action: "sts:AssumeRole" };
}
