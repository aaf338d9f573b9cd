// The roles that a configuration requires, in which accounts: those that jobs assume, and those that Terraform assumes from them. All
// requirements for the same role are merged.
import type { BackendSettings } from "../config/schema/backend";
import { accountOfRole, ROLE_PURPOSES, type RolePurpose, roleArnFor } from "../dns/account-roles";
import type { AwsAccount, Domain } from "../dns/domain";
import { partitionOf } from "../dns/regions";
import { allow, mergeStatements, type Statement, sortStatements } from "./policy";
import { type S3Settings, stateOnAws, stateStatements } from "./state";
import { domainStatements } from "./statements";
import { ROLE_NAMES } from "./trust";

export interface RolesProps {
  readonly domains: readonly Domain[];
  readonly backend?: BackendSettings;
  /** The account of the credentials in the environment. @default - the one in allowedAccountIds, else any */
  readonly account?: string;
}

/** The access of jobs to their own role. */
export const ENVIRONMENT_ACCESS = "the environment";

/** A role and its permissions, before they are packed into policies. */
export interface RequiredRole {
  /** Twelve digits, or `*` if the configuration does not say. */
  readonly account: string;
  readonly partition: string;
  /** One of the regions in which the role is used. */
  readonly region: string;
  /** The IAM path, at least `/`. */
  readonly path: string;
  readonly name: string;
  readonly purposes: readonly RolePurpose[];
  /** How Terraform gets credentials for it: `the environment`, `profile mail`, `role arn:…`. */
  readonly access: readonly string[];
  /** Whether jobs assume it directly; else other roles do. */
  readonly isForJobs: boolean;
  /** The ARNs of the roles that assume it, with `*` for an unknown account. */
  readonly assumedBy: readonly string[];
  readonly statements: readonly Statement[];
}

export function requiredRoles({ domains, backend, account }: RolesProps): RequiredRole[] {
  // Sorted, so that the result does not depend on the order of the file.
  const map = new Accounts(
    [...domains].sort((a, b) => (a.entry < b.entry ? -1 : 1)),
    account,
  );
  const state = stateOnAws(backend);
  const wanted = ROLE_PURPOSES.flatMap((purpose) => [
    ...map.accessPaths().flatMap((path) => map.rolesFor(path, purpose)),
    ...(state === undefined ? [] : map.stateRoles(state, purpose)),
  ]);
  return mergeRoles(wanted).filter(({ statements }) => statements.length > 0);
}

/** The ARN of a role: `arn:aws:iam::111122223333:role/mailzone-plan`. */
export function roleArn({
  partition,
  account,
  path,
  name,
}: Pick<RequiredRole, "partition" | "account" | "path" | "name">) {
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}

/** The domains that Terraform reaches with the same profile and role, in one account. */
interface AccessPath {
  readonly access: Omit<AwsAccount, "allowedAccountIds">;
  /** Twelve digits, or `*`. */
  readonly account: string;
  readonly domains: readonly Domain[];
}

class Accounts {
  constructor(
    private readonly domains: readonly Domain[],
    private readonly ownAccount: string | undefined,
  ) {}

