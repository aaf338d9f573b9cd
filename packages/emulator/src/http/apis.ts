// The HTTP APIs of one emulator: served over its world, with its outbox and the files that AWS's clients read for profiles.
import { sendMessage } from "../outbox/outbox";
import { DEFAULT_ACCOUNT } from "../world/things";
import type { World } from "../world/world";
import { writeAwsFiles } from "./environment";
import { CLOUDFLARE_PATH, serveHttp } from "./server";

export interface ApisOptions {
  /** The emulator's folder, absolute. */
  readonly folder: string;
  /** AWS profiles that a configuration names without telling their accounts. @default - none */
  readonly profileNames?: readonly string[];
}

export interface Apis {
  /** AWS's endpoint, for every service. */
  readonly url: string;
  readonly cloudflareUrl: string;
  /** The AWS account of whoever names no profile. */
  readonly account: string;
  stop(): Promise<void>;
}

/** Every profile that somebody names can be used, as in the emulated provider: an unknown one leads to the same account there. */
export async function serveApis(world: World, options: ApisOptions): Promise<Apis> {
  const { folder, profileNames = [] } = options;
  const accountOf = (profile: string) => world.profiles.get(profile) ?? DEFAULT_ACCOUNT;
  const names = [...new Set([...world.profiles.keys(), ...profileNames])].sort();
  writeAwsFiles(folder, Object.fromEntries(names.map((name) => [name, accountOf(name)])));
  const { url, stop } = await serveHttp(world, { send: (_world, message) => sendMessage(world, message, folder) });
  return { url, cloudflareUrl: `${url}${CLOUDFLARE_PATH}`, account: accountOf("default"), stop };
}
