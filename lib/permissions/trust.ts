// Who may take on a role by OIDC, without a secret: the jobs of one repository, by the exact subject that its provider writes
// into their tokens. Nothing here is a pattern, but where `anyBranchPlans` says so.
import type { RolePurpose } from "../dns/account-roles";
import type { PolicyGrammar } from "./policy";

export type CiProvider = "github" | "gitlab";

export interface TrustProps {
  readonly provider: CiProvider;
  /** GitHub: `OWNER/NAME`, or `OWNER@ID/NAME@ID` where its subjects carry ids. GitLab: `GROUP/PROJECT`, subgroups and all. */
  readonly repository: string;
  /** The branch that is applied. @default main */
  readonly branch?: string;
  /** GitHub's environments, by what runs in them. @default mailzone-plan, mailzone-apply */
  readonly environments?: Readonly<Record<RolePurpose, string>>;
  /** The tokens' issuer, of a server of one's own. @default - github.com's, gitlab.com's */
  readonly issuer?: string;
  /** What the tokens are for. @default - sts.amazonaws.com on GitHub, the issuer on GitLab */
  readonly audience?: string;
  /** GitLab: the plan's role trusts every branch of the project, as plans of merge requests need it. @default false */
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

/** Without its last slash, as IAM writes it. */
export function issuerOf({ provider, issuer = ISSUERS[provider] }: TrustProps): string {
  return issuer.replace(/\/$/, "");
}

export function audienceOf(props: TrustProps): string {
  return props.audience ?? (props.provider === "github" ? "sts.amazonaws.com" : issuerOf(props));
}

/** IAM's name of the issuer, in ARNs and keys of conditions: the address without its scheme. */
function hostOf(props: TrustProps): string {
  return issuerOf(props).replace(/^https:\/\//, "");
}

/** The ARN of IAM's OIDC provider in an account. */
export function oidcProviderArn(props: TrustProps, account: string, partition: string): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${hostOf(props)}`;
}

/**
 * GitHub's subject names the environment alone: https://docs.github.com/en/actions/reference/security/oidc
 * GitLab's names the branch: https://docs.gitlab.com/ci/secrets/id_token_authentication
 */
export function subjectOf(props: TrustProps, purpose: RolePurpose): string {
  const { provider, repository, branch = DEFAULT_BRANCH, environments = ENVIRONMENT_NAMES } = props;
  if (provider === "gitlab") return `project_path:${repository}:ref_type:branch:ref:${branch}`;
  // A colon would end the part.
  return `repo:${repository}:environment:${environments[purpose].replaceAll(":", "%3A")}`;
}

/** AWS knows more claims than the subject of github.com's tokens alone, and of its commercial regions no more is known here. */
export function isBranchKnown(props: TrustProps, partition: string): boolean {
  return props.provider === "gitlab" || (issuerOf(props) === ISSUERS.github && partition === "aws");
}

/** The jobs that may take on the role for `purpose`. */
export function jobTrust(props: TrustProps, purpose: RolePurpose, account: string, partition: string): TrustStatement {
  const host = hostOf(props);
  const { branch = DEFAULT_BRANCH } = props;
  const isAnyBranch = props.provider === "gitlab" && purpose === "plan" && props.anyBranchPlans === true;
  const exact = {
    [`${host}:aud`]: audienceOf(props),
    ...(isAnyBranch ? {} : { [`${host}:sub`]: subjectOf(props, purpose) }),
    // https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/
    ...(props.provider === "github" && purpose === "apply" && isBranchKnown(props, partition)
      ? { [`${host}:ref`]: `refs/heads/${branch}` }
      : {}),
  };
  const like = { [`${host}:sub`]: `project_path:${props.repository}:ref_type:branch:ref:*` };
  return {
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn(props, account, partition) },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: exact, ...(isAnyBranch ? { StringLike: like } : {}) },
  };
}

/** Roles that may take on another. */
export function roleTrust(arns: readonly string[]): TrustStatement {
  return { Effect: "Allow", Principal: { AWS: [...new Set(arns)].sort() }, Action: "sts:AssumeRole" };
}
