// The least that a plan and an apply of a configuration need: IAM policies per AWS account, and Cloudflare token scopes.
import type { BackendSettings } from "../config/schema/backend";
import type { AwsAccount, Domain } from "../dns/domain";
import {
  type Purpose,
  READ_ACCOUNT,
  READ_DISTRIBUTION,
  READ_IDENTITY,
  WITH_CONFIGURATION_SET,
  WRITE_IDENTITY,
} from "./actions";
import { type CloudflareToken, cloudflareTokens } from "./cloudflare";
import { POLICIES_PER_ROLE, type PolicyDocument, policyDocuments, type Statement, statement } from "./policy";
import { stateStatements } from "./state";
import { ROLES, type TrustPolicy, trustPolicy } from "./trust";

export interface PermissionsProps {
  readonly domains: readonly Domain[];
  readonly backend?: BackendSettings;
  /** `OWNER/NAME` on GitHub, or `OWNER@ID/NAME@ID` where its subjects carry ids. @default - no trust policies */
  readonly repository?: string;
  /** The account of the environment's credentials. @default - what allowedAccountIds says, else any */
  readonly account?: string;
}

export interface Role {
  readonly name: string;
  readonly purposes: readonly Purpose[];
  readonly trust?: TrustPolicy;
  readonly policies: readonly PolicyDocument[];
}

/** What one way to an AWS account needs. */
export interface AccountPermissions {
  /** Twelve digits, or `*` where the configuration does not say. */
  readonly account: string;
  /** How Terraform comes there: `the environment`, `profile mail`, `role arn:…`. */
  readonly access: string;
  readonly roles: readonly Role[];
}

export interface Permissions {
  readonly accounts: readonly AccountPermissions[];
  readonly cloudflare: readonly CloudflareToken[];
  /** What somebody should know who sets this up. */
  readonly notes: readonly string[];
}

const PURPOSES: readonly Purpose[] = ["plan", "apply"];

export function permissions(props: PermissionsProps): Permissions {
  const { domains, repository } = props;
  const notes: string[] = [];
  const groups = new Map<string, { readonly account: AwsAccount; readonly domains: Domain[] }>();
  // The environment's own credentials come first, and are there even where every domain is reached by a role.
  groups.set("", { account: {}, domains: [] });
  for (const domain of domains) {
    const { profile, assumeRoleArn } = domain.account;
    const key = [profile ?? "", assumeRoleArn ?? ""].join(" ").trim();
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { account: domain.account, domains: [domain] });
    else known.domains.push(domain);
  }
  const assumed = [...new Set(domains.flatMap(({ account }) => account.assumeRoleArn ?? []))].sort();
  const accounts = [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { account, domains: own }]) => ofAccount(props, account, own, key === "" ? assumed : [], notes))
    .filter(({ roles }) => roles.some(({ policies }) => policies.length > 0));
  if (accounts.some(({ account }) => account === "*")) {
    notes.push("an account is not known and stands as * (in a trust policy as ACCOUNT_ID): say it with --account");
  }
  if (repository === undefined) notes.push("there is no trust policy without --repository OWNER/NAME");
  if (assumed.length > 0) {
    notes.push("a role that domains.yaml assumes is assumed by plan and apply alike: let it trust both, nobody else");
  }
  notes.push(
    "verify --retry needs ses:VerifyDomainDkim and ses:PutEmailIdentityMailFromAttributes, verify --send-to needs ses:SendEmail and ses:SendRawEmail: give them to people",
  );
  return { accounts, cloudflare: cloudflareTokens(domains), notes };
}

