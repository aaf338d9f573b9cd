// Gives each test of a file its own world.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Sleep } from "../src/world/sleep";
import { World } from "../src/world/world";

/**
 * Opens an empty world before each test and hands it to `take`; gives the folder that holds them all.
 * @param sleep how delays pass; without it by time
 * @param now the clock, in milliseconds since 1970
 */
export function withFreshWorld(take: (world: World) => void, sleep?: Sleep, now: () => number = Date.now): string {
  const base = mkdtempSync(path.join(tmpdir(), "world-"));
  let count = 0;
  let world: World;
  beforeEach(() => {
    count += 1;
    world = World.open(path.join(base, String(count)), now, sleep);
    take(world);
  });
  afterEach(() => world.close());
  afterAll(() => rmSync(base, { recursive: true }));
  return base;
}
