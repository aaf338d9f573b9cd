// A stack's backend block, from the settings of domains.yaml.
import { type RoleArns, roleArnFor } from "../dns/account-roles";
import type { BackendSettings } from "./schema/backend";

/** The backend or cloud block of Terraform's configuration, such as `terraform { backend "s3" { … } }`. */
export interface BackendBlock {
  /** Terraform's name of the backend; `cloud` for the cloud block. */
  readonly type: string;
  /** By Terraform's names; undefined ones are left out. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The block of a stack; undefined for local state, which is in stateFolder(). */
export function backendBlock(settings: BackendSettings | undefined, stack: string): BackendBlock | undefined {
  if (settings === undefined || settings.type === "local") return undefined;
  const named = (text: string | undefined) => text?.replaceAll(STACK, stack);
  switch (settings.type) {
    case "s3":
      return { type: "s3", attributes: s3Attributes(settings, stack) };
    case "gcs":
      return {
        type: "gcs",
        attributes: { bucket: settings.bucket, prefix: `${settings.prefix ?? "mailzone/"}${stack}` },
      };
    case "http": {
      const { address, lockAddress, unlockAddress = lockAddress, updateMethod, lockMethod, unlockMethod } = settings;
      const addresses = {
        address: named(address),
        lock_address: named(lockAddress),
        unlock_address: named(unlockAddress),
      };
      return {
        type: "http",
        attributes: { ...addresses, update_method: updateMethod, lock_method: lockMethod, unlock_method: unlockMethod },
      };
    }
    case "cloud": {
      const { organization, hostname, project, workspacePrefix = "mailzone-" } = settings;
      return {
        type: "cloud",
        attributes: { organization, hostname, workspaces: { name: `${workspacePrefix}${stack}`, project } },
      };
    }
    case "raw": {
      return { type: settings.name, attributes: mapStrings(settings.config, (text) => text.replaceAll(STACK, stack)) };
    }
  }
}

/** The roles for the state, if plan and apply have different ones. */
export function stateRoles(settings: BackendSettings | undefined): RoleArns | undefined {
  const roles = settings?.type === "s3" ? settings.assumeRoleArn : undefined;
  return typeof roles === "object" && roles.plan !== roles.apply ? roles : undefined;
}

/** Whether each stack has its own state. mailzone does not know the settings of a raw backend: one of them must contain `{stack}`. */
export function isSeparate(settings: BackendSettings): boolean {
  return settings.type !== "raw" || JSON.stringify(settings.config).includes(STACK);
}

const STACK = "{stack}";

function s3Attributes(settings: Extract<BackendSettings, { type: "s3" }>, stack: string): BackendBlock["attributes"] {
  const { bucket, region, prefix = "mailzone/", encrypt = true, useLockfile = true, profile, endpoints } = settings;
  const { kmsKeyId, assumeRoleArn, assumeRoleExternalId, usePathStyle, skipCredentialsValidation } = settings;
  const { skipRegionValidation, skipRequestingAccountId, skipMetadataApiCheck, skipS3Checksum } = settings;
  const role = assumeRoleExternalId === undefined ? {} : { external_id: assumeRoleExternalId };
  return {
    bucket,
    region,
    key: `${prefix}${stack}.tfstate`,
    encrypt,
    kms_key_id: kmsKeyId,
    use_lockfile: useLockfile,
    profile,
    // If there are two roles, an apply passes the other one to `terraform init`.
    assume_role: assumeRoleArn === undefined ? undefined : { role_arn: roleArnFor(assumeRoleArn, "plan"), ...role },
    endpoints,
    use_path_style: usePathStyle,
    skip_credentials_validation: skipCredentialsValidation,
    skip_region_validation: skipRegionValidation,
    skip_requesting_account_id: skipRequestingAccountId,
    skip_metadata_api_check: skipMetadataApiCheck,
    skip_s3_checksum: skipS3Checksum,
  };
}

/** A copy with every string changed; keys stay. */
function mapStrings<T>(value: T, change: (text: string) => string): T {
  if (typeof value === "string") return change(value) as T;
  if (Array.isArray(value)) return value.map((one) => mapStrings(one, change)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapStrings(one, change)])) as T;
}

/** The folder of local state files, relative to the project. */
export function stateFolder(settings: BackendSettings | undefined): string {
  return settings?.type === "local" ? (settings.folder ?? ".") : ".";
}
