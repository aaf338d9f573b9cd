// The sandbox while a command runs in it: the world locked and open, the emulated providers listening. The providers live in
// the process that called, and end only after its child has.
import { writeFileSync } from "node:fs";
import { sandboxEnvironment, terraformConfigFile } from "./environment";
import { serveProvider } from "./protocol/server";
import { PROVIDERS } from "./providers";
import { tellZones } from "./services/cloudflare-zones";
import { tellDistributions } from "./services/cloudfront";
import { acquireLock, type LockOptions } from "./world/lock";
import { World } from "./world/world";

export interface SandboxOptions extends Omit<LockOptions, "purpose"> {
  /** The sandbox's folder, absolute, such as `/project/.mailzone/sandbox`. */
  readonly folder: string;
  /** Names of zones by their ids, for names relative to the zone. @default - the zones told before */
  readonly zones?: Readonly<Record<string, string>>;
  /** Names of zones that the configuration looks up; those that are not there are made, with ids. @default - none */
  readonly zoneNames?: readonly string[];
  /** Ids of CloudFront distributions that the configuration names; those that are not there are made. @default - none */
  readonly distributions?: readonly string[];
  /**
   * Accounts by the AWS profiles that lead to them; `default` is the one of whoever names no profile.
   * @default - the ones told before, else 000000000000
   */
  readonly profiles?: Readonly<Record<string, string>>;
  /** What the world is locked for. @default "a command in the sandbox" */
  readonly purpose?: string;
}

export interface Sandbox {
  /** `parent` with everything that leads a command into the sandbox, and nothing that leads it out. */
  environment(parent: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
  /** Ends the providers and lets the world go. Call it after the child has ended. */
  stop(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { folder, pid, purpose = "a command in the sandbox" } = options;
  const lock = await acquireLock({ ...options, purpose });
  try {
    writeFileSync(terraformConfigFile(folder), "");
    const world = World.open(folder);
    tell(world, options);
    const servers = await Promise.all(PROVIDERS.map((provider) => serveProvider(provider, world)));
    const listeners = servers.map(({ provider: { source, protocol }, port }) => ({ source, protocol, port }));
    return {
      environment: (parent) => sandboxEnvironment(parent, { folder, pid, listeners }),
      async stop() {
        for (const server of servers) server.stop();
        world.close();
        await lock.release();
      },
    };
  } catch (failure) {
    await lock.release();
    throw failure;
  }
}

function tell(world: World, { zones = {}, zoneNames = [], distributions = [], profiles = {} }: SandboxOptions): void {
  tellZones(world, zones, zoneNames);
  tellDistributions(world, distributions);
  const news = Object.entries(profiles).filter(([name, account]) => world.profiles.get(name) !== account);
  if (news.length > 0) world.commit(...news.map(([name, account]) => world.profiles.put(name, account)));
}
