// The world that verify and adopt look at: the Internet and AWS, or an emulated one.
import type { RolePurpose } from "../dns/account-roles";
import type { SesClient } from "../ses/ses";
import type { DnsClient } from "../verify/dns/dns";
import type { DnsOptions } from "../verify/dns/options";
import type { TlsProbe } from "../verify/protocols/tls";
import type { Workspace } from "./context";

/** What is asked. */
export interface Outside {
  readonly ses: SesClient;
  /** @default - certificates are not looked at */
  readonly tls?: TlsProbe;
  /** Milliseconds since 1970, by the world's own clock. */
  readonly now: () => number;
  /** Ends at Ctrl-C. */
  readonly signal: AbortSignal;
  /** A run of questions, each of which is asked once; close it. */
  newDns(): DnsClient;
}

export interface OutsideOptions {
  /** Of an account with two roles: `apply` where something is changed. @default plan */
  readonly role?: RolePurpose;
  /** Whom DNS questions go to, beside what the workspace says. */
  readonly dns?: DnsOptions;
}

/** Runs `job` with the clients of a workspace; what it still asks at Ctrl-C is given up. */
export async function withOutside<T>(
  workspace: Workspace,
  job: (outside: Outside) => Promise<T>,
  { role, dns: given = {} }: OutsideOptions = {},
): Promise<T> {
  const { clients, env, interrupts, now } = workspace;
  const stopped = new AbortController();
  const { signal } = stopped;
  const dns = { ...workspace.dns, ...given, signal };
  const tls = clients.tlsProbe?.({ env, ...(given.roots !== undefined && { allowsAddress: () => true }) });
  const stop = () => stopped.abort();
  const leave = interrupts.add({ interrupt: stop, kill: stop, expendable: true });
  try {
    return await job({
      ses: clients.createSes({ env, clock: now, signal, ...(role !== undefined && { purpose: role }) }),
      ...(tls !== undefined && { tls }),
      ...{ now, signal },
      newDns: () => clients.createDns(dns),
    });
  } finally {
    leave();
  }
}
