// The examples as scenarios: the stacks of each, as mailzone or the example's own app synthesises them.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PackedProject } from "../../__tests__/helpers/packed-project";
import { DEFAULT_ACCOUNT, type IdentityChange, putEmulatorIdentity } from "../../packages/emulator/commands";
import { isOlderAws, withProviderPerRegion } from "./older-aws";
import type { Configuration, Side, SideOptions } from "./side";
import { again, DESTROY, planAndApply, type Scenario, type Versions, WORLD } from "./steps";

const ROOT = process.cwd();

/** @param only part of the names of the scenarios that are wanted; empty for all */
export function examples(versions: Versions, only: string): readonly Scenario[] {
  const folder = path.join(ROOT, "examples");
  // Synthesising takes seconds. A part of a name that begins with the stack is looked for in all.
  const isWanted = (name: string) => only.includes("(") || `example ${name}`.includes(only);
  return readdirSync(folder)
    .filter(isWanted)
    .flatMap((name) => synthesize(name).map((made) => ({ name, ...made })))
    .map(({ name, stack, json }) => ({
      name: `example ${name}${stack === "mailzone" ? "" : ` (${stack})`}`,
      world: { ...WORLD, ...worldIn(json) },
      steps: [
        {
          name: "init",
          async run(side: Side) {
            // What another team has made.
            for (const identity of identitiesIn(json)) await putEmulatorIdentity(side.access, identity);
            side.write(withVersions(json, versions));
            await side.init();
          },
        },
        { name: "apply", run: planAndApply },
        again("second plan"),
        again("third plan"),
        DESTROY,
      ],
    }));
}

/** What is read of a cdk.tf.json. */
interface SynthesizedJson extends Configuration {
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

interface SynthesizedExample {
  readonly stack: string;
  readonly json: SynthesizedJson;
}

function synthesize(example: string): SynthesizedExample[] {
  const folder = path.join(ROOT, "examples", example);
  const out = mkdtempSync(path.join(tmpdir(), "mailzone-real-"));
  try {
    if (existsSync(path.join(folder, "cdktf.json"))) synthesizeApp(example, out);
    else {
      const env = { ...process.env, MAILZONE_CONFIG: path.join(folder, "domains.yaml"), CDKTF_OUTDIR: out };
      execFileSync(process.execPath, [path.join(ROOT, "bin", "synth.js")], { cwd: out, env, stdio: "pipe" });
    }
    return readdirSync(path.join(out, "stacks")).map((stack) => ({
      stack,
      json: JSON.parse(readFileSync(path.join(out, "stacks", stack, "cdk.tf.json"), "utf8")),
    }));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** A CDKTF app of its own, with mailzone as npm packs it. */
function synthesizeApp(example: string, out: string): void {
  const project = PackedProject.of(example);
  try {
    project.synth(out);
  } finally {
    project.remove();
  }
}

function identitiesIn({ data = {} }: SynthesizedJson): readonly IdentityChange[] {
  return Object.values(data.aws_sesv2_email_identity ?? {}).map(({ email_identity: name, region }) => ({
    account: DEFAULT_ACCOUNT,
    region,
    name,
  }));
}

function withVersions(json: SynthesizedExample["json"], versions: Versions): Configuration {
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
function worldIn({ resource = {}, provider = {} }: SynthesizedExample["json"]): NonNullable<SideOptions["world"]> {
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
