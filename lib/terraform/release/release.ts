// The release of Terraform that is fetched if a machine has none. Version and checksums are pinned only here: a mirror or a proxy cannot
// serve another archive.
import os from "node:os";
import type { Environment } from "../../net/proxy";

export interface Release {
  readonly version: string;
  /** SHA-256 of the zip archive by platform, hexadecimal. */
  readonly sums: Readonly<Record<string, string>>;
}

/** https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_SHA256SUMS */
export const RELEASE: Release = {
  version: "1.11.4",
  sums: {
    linux_amd64: "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
    linux_arm64: "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
    darwin_amd64: "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
    darwin_arm64: "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
  },
};

/** The approximate size of the archive, shown before the download. */
export const MEGABYTES = 27;

/** Terraform has not been free software since 1.6; https://github.com/hashicorp/terraform/blob/v1.11.4/LICENSE */
export const LICENCE = "BUSL-1.1";

const SITE = "https://releases.hashicorp.com/terraform";

/** As HashiCorp names it: `linux_amd64`. */
export function platform(): string {
  const arch = os.arch();
  return `${os.platform()}_${arch === "x64" ? "amd64" : arch}`;
}

/** The archive's URL; undefined if the variable does not have a valid URL. */
export function archiveUrl({ version }: Release, env: Environment): URL | undefined {
  const base = (env.MAILZONE_TERRAFORM_MIRROR || SITE).replace(/(?<!\/)\/+$/, "");
  const text = `${base}/${version}/terraform_${version}_${platform()}.zip`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** The URL without user and password. */
export function withoutCredentials(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** How to install Terraform. */
export function installHint(): string {
  const [system] = platform().split("_");
  return system === "darwin"
    ? '"brew install hashicorp/tap/terraform"'
    : "https://developer.hashicorp.com/terraform/install";
}
