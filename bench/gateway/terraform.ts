// A plan of many applied records in one zone by the real Terraform with Cloudflare's real provider: without a refresh, with one through the
// gateway, and with one straight to the emulated Cloudflare. Applying so many would take longer than all the rest, so one record is applied,
// and the others are copies of it in the state and in the zone.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Budget } from "../../lib/cloudflare/budget";
import { startGateway } from "../../lib/gateway/gateway";
import { CLOCK } from "../../lib/net/clock";
import {
  CLOUDFLARE_LIMIT,
  NO_LIMIT,
  type RateLimitSetting,
  readEmulatorStatus,
} from "../../packages/emulator/commands";
import { startEmulator } from "../../packages/emulator/index";
import { World } from "../../packages/emulator/internals/world";

const ZONE = "a".repeat(32);
const ZONE_NAME = "example.com";

interface Instance {
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface State {
  readonly serial: number;
  readonly resources: readonly { readonly name: string; readonly instances: readonly Instance[] }[];
}

export async function planInTerraform(mirror: string, version: string, count: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "mailzone-bench-"));
  try {
    const bench = new TerraformBench(folder, mirror, version);
    await bench.prepare(count);
    console.log(`\ncloudflare ${version} (real), plan of ${count} records in one zone:\n`);
    console.log("| plan | requests | refused | waited (min) | seconds | processor | MB |");
    console.log("| --- | --- | --- | --- | --- | --- | --- |");
    const without = await bench.plan("-refresh=false", {
      isRefreshed: false,
      hasGateway: false,
      limit: CLOUDFLARE_LIMIT,
    });
    const through = await bench.plan("through the gateway", {
      isRefreshed: true,
      hasGateway: true,
      limit: CLOUDFLARE_LIMIT,
    });
    await bench.plan("straight, and every wait waited for", {
      isRefreshed: true,
      hasGateway: false,
      limit: { ...CLOUDFLARE_LIMIT, wait: "jump" },
    });
    const ratio = (of: (cost: Cost) => number) => (of(through) / of(without)).toFixed(2);
    console.log(`\nthrough the gateway: ${ratio(({ seconds }) => seconds)} times the seconds of -refresh=false,`);
    console.log(`${ratio(({ processor }) => processor)} times its processor`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of Terraform and its providers; they are waited for. */
interface Cost {
  readonly seconds: number;
  /** Seconds of processor. */
  readonly processor: number;
  /** Of the largest process. */
  readonly megabytes: number;
}

interface Way {
  readonly isRefreshed: boolean;
  readonly hasGateway: boolean;
  readonly limit: RateLimitSetting;
}

class TerraformBench {
  readonly #stack: string;
  readonly #world: { readonly folder: string };

  constructor(
    folder: string,
    readonly mirror: string,
    readonly version: string,
  ) {
    this.#stack = mkdtempSync(path.join(folder, "stack-"));
    this.#world = { folder: path.join(folder, "world") };
  }

  async prepare(count: number): Promise<void> {
    this.#write(1);
    await this.#run(["init", "-input=false"], { hasGateway: false, limit: NO_LIMIT });
    await this.#run(["apply", "-input=false", "-auto-approve"], { hasGateway: false, limit: NO_LIMIT });
    this.#copy(count);
    this.#write(count);
  }

  async plan(name: string, { isRefreshed, ...way }: Way): Promise<Cost> {
    const before = (await readEmulatorStatus(this.#world)).cloudflareApi;
    const args = ["plan", "-input=false", "-detailed-exitcode", ...(isRefreshed ? [] : ["-refresh=false"])];
    const cost = await this.#run(args, way);
    const { requests, refused, jumped } = (await readEmulatorStatus(this.#world)).cloudflareApi;
    const total = (counts: Readonly<Record<string, number>>) =>
      Object.values(counts).reduce((sum, one) => sum + one, 0);
    const cells = [total(requests) - total(before.requests), refused - before.refused, (jumped - before.jumped) / 60];
    const costs = [cost.seconds.toFixed(1), cost.processor.toFixed(1), cost.megabytes.toFixed(0)];
    console.log(`| ${[name, ...cells, ...costs].join(" | ")} |`);
    return cost;
  }

  /** The configuration of so many records. */
  #write(count: number): void {
    const names = Array.from({ length: count }, (_, index) => index);
    const record = (index: number) => ({
      zone_id: ZONE,
      name: nameOf(index),
      type: "TXT",
      content: contentOf(index),
      ttl: 1,
      proxied: false,
    });
    const json = {
      terraform: {
        required_providers: { cloudflare: { source: "cloudflare/cloudflare", version: this.version } },
        backend: { local: { path: "terraform.tfstate" } },
      },
      resource: { cloudflare_dns_record: Object.fromEntries(names.map((index) => [`r${index}`, record(index)])) },
    };
    writeFileSync(path.join(this.#stack, "main.tf.json"), JSON.stringify(json));
  }

  /** Copies the only record in the state and in the zone. */
  #copy(count: number): void {
    const file = path.join(this.#stack, "terraform.tfstate");
    const state = JSON.parse(readFileSync(file, "utf8")) as State;
    const [resource] = state.resources;
    const world = World.open(this.#world.folder);
    const [record] = world.records.values();
    if (resource === undefined || record === undefined) throw new Error("nothing was applied");
    const copies = Array.from({ length: count - 1 }, (_, index) => {
      const values = {
        id: String(index + 1).padStart(32, "0"),
        name: nameOf(index + 1),
        content: contentOf(index + 1),
      };
      const change = world.records.put(values.id, { ...record, ...values });
      const instances = resource.instances.map((one) => ({ ...one, attributes: { ...one.attributes, ...values } }));
      return { change, resource: { ...resource, name: `r${index + 1}`, instances } };
    });
    world.commit(...copies.map(({ change }) => change));
    world.close();
    const resources = [resource, ...copies.map((copy) => copy.resource)];
    writeFileSync(file, JSON.stringify({ ...state, serial: state.serial + 1, resources }));
  }

  /** Runs Terraform, and fails where it fails or has something to change. */
  async #run(args: readonly string[], { hasGateway, limit }: Omit<Way, "isRefreshed">): Promise<Cost> {
    const emulator = await startEmulator({
      ...this.#world,
      zones: { [ZONE]: ZONE_NAME },
      realProviders: { mirror: this.mirror },
      cloudflareLimit: limit,
    });
    const env = emulator.environment(process.env);
    const base = new URL(env.CLOUDFLARE_BASE_URL ?? "");
    const gateway = hasGateway
      ? await startGateway({ base, env: {}, clock: CLOCK, budget: new Budget({ clock: CLOCK }) })
      : undefined;
    try {
      const terraform = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
      return await timed([terraform, ...args], this.#stack, {
        ...env,
        ...(gateway && { CLOUDFLARE_BASE_URL: gateway.url }),
      });
    } finally {
      await gateway?.stop();
      await emulator.stop();
    }
  }
}

const nameOf = (index: number) => `r${index}.${ZONE_NAME}`;
const contentOf = (index: number) => `"r${index}"`;

/** By GNU time, which counts the children that were waited for. */
function timed(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const child = spawn("/usr/bin/time", ["-f", "%e %U %S %M", ...command], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0) return reject(new Error(`${command.join(" ")} ended with ${code}: ${stdout}${stderr}`));
      const [seconds = 0, user = 0, system = 0, kilobytes = 0] = stderr
        .trim()
        .split("\n")
        .at(-1)!
        .split(" ")
        .map(Number);
      resolve({ seconds, processor: user + system, megabytes: kilobytes / 1024 });
    });
  });
}
