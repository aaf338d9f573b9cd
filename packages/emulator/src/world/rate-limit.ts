// Cloudflare's limit of requests, by the emulator's clock: https://developers.cloudflare.com/fundamentals/api/reference/limits/
// Everybody who asks this world is one user, whatever their token. Not from a primary source: that refused requests do not count, that
// the five minutes of counting slide, and that a block begins with the first request too many.
import type { RateLimit } from "./entities";
import { ApiError, THROTTLED } from "./faults";
import type { World } from "./world";

/** What a person or a test sets. */
export type RateLimitSetting = Pick<RateLimit, "requests" | "seconds" | "wait">;

export const CLOUDFLARE_LIMIT: RateLimitSetting = { requests: 1200, seconds: 300, wait: "real" };
export const NO_LIMIT: RateLimitSetting = { ...CLOUDFLARE_LIMIT, requests: null };

const KEY = "cloudflare";

export function rateLimit(world: World): RateLimit {
  return world.limits.get(KEY) ?? { ...CLOUDFLARE_LIMIT, refused: 0, jumped: 0 };
}

/** Sets it, and forgets what was counted. */
export function setRateLimit(world: World, { requests, seconds, wait }: RateLimitSetting): void {
  const { refused, jumped } = rateLimit(world);
  const spent = world.spent.keys().map((second) => world.spent.remove(second));
  world.commit(...spent, world.limits.put(KEY, { requests, seconds, wait, refused, jumped }));
}

/**
 * Counts one request.
 * @returns the headers of its answer
 * @throws ApiError 429 if it is one too many
 */
export function spendRequest(world: World): Readonly<Record<string, string>> {
  const limit = rateLimit(world);
  if (limit.requests === null) return {};
  const now = world.now();
  if (limit.blockedUntil !== undefined && now < limit.blockedUntil) throw refusal(world, limit, limit.blockedUntil);
  const { count, oldest } = spentWithin(world, limit, now);
  if (count >= limit.requests) throw refusal(world, limit, now + limit.seconds * 1000);
  const second = String(Math.floor(now / 1000));
  world.note(world.spent.put(second, (world.spent.get(second) ?? 0) + 1));
  const reset = Math.max(1, (oldest ?? Math.floor(now / 1000)) + limit.seconds - Math.floor(now / 1000));
  return {
    ratelimit: `"default";r=${limit.requests - count - 1};t=${reset}`,
    "ratelimit-policy": `"default";q=${limit.requests};w=${limit.seconds}`,
  };
}

/** How many requests count now, and the second of the oldest. Forgets older ones. */
function spentWithin(world: World, { seconds }: RateLimit, now: number): { count: number; oldest: number | undefined } {
  const since = Math.floor(now / 1000) - seconds;
  const over = world.spent.keys().filter((second) => Number(second) <= since);
  if (over.length > 0) world.note(...over.map((second) => world.spent.remove(second)));
  const [oldest] = world.spent.keys();
  return {
    count: world.spent.values().reduce((sum, one) => sum + one, 0),
    oldest: oldest === undefined ? undefined : Number(oldest),
  };
}

function refusal(world: World, limit: RateLimit, until: number): ApiError {
  const wait = until - world.now();
  const isJump = limit.wait === "jump";
  if (isJump) world.advance(wait);
  const { blockedUntil: _, ...rest } = limit;
  world.note(
    world.limits.put(KEY, {
      ...rest,
      ...(isJump ? {} : { blockedUntil: until }),
      refused: limit.refused + 1,
      jumped: limit.jumped + (isJump ? wait / 1000 : 0),
    }),
  );
  const retryAfter = isJump ? 0 : Math.ceil(wait / 1000);
  return new ApiError(429, ...THROTTLED, retryAfter);
}
