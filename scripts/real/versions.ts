// Which real providers are compared: those of the mirror that MAILZONE_PROVIDERS names, or the pinned and the newest of the registry.
import { lookup } from "node:dns/promises";
import path from "node:path";
import { TESTED_PROVIDERS } from "../../lib/config/schema/providers";
import { findTerraform } from "../../lib/terraform/binary";
import { TerraformError } from "../../lib/terraform/errors";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import { mirroredVersions } from "../../packages/emulator/internals/mirrors";
import type { Difference } from "./compare";
import { isKnown } from "./known";
import type { Versions } from "./scenarios";
import type { SideOptions } from "./side";

export interface Chosen {
  readonly title: string;
  readonly versions: Versions;
  readonly realProviders: NonNullable<SideOptions["realProviders"]>;
  readonly terraform: string;
  /** Part of the names of the scenarios to run; empty for all. */
  readonly only: string;
  /** Whether a scenario ends at its first difference. */
  readonly untilFirst: boolean;
  readonly known: (difference: Difference) => boolean;
}

const REGISTRY = "registry.terraform.io";
const PINNED: Versions = { aws: TESTED_PROVIDERS.aws[0], cloudflare: TESTED_PROVIDERS.cloudflare[0] };

/**
 * @param args `--only PART`, `--cloudflare VERSION` and `--aws VERSION`, each repeatable but the first; `newest` is a version too; `--first`
 * @returns why there is nothing to compare, or what is compared
 */
export async function choose(args: readonly string[]): Promise<{ skipped: string } | { runs: readonly Chosen[] }> {
  const valuesOf = (name: string) => args.flatMap((arg, index) => (arg === name ? [args[index + 1] ?? ""] : []));
  const terraform = await terraformFile();
  if (typeof terraform === "object") return terraform;
  const [only = ""] = valuesOf("--only");
  const { MAILZONE_PROVIDERS: given } = process.env;
  const run = (versions: Versions, sources: string, realProviders: Chosen["realProviders"]): Chosen => ({
    title: `${sources}, Terraform ${terraform}`,
    versions,
    realProviders,
    terraform,
    only,
    untilFirst: args.includes("--first"),
    known: (difference) => isKnown(difference, versions),
  });
  if (given) {
    const mirror = path.resolve(given);
    const [aws, cloudflare] = [
      mirroredVersions(mirror, "hashicorp/aws"),
      mirroredVersions(mirror, "cloudflare/cloudflare"),
    ];
    const wanted = (all: readonly string[], option: string, pinned: string) => {
      const asked = valuesOf(option);
      return asked.length > 0 ? asked : all.length > 0 ? all : [pinned];
    };
    const real = [...(aws.length > 0 ? ["aws"] : []), ...(cloudflare.length > 0 ? ["cloudflare"] : [])];
    return {
      runs: wanted(cloudflare, "--cloudflare", PINNED.cloudflare).flatMap((version) =>
        wanted(aws, "--aws", PINNED.aws).map((awsVersion) =>
          run(
            { aws: awsVersion, cloudflare: version },
            `cloudflare ${version} (${real.includes("cloudflare") ? "real" : "emulated"}), aws ${awsVersion} (${real.includes("aws") ? "real" : "emulated"})`,
            { mirror },
          ),
        ),
      ),
    };
  }
  const reached = await lookup(REGISTRY).then(
    () => true,
    () => false,
  );
  if (!reached) return { skipped: `there is no network to ${REGISTRY}, and MAILZONE_PROVIDERS names no mirror` };
  const pairs: Versions[] =
    valuesOf("--cloudflare").length + valuesOf("--aws").length > 0
      ? (valuesOf("--cloudflare").length > 0 ? valuesOf("--cloudflare") : [PINNED.cloudflare]).flatMap((cloudflare) =>
          (valuesOf("--aws").length > 0 ? valuesOf("--aws") : [PINNED.aws]).map((aws) => ({ aws, cloudflare })),
        )
      : [PINNED, { aws: "newest", cloudflare: "newest" }];
  return {
    runs: pairs.map((versions) =>
      run(
        {
          aws: versions.aws === "newest" ? "~> 6.0" : versions.aws,
          cloudflare: versions.cloudflare === "newest" ? "~> 5.0" : versions.cloudflare,
        },
        `cloudflare ${versions.cloudflare} (real), aws ${versions.aws} (real)`,
        {},
      ),
    ),
  };
}

/** The terraform of this machine, or the pinned one, which is downloaded. */
async function terraformFile(): Promise<string | { skipped: string }> {
  const interrupts = new Interrupts({ kill: () => {} });
  const fetch = { env: process.env, interrupts, say: console.log, onProgress: () => {} };
  try {
    const found = await findTerraform({ env: process.env, cwd: process.cwd(), interrupts, fetch });
    return found.file;
  } catch (error) {
    if (error instanceof TerraformError) return { skipped: error.message };
    throw error;
  }
}