  accessPaths(): AccessPath[] {
    const paths = new Map<string, { access: AccessPath["access"]; account: string; domains: Domain[] }>();
    for (const domain of this.domains) {
      const { profile, assumeRoleArn } = domain.account;
      const account = this.accountOf(domain.account);
      const key = JSON.stringify([profile, assumeRoleArn, account]);
      const known = paths.get(key);
      if (known === undefined) paths.set(key, { access: { profile, assumeRoleArn }, account, domains: [domain] });
      else known.domains.push(domain);
    }
    return [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
  }

  /** The role at the end of an access path, and the roles on the way to it. */
  rolesFor({ access, account, domains }: AccessPath, purpose: RolePurpose): RequiredRole[] {
    const { profile } = access;
    const arn = roleArnFor(access.assumeRoleArn, purpose);
    const region = domains.find((domain) => domain.region !== "")?.region ?? "";
    const partition = partitionOf(region);
    const statements = domainStatements(domains, { account, partition, purpose });
    if (arn !== undefined) return this.assumed(arn, { profile, purpose, region, statements });
    return [jobRole({ account, profile, purpose, region, statements })];
  }

  stateRoles(backend: S3Settings, purpose: RolePurpose): RequiredRole[] {
    const { region, profile } = backend;
    const arn = roleArnFor(backend.assumeRoleArn, purpose);
    const partition = partitionOf(region);
    const statementsOf = (stacks: readonly string[]) => stateStatements({ backend, stacks, purpose, partition });
    const stacks = [...new Set(this.domains.map(({ stack }) => stack))];
    if (arn !== undefined) {
      return this.assumed(arn, { profile, purpose, region, statements: statementsOf(stacks) });
    }
    const profileAccounts = this.entrances(profile);
    return profileAccounts.map((account) => {
      const own = profileAccounts.length === 1 ? stacks : stacks.filter((stack) => this.isPlannedFrom(account, stack));
      return jobRole({ account, profile, purpose, region, statements: statementsOf(own) });
    });
  }

  private assumed(arn: string, { profile, ...what }: Omit<JobRoleProps, "account">): RequiredRole[] {
    const { purpose, region } = what;
    const [, partition = "aws", account = "*", path = "/", name = arn] =
      /^arn:([^:]+):iam::(\d{12}):role(\/(?:.*\/)?)(.+)$/.exec(arn) ?? [];
    // The apply also assumes the plan's role, because mailzone verify reads after it.
    const users = ROLE_PURPOSES.filter((other) => other === purpose || purpose === "plan");
    const jobAccounts = this.entrances(profile).flatMap((from) =>
      users.map((user) => {
        const statements = [allow("AssumeRoles", ["sts:AssumeRole"], [arn]) ?? []].flat();
        return jobRole({ account: from, profile, purpose: user, region, statements });
      }),
    );
    const access = [...(profile === undefined ? [] : [`profile ${profile}`]), `role ${arn}`].join(", ");
    const target: RequiredRole = {
      account,
      partition,
      path,
      name,
      region,
      statements: what.statements,
      purposes: [purpose],
      access: [access],
      isForJobs: false,
      assumedBy: jobAccounts.map(roleArn),
    };
    return [...jobAccounts, target];
  }

  /** The accounts that jobs reach with a profile, or with the credentials of the environment. */
  private entrances(profile: string | undefined): string[] {
    const direct = this.domains.filter(
      ({ account }) => account.profile === profile && account.assumeRoleArn === undefined,
    );
    const accounts = [...new Set(direct.map(({ account }) => this.accountOf(account)))].sort();
    return accounts.length > 0 ? accounts : [(profile === undefined ? this.ownAccount : undefined) ?? "*"];
  }

  /** Whether the jobs of an account may plan a stack: it has domains of the account, or none that jobs reach directly. */
  private isPlannedFrom(home: string, stack: string): boolean {
    const direct = this.domains.filter(
      ({ stack: own, account }) =>
        own === stack && account.profile === undefined && account.assumeRoleArn === undefined,
    );
    return direct.length === 0 || direct.some(({ account }) => this.accountOf(account) === home);
  }

  /** The account, if it is known. With several allowed accounts it is not. */
  private accountOf({ profile, assumeRoleArn, allowedAccountIds = [] }: AwsAccount): string {
    const [only, ...others] = new Set(allowedAccountIds);
    const known = accountOfRole(assumeRoleArn) ?? (others.length === 0 ? only : undefined);
    return known ?? (profile === undefined ? this.ownAccount : undefined) ?? "*";
  }
}

interface JobRoleProps {
  readonly account: string;
  readonly profile: string | undefined;
  readonly purpose: RolePurpose;
  readonly region: string;
  readonly statements: readonly Statement[];
}

function jobRole({ account, profile, purpose, region, statements }: JobRoleProps): RequiredRole {
  const access = profile === undefined ? ENVIRONMENT_ACCESS : `profile ${profile}`;
  return {
    account,
    partition: partitionOf(region),
    region,
    path: "/",
    name: ROLE_NAMES[purpose],
    purposes: [purpose],
    access: [access],
    isForJobs: true,
    assumedBy: [],
    statements,
  };
}

/** Merges roles with the same ARN; in unknown accounts only those with the same access. */
function mergeRoles(all: readonly RequiredRole[]): RequiredRole[] {
  const roles = new Map<string, RequiredRole>();
  for (const one of all) {
    const key = JSON.stringify([roleArn(one), ...(one.account === "*" ? one.access : [])]);
    const known = roles.get(key);
    const union = <T>(pick: (role: RequiredRole) => readonly T[]) => [
      ...new Set([...(known ? pick(known) : []), ...pick(one)]),
    ];
    roles.set(key, {
      ...(known ?? one),
      purposes: union(({ purposes }) => purposes),
      access: union(({ access }) => access).sort(),
      isForJobs: one.isForJobs || known?.isForJobs === true,
      assumedBy: union(({ assumedBy }) => assumedBy).sort(),
      statements: mergeStatements([...(known?.statements ?? []), ...one.statements]),
    });
  }
  return [...roles.values()].map((role) => ({ ...role, statements: sortStatements(role.statements) }));
}