function ofAccount(
  props: PermissionsProps,
  { profile, assumeRoleArn }: AwsAccount,
  domains: readonly Domain[],
  assumes: readonly string[],
  notes: string[],
): AccountPermissions {
  const account = accountId(props, assumeRoleArn, domains);
  const partition = partitionOf(domains[0]?.region ?? props.domains[0]?.region ?? "");
  const isOwn = profile === undefined && assumeRoleArn === undefined;
  const access = [
    ...(profile === undefined ? [] : [`profile ${profile}`]),
    ...(assumeRoleArn === undefined ? [] : [`role ${assumeRoleArn}`]),
  ];
  const policiesOf = (purpose: Purpose) => {
    const own = statements(domains, { account, partition, purpose });
    const state = isOwn ? stateOf(props, purpose, partition, notes) : [];
    const roles = statement("AssumeRoles", ["sts:AssumeRole"], assumes);
    return fitting([...own, ...state, ...(roles === undefined ? [] : [roles])], access.join(", "), notes);
  };
  if (assumeRoleArn !== undefined) {
    const name = assumeRoleArn.split("/").pop() ?? assumeRoleArn;
    return { account, access: access.join(", "), roles: [{ name, purposes: PURPOSES, policies: policiesOf("apply") }] };
  }
  const roles = PURPOSES.map((purpose): Role => {
    const trust =
      props.repository === undefined || !isOwn
        ? {}
        : { trust: trustPolicy(props.repository, account === "*" ? "ACCOUNT_ID" : account, partition, purpose) };
    return { name: ROLES[purpose], purposes: [purpose], ...trust, policies: policiesOf(purpose) };
  });
  return { account, access: access.join(", ") || "the environment", roles };
}

function stateOf({ backend, domains }: PermissionsProps, purpose: Purpose, partition: string, notes: string[]) {
  if (backend?.type === "s3" && (backend.profile ?? backend.assumeRoleArn) !== undefined) {
    const note = "the state is reached by a profile or role of its own: give the statements State* to that one instead";
    if (!notes.includes(note)) notes.push(note);
  }
  const stacks = [...new Set(domains.map(({ stack }) => stack))];
  return stateStatements({ backend, stacks, purpose, partition });
}

interface Scope {
  readonly account: string;
  readonly partition: string;
  readonly purpose: Purpose;
}

function statements(domains: readonly Domain[], { account, partition, purpose }: Scope): Statement[] {
  const arn = ({ region }: Domain, rest: string) => `arn:${partitionOf(region)}:ses:${region}:${account}:${rest}`;
  const identities = domains.map((domain) => arn(domain, `identity/${domain.domain}`));
  // Of a released entry Terraform only forgets what it has.
  const written = domains.filter(({ state }) => state !== "released");
  const sets = written.flatMap((domain) =>
    domain.configurationSet === undefined ? [] : [arn(domain, `configuration-set/${domain.configurationSet}`)],
  );
  const distributions = written.flatMap(({ web }) =>
    web.flatMap(({ distribution }) =>
      distribution === undefined ? [] : [`arn:${partition}:cloudfront::${account}:distribution/${distribution}`],
    ),
  );
  const isApply = purpose === "apply";
  return [
    statement("ReadIdentities", READ_IDENTITY, identities),
    statement("ReadAccount", READ_ACCOUNT, domains.length === 0 ? [] : ["*"]),
    isApply
      ? statement(
          "WriteIdentities",
          WRITE_IDENTITY,
          written.map((domain) => arn(domain, `identity/${domain.domain}`)),
        )
      : undefined,
    isApply ? statement("ConfigurationSets", WITH_CONFIGURATION_SET, sets) : undefined,
    statement("ReadDistributions", READ_DISTRIBUTION, distributions),
  ].filter((one) => one !== undefined);
}

/** Where so many identities do not fit a role, all of a region stand for them. */
function fitting(all: readonly Statement[], access: string, notes: string[]): PolicyDocument[] {
  const documents = policyDocuments(all);
  if (documents.length <= POLICIES_PER_ROLE) return documents;
  const note = `${access || "the environment"} has more identities than ten policies hold: they are allowed by region`;
  if (!notes.includes(note)) notes.push(note);
  const wide = all.map((one) => ({
    ...one,
    Resource: [...new Set(one.Resource.map((arn) => arn.replace(/(:ses:.*:identity\/).*/, "$1*")))].sort(),
  }));
  return policyDocuments(wide);
}

function accountId(
  { account }: PermissionsProps,
  assumeRoleArn: string | undefined,
  domains: readonly Domain[],
): string {
  const assumed = /^arn:[^:]*:iam::(\d{12}):/.exec(assumeRoleArn ?? "")?.[1];
  const allowed = new Set(domains.flatMap((domain) => domain.account.allowedAccountIds ?? ["*"]));
  const [only = "*"] = allowed.size === 1 ? allowed : [];
  return assumed ?? (only === "*" ? (account ?? "*") : only);
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
