// The options of a DNS client: which servers to query, with which timeouts and at which rate. The defaults fit the real Internet.

import { CLOCK, type Clock } from "../../net/clock";
import type { DnsServer } from "./answer";
import { isPublicAddress } from "./public-address";
import { ROOT_SERVERS, type RootServer } from "./roots";
import { PUBLIC_RESOLVERS } from "./servers";

export interface DnsOptions {
  /** The resolvers that are queried. @default PUBLIC_RESOLVERS */
  readonly resolvers?: readonly DnsServer[];
  /**
   * Authoritative servers for all names, instead of those that are found from the root; resolve() starts at the root for names that
   * they do not serve.
   * @default - servers are found from the root
   */
  readonly nameServers?: readonly DnsServer[];
  /** Where iterative resolution starts; `[]` forbids it. @default ROOT_SERVERS */
  readonly roots?: readonly RootServer[];
  /** The port of every server that is found by referrals; only tests use another one. @default 53 */
  readonly port?: number;
  /** Milliseconds to wait for one response. @default 2000 */
  readonly timeout?: number;
  /** How often a query is sent to a server that does not respond. @default 3 */
  readonly tries?: number;
  /** Milliseconds for one query to one server, with all tries over UDP and TCP. @default 10000 */
  readonly limit?: number;
  /**
   * Packets per second to one server. Google's resolver drops more than 1,500 from one address
   * (https://developers.google.com/speed/public-dns/docs/isp).
   * @default 1000
   */
  readonly rate?: number;
  /** Queries at the same time, to all servers together. @default 256 */
  readonly concurrency?: number;
  /** Queries at the same time to one server. @default 64 */
  readonly perServer?: number;
  /**
   * Whether a server that is found by referrals may be queried at its address; servers that are given here always may.
   * @default - public addresses; any address if `roots` is set
   */
  readonly allowsAddress?: (address: string) => boolean;
  /**
   * The extended error (RFC 8914) with which the emulator's servers answer for names that they cannot know.
   * @default - none
   */
  readonly outsideCode?: number;
  /** @default CLOCK */
  readonly clock?: Clock;
  /** Ends the run: open queries fail at once. @default - none */
  readonly signal?: AbortSignal;
}

type Optional = "nameServers" | "signal" | "outsideCode";

export type DnsSettings = Required<Omit<DnsOptions, Optional>> & Pick<DnsOptions, Optional>;

export function dnsSettings(options: DnsOptions): DnsSettings {
  return {
    resolvers: PUBLIC_RESOLVERS,
    roots: ROOT_SERVERS,
    port: 53,
    timeout: 2_000,
    tries: 3,
    limit: 10_000,
    rate: 1_000,
    concurrency: 256,
    perServer: 64,
    allowsAddress: options.roots === undefined ? isPublicAddress : () => true,
    clock: CLOCK,
    ...options,
  };
}
