// The smallest set of permissions that a plan and an apply of the configuration need in AWS and Cloudflare.

import { partitionOf } from "../dns/regions";
import { isSenderOf } from "../dns/sending";
import { type Permissions, type PermissionsProps, permissions } from "../permissions/permissions";
import { POLICY_LIMIT, type PolicyDocument } from "../permissions/policy";
import { renderMarkdown } from "../permissions/render/markdown";
import { renderTerraform, terraformFaults } from "../permissions/render/terraform";
import { REPORTS_ROLE, reportsPolicy, reportsTrust } from "../permissions/reports";
import { type SenderPolicy, type SenderProps, senderPolicy } from "../permissions/sender";
import type { TrustPolicy } from "../permissions/trust";
import { trustFaults } from "../permissions/trust-patterns";
import { isBucketUrl, parseBucketUrl } from "../s3/location";
import { type ConfigurationOptions, soundConfiguration } from "./configuration";
import type { Place, Reporter } from "./context";
import { knownNames, shortList } from "./published";
import { Refused } from "./refused";

/** Who assumes the roles. */
export type PermissionsRequest = ConfigurationOptions & Pick<PermissionsProps, "account" | "principals" | "trust">;

/**
 * The permissions of each role.
 * @throws Refused if the configuration has errors, does not lead to the account, or the trusted jobs are not clear
 */
export function requiredPermissions(
  context: Pick<Place, "cwd" | "env"> & Pick<Reporter, "say">,
  { account, principals, trust, ...options }: PermissionsRequest = {},
): Permissions {
  const { domains, backend } = soundConfiguration(context, options);
  const faults = trust === undefined ? [] : trustFaults(trust);
  if (faults.length > 0) throw new Refused(faults.join("\n"));
  const result = permissions({ domains, backend, trust, principals, account });
  if (account !== undefined && result.accounts.every((one) => one.account !== account)) {
    const known = result.accounts.map((one) => one.account).filter((one) => one !== "*");
    throw new Refused(
      `--account ${account} is no account that the environment's credentials lead to, domains.yaml leads to ${known.join(", ") || "profiles alone"}: leave it out, or fix allowedAccountIds`,
    );
  }
  return result;
}

/** Whose mail may be sent, and as whom. */
export interface SenderRequest extends ConfigurationOptions, Pick<SenderProps, "account" | "from"> {
  /** Entries or domains. @default - all */
  readonly names?: readonly string[];
}

/**
 * The policy for whoever sends.
 * @throws Refused if the configuration has errors, a name is unknown, or an address is of none of the domains
 */
export function requiredSenderPolicy(
  context: Pick<Place, "cwd" | "env"> & Pick<Reporter, "say">,
  { names = [], account, from = [], ...options }: SenderRequest = {},
): SenderPolicy {
  const all = soundConfiguration(context, options).domains.filter(({ state }) => state !== "absent");
  const wanted = new Set(knownNames(all, names, "domains here: the entries are", ["entry", "domain"]));
  const domains = all.filter(({ entry, domain }) => names.length === 0 || wanted.has(entry) || wanted.has(domain));
  const stray = from.find((address) => !domains.some(({ domain }) => isSenderOf(address, domain)));
  if (stray !== undefined)
    throw new Refused(
      `--from ${stray} is no address of ${shortList([...new Set(domains.map(({ domain }) => domain))].sort()).join(", ")}: name an address of a domain that is sent from`,
    );
  const policy = senderPolicy({ domains, account, from });
  const size = JSON.stringify(policy).length;
  if (size > POLICY_LIMIT)
    throw new Refused(
      `the policy has ${size} characters, and IAM takes ${POLICY_LIMIT}: name the domains that this sender needs`,
    );
  return policy;
}

/** @param format `json` is the document alone, for `aws iam put-role-policy --policy-document` */
export function renderSenderPolicy(policy: SenderPolicy, format: "markdown" | "json"): string {
  const document = JSON.stringify(policy, null, 2);
  if (format === "json") return document;
  const open = policy.Statement.some(({ Resource }) => Resource.some((arn) => arn.includes(":*:")));
  return [
    "## AWS",
    "",
    "Whoever sends needs this policy and no other. Attach it to the role of the machine, container or function that sends.",
    "",
    "```json",
    document,
    "```",
    ...(open ? ["", "The account is not known and stands as `*`: say it with --account, or allowedAccountIds."] : []),
  ].join("\n");
}

export interface ReportsReaderRequest extends Pick<PermissionsProps, "account" | "trust"> {
  /** Such as `s3://bucket/prefix`. */
  readonly url: string;
  /** Of the bucket: it tells China's and GovCloud's partitions. @default - AWS's commercial one */
  readonly region?: string | undefined;
}

export interface ReportsReader {
  readonly policy: PolicyDocument;
  /** @default - no repository is trusted */
  readonly trust?: TrustPolicy;
}

/**
 * The policy for whoever runs `mailzone reports` on a bucket.
 * @throws Refused if the URL names no bucket, or the trusted jobs are not clear
 */
export function requiredReportsReader({
  url,
  region,
  account = "ACCOUNT_ID",
  trust,
}: ReportsReaderRequest): ReportsReader {
  const location = isBucketUrl(url) ? parseBucketUrl(url) : undefined;
  if (location === undefined)
    throw new Refused(
      `permissions --for reports got ${JSON.stringify(url)}, which names no bucket: write s3://BUCKET/PREFIX`,
    );
  const faults = trust === undefined ? [] : trustFaults(trust);
  if (faults.length > 0) throw new Refused(faults.join("\n"));
  const partition = partitionOf(region ?? "");
  return {
    policy: reportsPolicy({ ...location, partition }),
    trust: trust && reportsTrust(trust, account, partition),
  };
}

/** @param format `json` is the policy alone, for `aws iam put-role-policy --policy-document` */
export function renderReportsReader({ policy, trust }: ReportsReader, format: "markdown" | "json"): string {
  const text = (document: object) => ["```json", JSON.stringify(document, null, 2), "```"];
  if (format === "json") return JSON.stringify(policy, null, 2);
  return [
    "## AWS",
    "",
    `Whoever reads the reports needs this policy and no other, such as a role \`${REPORTS_ROLE}\`.`,
    "",
    ...text(policy),
    ...(trust === undefined ? [] : ["", "Trust policy:", "", ...text(trust)]),
    "",
    "A bucket that is encrypted by a KMS key of yours needs `kms:Decrypt` of that key as well.",
  ].join("\n");
}

export type PermissionsFormat = "markdown" | "json" | "terraform";

/** @throws Refused if Terraform's roles would lack an account or somebody who is trusted */
export function renderPermissions(permissions: Permissions, format: PermissionsFormat): string {
  if (format === "json") return JSON.stringify(permissions, null, 2);
  if (format === "markdown") return renderMarkdown(permissions);
  const faults = terraformFaults(permissions);
  if (faults.length > 0) throw new Refused(faults.join("\n"));
  return renderTerraform(permissions);
}
