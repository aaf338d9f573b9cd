// The minimum permissions for plan and apply of a configuration: roles and IAM policies for each AWS account, and Cloudflare token scopes.
import type { RolePurpose } from "../dns/account-roles";
import { sendersOf } from "../dns/sending";
import { type CloudflareToken, cloudflareTokens } from "./cloudflare";
import { fittingDocuments, type PolicyDocument } from "./policy";
import { type RequiredRole, type RolesProps, requiredRoles, roleArn } from "./roles";
import {
  audienceOf,
  DEFAULT_BRANCH,
  isBranchKnown,
  issuerOf,
  jobTrust,
  oidcProviderArn,
  roleTrust,
  type TrustPolicy,
  type TrustProps,
} from "./trust";

export interface PermissionsProps extends RolesProps {
  /** The repository whose jobs assume the roles by OIDC. @default - none */
  readonly trust?: TrustProps;
  /** ARNs of roles or users that assume the roles, such as the role of the Atlantis server. @default - none */
  readonly principals?: readonly string[];
}

export interface RolePermissions {
  readonly name: string;
  /** The IAM path, at least `/`. */
  readonly path: string;
  readonly arn: string;
  readonly purposes: readonly RolePurpose[];
  /** How Terraform gets credentials for it: `the environment`, `profile mail`, `role arn:…`. */
  readonly access: readonly string[];
  /** @default - it is not known who assumes the role */
  readonly trust?: TrustPolicy;
  readonly policies: readonly PolicyDocument[];
}

/** An OIDC provider of IAM; an account has one for each issuer. */
export interface OidcProvider {
  readonly arn: string;
  readonly url: string;
  readonly audience: string;
}

/** What one AWS account needs. */
export interface AccountPermissions {
  /** Twelve digits, or `*` if the configuration does not say. */
  readonly account: string;
  /** One of its regions, such as `eu-west-1`. */
  readonly region: string;
  /** @default - no role of the account trusts the jobs of a repository */
  readonly oidc?: OidcProvider;
  readonly roles: readonly RolePermissions[];
}

/** What plan and apply need in AWS and Cloudflare. */
export interface Permissions {
  readonly accounts: readonly AccountPermissions[];
  readonly cloudflare: readonly CloudflareToken[];
  /** Why a plan can write, one line each; empty if plans can only read. */
  readonly planWrites: readonly string[];
  /** Notes for the person who sets this up. */
  readonly notes: readonly string[];
}

export function permissions(props: PermissionsProps): Permissions {
  const wanted = requiredRoles(props);
  const accounts = [...new Map(wanted.map((role) => [accountKey(role), role]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key]) =>
      accountPermissions(
        props,
        wanted.filter((role) => accountKey(role) === key),
      ),
    );
  return {
    accounts,
    cloudflare: cloudflareTokens(props.domains),
    planWrites: planWrites(props, wanted),
    notes: notesOf(props, wanted),
  };
}

/** An unknown account may be a different one for each kind of access. */
function accountKey({ account, access }: RequiredRole): string {
  return account === "*" ? `* ${access.join(" ")}` : account;
}

function accountPermissions(props: PermissionsProps, wanted: readonly RequiredRole[]): AccountPermissions {
  const [{ account, partition }] = wanted as [RequiredRole];
  const region = wanted.map((role) => role.region).sort()[0] ?? "";
  const { trust } = props;
  const roles = wanted.map((role) => rolePermissions(props, role));
  if (trust === undefined || !wanted.some(({ isForJobs }) => isForJobs)) return { account, region, roles };
  const arn = oidcProviderArn(trust, accountInArn(account), partition);
  const oidc = { arn, url: issuerOf(trust), audience: audienceOf(trust) };
  return { account, region, oidc, roles };
}

function rolePermissions({ trust, principals = [] }: PermissionsProps, role: RequiredRole): RolePermissions {
  const { name, path, purposes, access, account, partition, isForJobs } = role;
  const arn = roleArn({ ...role, account: accountInArn(account) });
  const roles = role.assumedBy.map((other) => other.replace("::*:", "::ACCOUNT_ID:")).filter((other) => other !== arn);
  const jobs =
    isForJobs && trust !== undefined
      ? purposes.map((purpose) => jobTrust(trust, purpose, accountInArn(account), partition))
      : [];
  const allowed = [...(isForJobs ? principals : []), ...roles];
  const Statement = [...jobs, ...(allowed.length === 0 ? [] : [roleTrust(allowed)])];
  return {
    name,
    path,
    arn,
    purposes,
    access,
    trust: Statement.length > 0 ? { Version: "2012-10-17", Statement } : undefined,
    policies: fittingDocuments(role.statements).documents,
  };
}

/** The account in an ARN that must name one resource. */
function accountInArn(account: string): string {
  return account === "*" ? "ACCOUNT_ID" : account;
}

function planWrites({ principals = [] }: PermissionsProps, wanted: readonly RequiredRole[]): string[] {
  const shared = wanted.filter(({ purposes }) => purposes.length > 1);
  const fromProfile = new Set(wanted.filter(({ isForJobs }) => isForJobs).flatMap(({ access }) => access));
  fromProfile.delete("the environment");
  return [
    ...shared.map(
      (role) => `the plan assumes ${roleArn(role)}, which writes: give plan and apply a role each in that account`,
    ),
    ...[...fromProfile]
      .sort()
      .map(
        (access) =>
          `what ${access} leads to is said by the machine: let it be another role where plans run than where applies do`,
      ),
    ...principals.map(
      (principal) => `${principal} plans and applies: who can make it plan has the credentials that write`,
    ),
  ];
}

function notesOf(props: PermissionsProps, wanted: readonly RequiredRole[]): string[] {
  const { trust, principals = [] } = props;
  const wide = wanted.filter(({ statements }) => fittingDocuments(statements).isWide);
  const senders = [...new Set(sendersOf(props.domains).map(({ role }) => role))].sort();
  const unsaid =
    trust !== undefined &&
    trust.provider === "github" &&
    wanted.some(({ partition }) => !isBranchKnown(trust, partition));
  return [
    ...wide.map((role) => `${roleArn(role)} has more identities than ten policies hold: they are allowed by region`),
    ...(wanted.some(({ account }) => account === "*")
      ? [
          "an account is not known and stands as * (in a trust policy as ACCOUNT_ID): say it with --account, or allowedAccountIds",
        ]
      : []),
    ...(trust === undefined && principals.length === 0
      ? ["nobody is trusted without --repository, or --principal"]
      : []),
    ...(unsaid
      ? [
          `the branch is not in the trust here: let only "${trust.branch ?? DEFAULT_BRANCH}" run in the environment of the apply`,
        ]
      : []),
    ...(trust?.anyBranchPlans === true ? ["every branch of the project may plan, and no fork"] : []),
    ...(senders.length === 0
      ? []
      : [
          `IAM cannot limit what the apply writes into the policies of ${senders.join(", ")}: it could give these roles any permission, so give them a permissions boundary`,
        ]),
    "a plan may not lock the state: run mailzone plan --no-lock where it has this role",
    "verify --retry needs ses:VerifyDomainDkim and ses:PutEmailIdentityMailFromAttributes, verify --send-to needs ses:SendEmail and ses:SendRawEmail: give them to people",
  ];
}
