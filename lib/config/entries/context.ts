// The entry for which settings are made into records, and a way to note their locations.
import type { Attempt, Path } from "./fault";

export interface EntryContext {
  readonly domain: string;
  /** The entry's key. */
  readonly key: string;
  /** Seconds, or 1 for automatic: the ttl of records that do not set one. */
  readonly ttl: number;
  /** Notes that the record `id`, or `id ttl`, is defined at this path of the entry. */
  readonly note: (id: string, ...steps: Path) => void;
  readonly attempt: Attempt;
}

export function ttlOf(ttl: number | "auto" | undefined): number | undefined {
  return ttl === "auto" ? 1 : ttl;
}

/** `value` without what is undefined in it. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
