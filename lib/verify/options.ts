// What a verification is given: what should be live, and whom to ask.
import type { Domain } from "../dns/domain";
import type { DnsRecord } from "../dns/record";
import type { Clock } from "../net/clock";
import type { Ses } from "../ses/identity";
import type { Dns } from "./dns/answer";
import type { TlsProbe } from "./protocols/tls";

export interface VerifyOptions {
  /** Those that are present; what is not among them is checked in DNS alone. */
  readonly domains: readonly Domain[];
  /** What should be live: the stack's output, or domainRecords() with the tokens that SES reports. */
  readonly records: readonly DnsRecord[];
  readonly dns: Dns;
  /** @default - SES is not asked */
  readonly ses?: Ses;
  /** @default - websites are not asked */
  readonly tls?: TlsProbe;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** When SES's search was begun again, by entry. @default - never, as far as is known */
  readonly restarts?: ReadonlyMap<string, number>;
  /** Is told after each record. @default - nobody */
  readonly onProgress?: (done: number, total: number) => void;
  /** @default CLOCK */
  readonly clock?: Clock;
}
