// What lies outside the emulator's world: the real Internet has it or not, and nobody here can tell. Its parents' servers say "no
// such name", as everywhere, and with an extended error that they do not know the real one (RFC 8914).
import type { World } from "../world/world";
import { AMAZON_ZONES } from "./providers/amazon-zones";
import { CLOUDFLARE_SERVERS } from "./providers/cloudflare-zone";
import { ancestors } from "./zones";

/** The first of the info codes for private use (RFC 8914 §5.2). */
export const OUTSIDE = 49_152;

/** Whether a name is neither at, below nor above one that this world has, or had before it was deleted. */
export function outsideOf(world: World): (name: string) => boolean {
  const deleted = world.deletions.keys().flatMap((key) => /^zone\/(.+\..+)$/.exec(key)?.[1] ?? []);
  const own = [...world.zones.values().map(({ name }) => name), ...deleted];
  const identities = world.identities.values().map(({ name }) => name.slice(name.indexOf("@") + 1));
  const known = new Set([...own, ...identities, ...AMAZON_ZONES, ...CLOUDFLARE_SERVERS]);
  const above = new Set([...known].flatMap((name) => ancestors(name).slice(1)));
  return (name) => {
    for (const at of ancestors(name).reverse()) {
      if (known.has(at)) return false;
      // The root and the top-level domains are all here.
      if (!at.includes(".") || above.has(at)) continue;
      // Nor is _dmarc.com a domain that somebody may have: public suffixes publish nothing, and a walk goes on to its end.
      return !at.startsWith("_");
    }
    return false;
  };
}
