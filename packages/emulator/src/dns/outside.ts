// Names outside the emulator's world. On the real Internet they may exist; the emulator cannot know. The servers of their parents
// answer "no such name", as for any missing name, with an extended error (RFC 8914) that says that they do not know.
import type { World } from "../world/world";
import { AMAZON_ZONES } from "./providers/amazon-zones";
import { CLOUDFLARE_SERVERS } from "./providers/cloudflare-zone";
import { ancestors } from "./zones";

/** The first info code for private use (RFC 8914 §5.2). */
export const OUTSIDE = 49_152;

/** Returns whether a name is neither at, below nor above a name that this world has, or had and deleted. */
export function outsideOf(world: World): (name: string) => boolean {
  const deleted = world.deletions.keys().flatMap((key) => /^zone\/(.+\..+)$/.exec(key)?.[1] ?? []);
  const own = [...world.zones.values().map(({ name }) => name), ...deleted];
  const identities = world.identities.values().map(({ name }) => name.slice(name.indexOf("@") + 1));
  const known = new Set([...own, ...identities, ...AMAZON_ZONES, ...CLOUDFLARE_SERVERS]);
  const above = new Set([...known].flatMap((name) => ancestors(name).slice(1)));
  return (name) => {
    for (const at of ancestors(name).reverse()) {
      if (known.has(at)) return false;
      // The root and all top-level domains are inside the world.
      if (!at.includes(".") || above.has(at)) continue;
      // A name such as _dmarc.com is inside as well: nobody can register it. Public suffixes publish nothing, and a client's tree
      // walk goes on past them.
      return !at.startsWith("_");
    }
    return false;
  };
}
