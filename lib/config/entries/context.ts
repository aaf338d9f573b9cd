// What the settings of an entry are made with: whose they are, and where they stand.
import type { Attempt, Path } from "./fault";

export interface EntryContext {
  readonly domain: string;
  /** The entry's. */
  readonly key: string;
  /** Seconds, or 1: of records that say none. */
  readonly ttl: number;
  /** Notes that the record `id`, or `id ttl`, stands at these steps of the entry. */
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
