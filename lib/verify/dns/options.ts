// What a run of questions is told: whom to ask, how patiently and how fast. All of it has a default for the real Internet.

import { CLOCK, type Clock } from "../../net/clock";
import type { DnsServer } from "./answer";
import { isPublicAddress } from "./public-address";
import { ROOT_SERVERS, type RootServer } from "./roots";
import { PUBLIC_RESOLVERS } from "./servers";

export interface DnsOptions {
  /** The resolvers that stand for what the world sees. @default PUBLIC_RESOLVERS */
  readonly resolvers?: readonly DnsServer[];
  /**
   * Authorities of whatever is asked, instead of those that the walk from the root finds; resolve() walks for a name
   * that these do not serve.
   * @default - the walk
   */
  readonly nameServers?: readonly DnsServer[];
  /** Where the walk begins; `[]` forbids it, for a world that must not be left. @default ROOT_SERVERS */
  readonly roots?: readonly RootServer[];
  /** The port of every server that the walk finds; only a test world has another. @default 53 */
  readonly port?: number;
  /** Milliseconds to wait for one answer. @default 2000 */
  readonly timeout?: number;
  /** How often a silent server is asked the same. @default 3 */
  readonly tries?: number;
  /** Milliseconds for one question to one server, with all its tries, over UDP and TCP. @default 10000 */
  readonly limit?: number;
  /**
   * Packets a second to one server. Google's resolver drops what is over 1,500 from one address
   * (https://developers.google.com/speed/public-dns/docs/isp).
   * @default 1000
   */
  readonly rate?: number;
  /** Questions on their way at a time, all servers together. @default 256 */
  readonly concurrency?: number;
  /** Questions that one server has not answered yet. @default 64 */
  readonly perServer?: number;
  /**
   * Whether a server that the walk finds may be asked at its address; those that are given here always are.
   * @default - only at public ones; at any where `roots` are given, since such a world is whose who gives them
   */
  readonly allowsAddress?: (address: string) => boolean;
  /**
   * The extended error (RFC 8914) by which the emulator's servers tell a name that lies outside its world.
   * @default - none: in the real world no name does
   */
  readonly outsideCode?: number;
  /** @default CLOCK */
  readonly clock?: Clock;
  /** Ends the run: what is unanswered fails at once. @default - it runs to its end */
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
