// Which real providers are compared: those of the mirror that MAILZONE_PROVIDERS names, or the pinned and the newest of the registry.
import { lookup } from "node:dns/promises";
import path from "node:path";
import { TESTED_PROVIDERS } from "../../lib/config/schema/providers";
import { findTerraform, type TerraformBinary } from "../../lib/terraform/binary";
import { TerraformError } from "../../lib/terraform/errors";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import { mirroredVersions } from "../../packages/emulator/internals/mirrors";
import type { Arguments } from "./arguments";
import type { Difference } from "./compare";
import { isKnown } from "./known";
import type { SideOptions } from "./side";
import type { Versions } from "./steps";

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

/** @returns why there is nothing to compare, or what is compared */
export async function choose(args: Arguments): Promise<{ skipped: string } | { runs: readonly Chosen[] }> {
  const terraform = await terraformBinary();
  if ("skipped" in terraform) return terraform;
  const { MAILZONE_PROVIDERS: given } = process.env;
  const run = (versions: Versions, sources: string, realProviders: Chosen["realProviders"]): Chosen => ({
    title: `${sources}, ${terraform.product} ${terraform.version}`,
    versions,
    realProviders,
    terraform: terraform.file,
    only: args.only,
    untilFirst: args.first,
    known: (difference) => isKnown(difference, versions),
  });
  if (given) {
    const mirror = path.resolve(given);
    const [aws, cloudflare] = [
      mirroredVersions(mirror, "hashicorp/aws"),
      mirroredVersions(mirror, "cloudflare/cloudflare"),
    ];
    const wanted = (all: readonly string[], asked: readonly string[], pinned: string) => {
      const last = all.at(-1) ?? pinned;
      if (asked.length > 0) return asked.map((version) => ({ newest: last, pinned })[version] ?? version);
      return all.length > 0 ? all : [pinned];
    };
    const real = [...(aws.length > 0 ? ["aws"] : []), ...(cloudflare.length > 0 ? ["cloudflare"] : [])];
    return {
      runs: wanted(cloudflare, args.cloudflare, PINNED.cloudflare).flatMap((version) =>
        wanted(aws, args.aws, PINNED.aws).map((awsVersion) =>
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
  const orPinned = (asked: readonly string[], pinned: string) =>
    asked.length > 0 ? asked.map((version) => (version === "pinned" ? pinned : version)) : [pinned];
  const pairs: readonly Versions[] =
    args.cloudflare.length + args.aws.length > 0
      ? orPinned(args.cloudflare, PINNED.cloudflare).flatMap((cloudflare) =>
          orPinned(args.aws, PINNED.aws).map((aws) => ({ aws, cloudflare })),
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
async function terraformBinary(): Promise<TerraformBinary | { readonly skipped: string }> {
  const interrupts = new Interrupts({ kill: () => {} });
  const fetch = { env: process.env, interrupts, say: console.log, onProgress: () => {} };
  try {
    return await findTerraform({ env: process.env, cwd: process.cwd(), interrupts, fetch });
  } catch (error) {
    if (error instanceof TerraformError) return { skipped: error.message };
    throw error;
  }
}
