// The input of a verification: what should be live, and which services to query.
import type { AcmClient } from "../acm/acm";
import type { Domain } from "../dns/domain";
import type { DnsRecord } from "../dns/record";
import type { Clock } from "../net/clock";
import type { Ses } from "../ses/identity";
import type { Dns } from "./dns/answer";
import type { PolicyFetch } from "./protocols/mta-sts";
import type { TlsProbe } from "./protocols/tls";

export interface VerifyOptions {
  /** The domains of domains.yaml. Records of other entries are checked in DNS only. */
  readonly domains: readonly Domain[];
  /** What should be live: the stack's output, or domainRecords() with the tokens that SES reports. */
  readonly records: readonly DnsRecord[];
  readonly dns: Dns;
  /** Asked for everything as often as it is needed: askOnce() is for that. @default - SES is not queried */
  readonly ses?: Ses;
  /** @default - ACM is not asked for certificates */
  readonly acm?: Pick<AcmClient, "certificates"> | undefined;
  /** @default - websites are not connected to */
  readonly tls?: TlsProbe;
  /** @default - policies of MTA-STS are not fetched */
  readonly fetchPolicy?: PolicyFetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** When SES's verification was last restarted, by entry, in milliseconds since 1970. @default - never */
  readonly restarts?: ReadonlyMap<string, number>;
  /** Called after each record. @default - not called */
  readonly onProgress?: (done: number, total: number) => void;
  /** @default CLOCK */
  readonly clock?: Clock;
}
