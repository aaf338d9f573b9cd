// Stacks as mailzone synthesises them from a domains.yaml, and what they take for granted.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isOlderAws, withProviderPerRegion } from "./older-aws";
import type { Configuration, SideOptions } from "./side";
import type { Versions } from "./steps";

const ROOT = process.cwd();

/** What is read of a cdk.tf.json. */
export interface SynthesizedJson extends Configuration {
  readonly terraform: { readonly required_providers: { readonly aws: object; readonly cloudflare: object } };
  readonly resource?: {
    readonly aws_iam_role_policy?: Readonly<Record<string, { readonly role: string }>>;
    readonly cloudflare_dns_record?: Readonly<Record<string, { readonly zone_id: string; readonly name: string }>>;
  };
  readonly provider?: { readonly aws?: readonly AwsProvider[] };
  readonly data?: { readonly aws_sesv2_email_identity?: Readonly<Record<string, ReadIdentity>> };
}

interface ReadIdentity {
  readonly email_identity: string;
  readonly region: string;
}

interface AwsProvider {
  readonly profile?: string;
  readonly allowed_account_ids?: readonly string[];
  readonly assume_role?: unknown;
}

export interface SynthesizedStack {
  readonly stack: string;
  readonly json: SynthesizedJson;
}

/** @param synth writes the stacks into an out folder */
export function synthesizeWith(synth: (out: string) => void): SynthesizedStack[] {
  const out = mkdtempSync(path.join(tmpdir(), "mailzone-real-"));
  try {
    synth(out);
    return readdirSync(path.join(out, "stacks")).map((stack) => ({
      stack,
      json: JSON.parse(readFileSync(path.join(out, "stacks", stack, "cdk.tf.json"), "utf8")),
    }));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** @param file a domains.yaml, absolute */
export function synthesizeFile(file: string): SynthesizedStack[] {
  return synthesizeWith((out) => {
    const env = { ...process.env, MAILZONE_CONFIG: file, CDKTF_OUTDIR: out };
    execFileSync(process.execPath, [path.join(ROOT, "bin", "synth.js")], { cwd: out, env, stdio: "pipe" });
  });
}

/** @param yaml a domains.yaml */
export function synthesizeText(yaml: string): SynthesizedStack[] {
  const folder = mkdtempSync(path.join(tmpdir(), "mailzone-real-"));
  try {
    const file = path.join(folder, "domains.yaml");
    writeFileSync(file, yaml);
    return synthesizeFile(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The stack as it is compared: with the providers' versions that are compared, and a state beside it. */
export function comparable(json: SynthesizedJson, versions: Versions): Configuration {
  const { required_providers } = json.terraform;
  return {
    ...(isOlderAws(versions.aws) ? withProviderPerRegion(json) : json),
    terraform: {
      required_providers: {
        aws: { ...required_providers.aws, version: versions.aws },
        cloudflare: { ...required_providers.cloudflare, version: versions.cloudflare },
      },
      backend: { local: { path: "terraform.tfstate" } },
    },
  };
}

/** The zones and accounts that a stack takes for granted. */
export function worldIn({ resource = {}, provider = {} }: SynthesizedJson): NonNullable<SideOptions["world"]> {
  const records = Object.values(resource.cloudflare_dns_record ?? {});
  const zones = records
    .filter(({ zone_id }) => /^[0-9a-f]{32}$/.test(zone_id))
    // The zones of all examples have two labels.
    .map(({ zone_id, name }) => [zone_id, name.split(".").slice(-2).join(".")]);
  const accounts = provider.aws ?? [];
  const told = accounts.flatMap(({ profile = "default", allowed_account_ids: [first] = [], assume_role }) =>
    first === undefined || assume_role !== undefined ? [] : [[profile, first]],
  );
  return {
    zones: Object.fromEntries(zones),
    roles: Object.values(resource.aws_iam_role_policy ?? {}).map(({ role }) => `arn:aws:iam::*:role/${role}`),
    profiles: Object.fromEntries(told),
    profileNames: accounts.flatMap(({ profile }) => profile ?? []),
  };
}
