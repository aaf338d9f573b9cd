// A stack's backend block, from the settings of domains.yaml.
import type { BackendSettings } from "./schema/backend";

/** What stands in Terraform's configuration: `terraform { backend "s3" { … } }`, or the cloud block. */
export interface BackendBlock {
  /** Terraform's name of the backend; `cloud` for the cloud block. */
  readonly type: string;
  /** As Terraform names them; undefined ones are left out. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The block of a stack; undefined for a local state in the folder that stateFolder() says. */
export function backendBlock(settings: BackendSettings | undefined, stack: string): BackendBlock | undefined {
  if (settings === undefined || settings.type === "local") return undefined;
  const named = (text: string | undefined) => text?.replaceAll("{stack}", stack);
  switch (settings.type) {
    case "s3": {
      const {
        bucket,
        region,
        prefix = "mailzone/",
        encrypt = true,
        useLockfile = true,
        profile,
        assumeRoleArn,
      } = settings;
      const assume_role = assumeRoleArn === undefined ? undefined : { role_arn: assumeRoleArn };
      const key = `${prefix}${stack}.tfstate`;
      const { kmsKeyId: kms_key_id } = settings;
      return {
        type: "s3",
        attributes: { bucket, region, key, encrypt, kms_key_id, use_lockfile: useLockfile, profile, assume_role },
      };
    }
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
      const config = Object.entries(settings.config).map(([key, value]) => [
        key,
        typeof value === "string" ? named(value) : value,
      ]);
      return { type: settings.name, attributes: Object.fromEntries(config) };
    }
  }
}

/** The folder of local state files, relative to the project. */
export function stateFolder(settings: BackendSettings | undefined): string {
  return settings?.type === "local" ? (settings.folder ?? ".") : ".";
}
