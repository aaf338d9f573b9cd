// The smallest set of permissions that a plan and an apply of the configuration need in AWS and Cloudflare.
import { type Permissions, type PermissionsProps, permissions } from "../permissions/permissions";
import { POLICY_LIMIT } from "../permissions/policy";
import { renderMarkdown } from "../permissions/render/markdown";
import { renderTerraform, terraformFaults } from "../permissions/render/terraform";
import { isSenderOf, type SenderPolicy, type SenderProps, senderPolicy } from "../permissions/sender";
import { trustFaults } from "../permissions/trust-patterns";
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

export type PermissionsFormat = "markdown" | "json" | "terraform";

/** @throws Refused if Terraform's roles would lack an account or somebody who is trusted */
export function renderPermissions(permissions: Permissions, format: PermissionsFormat): string {
  if (format === "json") return JSON.stringify(permissions, null, 2);
  if (format === "markdown") return renderMarkdown(permissions);
  const faults = terraformFaults(permissions);
  if (faults.length > 0) throw new Refused(faults.join("\n"));
  return renderTerraform(permissions);
}
