// The world that verify and adopt look at: the real Internet and AWS, or the emulator's servers on loopback.
import { type Command, Option } from "commander";
import type { Emulator } from "../../packages/emulator";
import type { RolePurpose } from "../dns/account-roles";
import { createSes, type SesClient } from "../ses/ses";
import type { DnsServer } from "../verify/dns/answer";
import { createDns, type DnsClient } from "../verify/dns/dns";
import { type DnsOptions, dnsSettings } from "../verify/dns/options";
import { formatAddress, parseServer } from "../verify/dns/servers";
import { type TlsProbe, tlsProbe } from "../verify/protocols/tls";
import { numberFromOne } from "./options";
import { Refused, type Shell } from "./shell";
import type { Workspace } from "./workspace";

export interface World {
  readonly ses: SesClient;
  /** Nothing in the emulator has a certificate. */
  readonly tls?: TlsProbe;
  /** Milliseconds since 1970, by the emulator's clock where it is one. */
  readonly now: () => number;
  /** Ends at Ctrl-C. */
  readonly signal: AbortSignal;
  /** A run of questions, each of which is asked once; close it. */
  newDns(): DnsClient;
}

/** Where DNS begins, for who does not say --root: addresses, with commas or blanks between them. */
const ROOT_VARIABLE = "MAILZONE_DNS_ROOT";

export interface WorldOptions {
  /** Of an account with two roles: `apply` where something is changed. @default plan */
  readonly role?: RolePurpose;
  readonly root?: readonly string[];
  readonly resolver?: readonly string[];
  readonly nameserver?: readonly string[];
  /** Questions a second to one server. */
  readonly rate?: number;
}

export function withRate(command: Command): Command {
  const description = `questions a second to one name server or resolver (default: ${dnsSettings({}).rate})`;
  return command.addOption(new Option("--rate <questions>", description).argParser(numberFromOne));
}

/** Runs `job` in the world of a workspace; what it still asks at Ctrl-C is given up. */
export async function inWorld<T>(
  shell: Shell,
  { emulator, env }: Workspace,
  job: (world: World) => Promise<T>,
  options: WorldOptions = {},
): Promise<T> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const now = emulator === undefined ? Date.now : emulator.now;
  const begin = emulator === undefined ? rootsOf(options, env) : emulator.dns && dnsOf(emulator.dns);
  const dns = { ...begin, ...given(options), signal };
  const stop = () => stopped.abort();
  const leave = shell.interrupts.add({ interrupt: stop, kill: stop, expendable: true });
  try {
    return await job({
      ses: createSes({ env, clock: now, signal, ...(options.role !== undefined && { purpose: options.role }) }),
      ...(emulator === undefined && { tls: tlsProbe({ env, ...(begin && { allowsAddress: () => true }) }) }),
      now,
      signal,
      newDns: () => createDns(dns),
    });
  } finally {
    leave();
  }
}

/** Nobody outside the emulator is asked. */
function dnsOf({ roots, port, resolver, outside }: NonNullable<Emulator["dns"]>): DnsOptions {
  const addressed = roots.map(({ name, address }) => ({ name, addresses: [address] }));
  return { roots: addressed, port, resolvers: [resolver], outsideCode: outside };
}

/**
 * A DNS of somebody's own, from its root servers on. All its servers listen on one port, since no NS record tells another. The
 * public resolvers know nothing of it and are not told of its names.
 */
function rootsOf({ root }: WorldOptions, env: Workspace["env"]): DnsOptions | undefined {
  const named = (env[ROOT_VARIABLE] ?? "").split(/[\s,]+/).filter((text) => text !== "");
  const source = root === undefined ? ROOT_VARIABLE : "--root";
  const servers = read(root ?? named, source);
  const [first] = servers;
  if (first === undefined) return undefined;
  const other = servers.find(({ port }) => port !== first.port);
  if (other !== undefined)
    throw new Refused(
      `${source} has "${formatAddress(first)}" and "${formatAddress(other)}": give one port, at which all name servers are asked`,
    );
  const roots = servers.map(({ address }) => ({ name: address, addresses: [address] }));
  return { roots, port: first.port, resolvers: [] };
}

function given({ resolver, nameserver, rate }: WorldOptions): DnsOptions {
  return {
    ...(resolver !== undefined && { resolvers: read(resolver, "--resolver") }),
    ...(nameserver !== undefined && { nameServers: read(nameserver, "--nameserver") }),
    ...(rate !== undefined && { rate }),
  };
}

function read(texts: readonly string[], source: string): DnsServer[] {
  return texts.map((text) => {
    try {
      return parseServer(text);
    } catch (error) {
      throw new Refused(`${source}: ${(error as Error).message}`);
    }
  });
}
