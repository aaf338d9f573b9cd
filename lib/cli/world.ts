// The world that verify and adopt look at: the real Internet and AWS, or the sandbox's servers on loopback.
import type { Sandbox } from "../sandbox/sandbox";
import { createSes, type SesClient } from "../ses/ses";
import { createDns, type DnsRun } from "../verify/dns/dns";
import type { DnsOptions } from "../verify/dns/options";
import { parseServer } from "../verify/dns/servers";
import { type TlsProbe, tlsProbe } from "../verify/web/tls";
import { Refused, type Shell } from "./shell";
import type { Workspace } from "./workspace";

export interface World {
  readonly ses: SesClient;
  /** Nothing in the sandbox has a certificate. */
  readonly tls?: TlsProbe;
  /** Milliseconds since 1970, by the sandbox's clock where it is one. */
  readonly now: () => number;
  /** Ends at Ctrl-C. */
  readonly signal: AbortSignal;
  /** A run of questions, each of which is asked once; close it. */
  newDns(): DnsRun;
  close(): void;
}

export interface WorldOptions {
  readonly resolver?: readonly string[];
  readonly nameserver?: readonly string[];
}

export function worldAround(shell: Shell, { sandbox, env }: Workspace, options: WorldOptions): World {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  const leave = shell.interrupts.add({ interrupt: stop, kill: stop });
  const now = sandbox === undefined ? Date.now : sandbox.now;
  const dns = { ...(sandbox?.dns && dnsOf(sandbox.dns)), ...given(options), signal: stopped.signal };
  return {
    ses: createSes({ env, clock: now }),
    ...(sandbox === undefined && { tls: tlsProbe() }),
    now,
    signal: stopped.signal,
    newDns: () => createDns(dns),
    close: leave,
  };
}

/** Nobody outside the sandbox is asked. */
function dnsOf({ roots, port, resolver }: NonNullable<Sandbox["dns"]>): DnsOptions {
  return { roots: roots.map(({ name, address }) => ({ name, addresses: [address] })), port, resolvers: [resolver] };
}

function given({ resolver, nameserver }: WorldOptions): DnsOptions {
  const read = (texts: readonly string[]) =>
    texts.map((text) => {
      try {
        return parseServer(text);
      } catch (error) {
        throw new Refused((error as Error).message);
      }
    });
  return {
    ...(resolver !== undefined && { resolvers: read(resolver) }),
    ...(nameserver !== undefined && { nameServers: read(nameserver) }),
  };
}
