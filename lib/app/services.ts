// The world that verify and adopt look at: the Internet and AWS, or an emulated one.
import type { AcmClient } from "../acm/acm";
import type { RolePurpose } from "../dns/account-roles";
import type { SesClient } from "../ses/ses";
import type { DnsClient } from "../verify/dns/dns";
import type { DnsOptions } from "../verify/dns/options";
import type { PolicyFetch } from "../verify/protocols/mta-sts";
import type { TlsProbe } from "../verify/protocols/tls";
import type { Workspace } from "./context";

/** The services that are asked. */
export interface Services {
  readonly ses: SesClient;
  /** @default - ACM is not asked */
  readonly acm?: AcmClient | undefined;
  /** @default - the certificates of websites are not checked */
  readonly tls?: TlsProbe;
  /** @default - policies of MTA-STS are not fetched */
  readonly fetchPolicy?: PolicyFetch;
  /** Milliseconds since 1970, by the world's own clock. */
  readonly now: () => number;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
  /** A run in which each question is asked only once. The caller must close it. */
  newDns(): DnsClient;
}

export interface ServicesOptions {
  /** For an account with two roles: `apply` if something is changed. @default plan */
  readonly role?: RolePurpose;
  /** The servers for DNS questions, besides the setting of the workspace. */
  readonly dns?: DnsOptions;
}

/** Runs `job` with the clients of a workspace. At Ctrl-C open questions are cancelled. */
export async function withServices<T>(
  workspace: Workspace,
  job: (outside: Services) => Promise<T>,
  { role, dns: given = {} }: ServicesOptions = {},
): Promise<T> {
  const { clients, env, interrupts, now, kind, sesPace, say, label } = workspace;
  // The emulator has no such limit.
  const paced = kind === "sandbox" ? {} : { pace: sesPace, onWait: (message: string) => say(`${label}${message}`) };
  const stopped = new AbortController();
  const { signal } = stopped;
  const dns = { ...workspace.dns, ...given, signal };
  const site = { env, allowsAddress: given.roots === undefined ? undefined : () => true };
  const stop = () => stopped.abort();
  const leave = interrupts.add({ interrupt: stop, kill: stop, expendable: true });
  try {
    return await job({
      ses: clients.createSes({ env, clock: now, signal, purpose: role, ...paced }),
      acm: clients.createAcm?.({ env, clock: now, signal, purpose: role }),
      tls: clients.tlsProbe?.(site),
      fetchPolicy: clients.policyFetch?.(site),
      now,
      signal,
      newDns: () => clients.createDns(dns),
    });
  } finally {
    leave();
  }
}
