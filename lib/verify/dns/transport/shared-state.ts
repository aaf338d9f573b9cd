// What the clients of a run share: its limit, its counters, and the results of its queries.
import type { Failure } from "../answer";
import type { Reply } from "../wire/reply";
import type { LruCache } from "./lru-cache";
import type { SharedLimit } from "./server-queue";

export type QueryResult = { readonly reply: Reply } | { readonly failure: Failure };

/** Counters over all servers of a run. */
export interface Counters {
  questions: number;
  sent: number;
  /** UDP packets and TCP responses that were received, from whatever sender. */
  received: number;
  /** Whether any server has responded over IPv6; before that, a failure may be this machine's own. */
  receivedIPv6: boolean;
}

/** What the clients of a run share. */
export interface SharedState {
  readonly limit: SharedLimit;
  readonly counters: Counters;
  readonly cache: LruCache<Promise<QueryResult>>;
}
