// The smallest set of permissions that a plan and an apply of the configuration need in AWS and Cloudflare.
import { type Permissions, type PermissionsProps, permissions } from "../permissions/permissions";
import { renderMarkdown } from "../permissions/render/markdown";
import { renderTerraform, terraformFaults } from "../permissions/render/terraform";
import { trustFaults } from "../permissions/trust-patterns";
import { type ConfigurationOptions, soundConfiguration } from "./configuration";
import type { Place, Reporter } from "./context";
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

export type PermissionsFormat = "markdown" | "json" | "terraform";

/** @throws Refused if Terraform's roles would lack an account or somebody who is trusted */
export function renderPermissions(permissions: Permissions, format: PermissionsFormat): string {
  if (format === "json") return JSON.stringify(permissions, null, 2);
  if (format === "markdown") return renderMarkdown(permissions);
  const faults = terraformFaults(permissions);
  if (faults.length > 0) throw new Refused(faults.join("\n"));
  return renderTerraform(permissions);
}
