// The emulator while a command runs in it: the world is locked and open, and the emulated providers listen. The providers run in
// the calling process and stop only after its child process has ended.
import { writeFileSync } from "node:fs";
import { type EmulatorAccess, lockWorld } from "./access";
import { callService } from "./commands/refused";
import { serveWorldDns, type WorldDnsServer } from "./dns/world-server";
import { emulatedEnvironment, initEnvironment, terraformConfigFile } from "./environment";
import { folderIsolationProblem } from "./guard/guard";
import { type Apis, serveApis } from "./http/apis";
import { serveProvider } from "./protocol/server";
import { PROVIDERS } from "./providers";
import { mirrorConfig, mirroredVersions, type RealProviders, realSources } from "./real-providers/installation";
import { serveRefusingProxy } from "./real-providers/refusing-proxy";
import { ensureDistributions } from "./services/aws/cloudfront";
import { ensureRoles } from "./services/aws/iam";
import { ensureZones } from "./services/cloudflare/zones";
import { unsupportedTypes } from "./unsupported-types";
import { type RateLimitSetting, setRateLimit } from "./world/rate-limit";
import { World } from "./world/world";

export interface EmulatorOptions extends EmulatorAccess {
  /** Zone names by id, to complete names that are relative to the zone. @default - the zones told before */
  readonly zones?: Readonly<Record<string, string>>;
  /** Names of zones that the configuration looks up. Missing ones are made, with ids. @default - none */
  readonly zoneNames?: readonly string[];
  /** Ids of CloudFront distributions that the configuration names. Missing ones are made. @default - none */
  readonly distributions?: readonly string[];
  /** ARNs of IAM roles that the configuration names, with `*` for an unknown account. Missing ones are made. @default - none */
  readonly roles?: readonly string[];
  /**
   * AWS account ids by profile; `default` is used where no profile is named.
   * @default - the ones told before, else 000000000000
   */
  readonly profiles?: Readonly<Record<string, string>>;
  /** Whether to start its DNS: root, name servers and a resolver. @default false */
  readonly dns?: boolean;
  /** Whether to start AWS's and Cloudflare's HTTP APIs, for clients other than Terraform. @default false */
  readonly http?: boolean;
  /** Real providers, which the HTTP APIs answer, instead of emulated ones. @default - all are emulated */
  readonly realProviders?: RealProviders | undefined;
  /** How many requests Cloudflare's HTTP API takes. @default - what was set before, else Cloudflare's own limit */
  readonly cloudflareLimit?: RateLimitSetting;
  /** AWS profiles that the configuration names without their accounts, for those clients. @default - none */
  readonly profileNames?: readonly string[];
  /**
   * Absolute paths of folders with Terraform configurations. A resource type in them that is not emulated gets an error that says
   * so; for any other unknown type, Terraform says that the provider does not support it.
   * @default - the folders that the guard before `terraform` has seen
   */
  readonly stacks?: readonly string[];
}

export interface Emulator {
  /** Where its DNS listens. @default - not started */
  readonly dns?: Omit<WorldDnsServer, "stop">;
  /** Where its HTTP APIs listen; the environment contains this too. @default - not started */
  readonly http?: Omit<Apis, "stop">;
  /** Its clock, in milliseconds since 1970. */
  now(): number;
  /** Returns `parent` with every variable that points a command at the emulator, and none that points outside it. */
  environment(parent: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
  /** The same for `terraform init`, which with real providers may reach the registry. */
  initEnvironment(parent: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
  /**
   * Returns why Terraform in a folder of stacks (absolute path) would use a state or backend outside the emulator; undefined if it
   * would not.
   */
  isolationProblem(stacks: string, env: NodeJS.ProcessEnv): string | undefined;
  /** Stops the providers and unlocks the world. Call it after the child has ended. */
  stop(): Promise<void>;
}

export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { folder, pid = process.pid } = options;
  const lock = await lockWorld(options);
  const cleanups: (() => unknown)[] = [() => lock.release()];
  const stop = async () => {
    // The servers must stop before the world is closed, and the world must be closed before another command may open it.
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const real = realProviders(options);
    writeFileSync(terraformConfigFile(folder), real.config);
    const world = World.open(folder);
    cleanups.push(() => world.close());
    prepareWorld(world, options);
    const emulated = PROVIDERS.filter(({ source }) => !real.sources.includes(source));
    const servers = await Promise.all(
      emulated.map((provider) => serveProvider(provider, world, unsupportedTypes(folder, PROVIDERS, options.stacks))),
    );
    cleanups.push(...servers.map((server) => () => server.stop()));
    const listeners = servers.map(({ provider: { source, protocol }, port }) => ({ source, protocol, port }));
    const dns = options.dns === true ? await serveWorldDns(world) : undefined;
    if (dns !== undefined) cleanups.push(() => dns.stop());
    const isReal = real.sources.length > 0;
    const http = options.http === true || isReal ? await serveApis(world, options) : undefined;
    if (http !== undefined) cleanups.push(() => http.stop());
    const proxy = isReal ? await serveRefusingProxy(options.log ?? (() => {})) : undefined;
    if (proxy !== undefined) cleanups.push(() => proxy.stop());
    const environment = (parent: NodeJS.ProcessEnv) =>
      emulatedEnvironment(parent, {
        folder,
        pid,
        listeners,
        http,
        real: proxy && { proxy: proxy.url, usersConfig: real.config === "" },
      });
    return {
      dns,
      http,
      now: () => world.now(),
      environment,
      initEnvironment: (parent) => (isReal ? initEnvironment(parent, environment(parent)) : environment(parent)),
      isolationProblem: (stacks, env) => folderIsolationProblem(stacks, folder, env),
      stop,
    };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

/** The providers that are real, and the CLI configuration that installs them; empty if it is the user's own. */
function realProviders({ realProviders: wanted, log }: EmulatorOptions): {
  sources: readonly string[];
  config: string;
} {
  if (wanted === undefined) return { sources: [], config: "" };
  const known = PROVIDERS.map(({ source }) => source);
  const sources = realSources(known, wanted);
  const { mirror } = wanted;
  if (mirror === undefined) return { sources, config: "" };
  const found = sources.map((source) => `${source} ${mirroredVersions(mirror, source).join(", ")}`).join("; ");
  const missing = known.filter((source) => !sources.includes(source));
  const rest = missing.map((source) => `; ${source} is not in it, so this provider is emulated too`).join("");
  log?.(`emulated: the mirror "${mirror}" has ${found}${rest}`);
  return { sources, config: mirrorConfig(sources, mirror) };
}

function prepareWorld(
  world: World,
  { zones = {}, zoneNames = [], distributions = [], roles = [], profiles = {}, cloudflareLimit }: EmulatorOptions,
): void {
  if (cloudflareLimit !== undefined) setRateLimit(world, cloudflareLimit);
  callService("Cloudflare", "a zone of the configuration", () => ensureZones(world, zones, zoneNames));
  ensureDistributions(world, distributions);
  ensureRoles(world, roles);
  const changed = Object.entries(profiles).filter(([name, account]) => world.profiles.get(name) !== account);
  if (changed.length > 0) world.commit(...changed.map(([name, account]) => world.profiles.put(name, account)));
}
