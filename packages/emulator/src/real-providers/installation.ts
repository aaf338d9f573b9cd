// Which providers are the real ones in a run with real providers, and where Terraform installs them from.
// https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { EmulatorError } from "../errors";

/** Real providers instead of emulated ones, for the emulated clouds. */
export interface RealProviders {
  /**
   * A filesystem mirror, as `terraform providers mirror` writes it. A provider that is not in it is emulated.
   * @default - Terraform's usual places: the user's CLI configuration file, or the registry
   */
  readonly mirror?: string;
}

/** OpenTofu asks its own registry host for the same providers. */
export const HOSTS = ["registry.terraform.io", "registry.opentofu.org"];

/**
 * Those of `known` (such as `hashicorp/aws`) that are the real ones.
 * @throws EmulatorError if the mirror is not a folder, cannot be named in a configuration file, or has none of them
 */
export function realSources(known: readonly string[], { mirror }: RealProviders): readonly string[] {
  if (mirror === undefined) return known;
  const at = `the providers' mirror "${mirror}"`;
  if (!path.isAbsolute(mirror)) throw new EmulatorError(`${at} is not an absolute path`);
  // The configuration file has no safe way to write these.
  if (/["\\$%\n]/.test(mirror))
    throw new EmulatorError(`${at} has a character that Terraform's configuration cannot name`);
  if (!statSync(mirror, { throwIfNoEntry: false })?.isDirectory()) throw new EmulatorError(`${at} is not a folder`);
  const found = known.filter((source) => hostsOf(mirror, source).length > 0);
  if (found.length > 0) return found;
  const wanted = known.map((source) => path.posix.join(HOSTS[0]!, source)).join(" or ");
  throw new EmulatorError(`${at} has no ${wanted}: make it with terraform providers mirror`);
}

/** The CLI configuration file: these providers come from the mirror only, all others from their registries. */
export function mirrorConfig(sources: readonly string[], mirror: string): string {
  const mirrored = sources.flatMap((source) => hostsOf(mirror, source).map((host) => `"${host}/${source}"`)).join(", ");
  return [
    "provider_installation {",
    `  filesystem_mirror {\n    path    = "${mirror}"\n    include = [${mirrored}]\n  }`,
    `  direct {\n    exclude = [${mirrored}]\n  }`,
    "}\n",
  ].join("\n");
}

/** The versions of a provider in a mirror, unpacked or as archives. */
export function mirroredVersions(mirror: string, source: string): readonly string[] {
  const names = hostsOf(mirror, source).flatMap((host) => readdirSync(path.join(mirror, host, source)));
  const versions = names.flatMap(
    (name) => /^(?:terraform-provider-[^_]+_)?(\d+\.\d+\.\d+[^_/]*)(?:_.*\.zip)?$/.exec(name)?.[1] ?? [],
  );
  return [...new Set(versions)].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

function hostsOf(mirror: string, source: string): string[] {
  return HOSTS.filter((host) => existsSync(path.join(mirror, host, source)));
}
