// The HTTP APIs of one emulator. They serve its world, write to its outbox, and come with the profile files that AWS clients read.
import { sendMessage } from "../outbox/outbox";
import { DEFAULT_ACCOUNT } from "../world/entities";
import type { World } from "../world/world";
import { writeAwsFiles } from "./environment";
import { CLOUDFLARE_PATH, serveHttp } from "./server";

export interface ApisOptions {
  /** The emulator's folder, absolute. */
  readonly folder: string;
  /** AWS profiles that a configuration names without their accounts. @default - none */
  readonly profileNames?: readonly string[];
}

export interface Apis {
  /** The endpoint of every AWS service. */
  readonly url: string;
  readonly cloudflareUrl: string;
  /** The AWS account used where no profile is named. */
  readonly account: string;
  stop(): Promise<void>;
}

/**
 * Starts the APIs and makes every named profile usable. As in the emulated provider, an unknown profile gets the default account.
 */
export async function serveApis(world: World, options: ApisOptions): Promise<Apis> {
  const { folder, profileNames = [] } = options;
  const accountOf = (profile: string) => world.profiles.get(profile) ?? DEFAULT_ACCOUNT;
  const names = [...new Set([...world.profiles.keys(), ...profileNames])].sort();
  writeAwsFiles(folder, Object.fromEntries(names.map((name) => [name, accountOf(name)])));
  const { url, stop } = await serveHttp(world, { send: (_world, message) => sendMessage(world, message, folder) });
  return { url, cloudflareUrl: `${url}${CLOUDFLARE_PATH}`, account: accountOf("default"), stop };
}
