// Looks until everything is live or the time is up, as often as caches and SES make useful.
import type { Domain } from "../../dns/domain";
import type { DnsRecord } from "../../dns/record";
import type { Clock } from "../../net/clock";
import { askOnce, type KnownAnswers } from "../../ses/once";
import type { Verification } from "../../verify/verification";
import { verify } from "../../verify/verify";
import { verifyUntilLive } from "../../verify/wait";
import type { Services } from "../services";

/** Is told about the progress. */
export interface VerifyWatch {
  /** In the first look: the names and identities that are done, and their total. */
  onProgress?(done: number, total: number): void;
  /** After each look. */
  onResult(now: Verification, before: Verification | undefined): void;
  /** Milliseconds until the next look, and until the end. */
  onPause(pause: number, left: number): void;
}

export interface LiveCheckOptions {
  readonly domains: readonly Domain[];
  readonly records: readonly DnsRecord[];
  /** What SES has answered already, for the first look. */
  readonly known: KnownAnswers;
  /** When SES's search was started again, by entry. */
  readonly restarts: ReadonlyMap<string, number>;
  /** Milliseconds; 0 looks once. */
  readonly wait: number;
  readonly clock: Clock;
  /** @default - nobody watches */
  readonly watch?: VerifyWatch | undefined;
}

/** The last verification, whatever ended the wait: everything is live, the time is up, or Ctrl-C. */
export async function checkUntilLive(outside: Services, options: LiveCheckOptions): Promise<Verification> {
  const { wait, clock, watch } = options;
  let onProgress = watch?.onProgress;
  const check = () => {
    const first = onProgress;
    onProgress = undefined;
    return checkOnce(outside, options, first);
  };
  return verifyUntilLive({
    check,
    wait,
    clock,
    signal: outside.signal,
    onResult: (now, before) => watch?.onResult(now, before),
    onPause: (pause, left) => watch?.onPause(pause, left),
  });
}

async function checkOnce(
  { newDns, ses, acm, tls, fetchPolicy, now }: Services,
  { domains, records, known, restarts }: LiveCheckOptions,
  onProgress: VerifyWatch["onProgress"],
): Promise<Verification> {
  const dns = newDns();
  try {
    return await verify({
      domains,
      records,
      dns,
      ses: askOnce(ses, known),
      now,
      restarts,
      acm,
      tls,
      fetchPolicy,
      onProgress,
    });
  } finally {
    dns.close();
  }
}
