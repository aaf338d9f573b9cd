// The servers for DNS questions, from options and the environment.
import { type Command, Option } from "commander";
import { Refused } from "../app/refused";
import type { Environment } from "../net/proxy";
import type { DnsServer } from "../verify/dns/answer";
import { type DnsOptions, dnsSettings } from "../verify/dns/options";
import { formatAddress, parseServer } from "../verify/dns/servers";
import { numberFromOne } from "./options";
import type { Shell } from "./shell";

/** The root servers to use without --root: addresses, separated by commas or blanks. */
const ROOT_VARIABLE = "MAILZONE_DNS_ROOT";

export interface DnsCommandOptions {
  readonly root?: readonly string[];
  readonly resolver?: readonly string[];
  readonly nameserver?: readonly string[];
  /** Questions per second to one server. */
  readonly rate?: number;
}

export function withRate(command: Command): Command {
  const description = `questions a second to one name server or resolver (default: ${dnsSettings({}).rate})`;
  return command.addOption(new Option("--rate <questions>", description).argParser(numberFromOne));
}

/** @throws Refused for a text that is not a server's address */
export function dnsOptions(
  { env }: Pick<Shell, "env">,
  options: DnsCommandOptions & { readonly emulated?: boolean },
): DnsOptions {
  const { resolver, nameserver, rate } = options;
  // Only what was given: an emulated world has options of its own, which an undefined one would replace.
  const given: { -readonly [option in keyof DnsOptions]: DnsOptions[option] } = {};
  if (!options.emulated) Object.assign(given, rootsOf(options, env));
  if (resolver !== undefined) given.resolvers = read(resolver, "--resolver");
  if (nameserver !== undefined) given.nameServers = read(nameserver, "--nameserver");
  if (rate !== undefined) given.rate = rate;
  return given;
}

/**
 * A private DNS, from its own root servers. All its servers listen on one port, because an NS record names no port. The public
 * resolvers do not know it and are not asked about its names.
 */
function rootsOf({ root }: DnsCommandOptions, env: Environment): DnsOptions | undefined {
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

function read(texts: readonly string[], source: string): DnsServer[] {
  return texts.map((text) => {
    try {
      return parseServer(text);
    } catch (error) {
      throw new Refused(`${source}: ${(error as Error).message}`);
    }
  });
}
