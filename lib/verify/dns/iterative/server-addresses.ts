// Finds the addresses of name servers: from glue if the referral has it, otherwise by resolving their names, each of which may be in
// a zone whose name servers must be resolved too.
import { type Delegation, type DnsServer, type Failure, isFailure, type UnresolvedServer } from "../answer";
import { failureOf } from "../transport/failure";
import { gaveUpFailure, hasGivenUp, MAX_ADDRESSES, MAX_NAME_SERVERS, MAX_UNRESOLVED } from "./budget";
import { addressesIn, type Referral } from "./interpret";
import type { IterativeResolver } from "./resolver";
import { isFinal, type Task, type Tasks } from "./tasks";

/** Depth of name server names that depend on each other, as BIND's max-recursion-depth of 7, which includes the name itself. */
const MAX_DEPTH = 6;

/** Names of name servers that are resolved at the same time. */
const LOOKUPS_AT_A_TIME = 4;

interface Host {
  readonly name: string;
  readonly addresses: readonly string[] | Failure;
}

export class ServerAddresses {
  /** Set once after construction, since the two need each other. */
  resolution!: IterativeResolver;

  constructor(
    readonly tasks: Tasks,
    readonly port: number,
  ) {}

  /** All addresses of the zone's name servers; a failure if their names depend on each other in a loop, or are too many. */
  async serversOf(
    cut: Referral,
    above: Delegation,
    self: Task,
  ): Promise<Required<Pick<Delegation, "servers" | "unresolved">> | Failure> {
    if (cut.nameServers.length > MAX_NAME_SERVERS)
      return tooWide(cut.zone, cut.nameServers.length, "name servers", MAX_NAME_SERVERS);
    const found: Host[] = [];
    const unknown: string[] = [];
    for (const name of cut.nameServers) {
      const known = above.servers.filter((server) => server.name === name).map(({ address }) => address);
      const addresses = cut.glue.get(name) ?? known;
      if (addresses.length > 0) found.push({ name, addresses });
      else unknown.push(name);
    }
    // A few at a time, so that a long list of made-up names ends early.
    for (let at = 0, unresolvedCount = 0; at < unknown.length; at += LOOKUPS_AT_A_TIME) {
      if (unresolvedCount >= MAX_UNRESOLVED)
        return gaveUpFailure(`on "${cut.zone}": ${unresolvedCount} of its name servers have no address`);
      const batch = unknown.slice(at, at + LOOKUPS_AT_A_TIME);
      const hosts = await Promise.all(
        batch.map(async (name) => ({ name, addresses: await this.#addressesOf(name, self) })),
      );
      unresolvedCount += hosts.filter(({ addresses }) => isFailure(addresses) || addresses.length === 0).length;
      found.push(...hosts);
    }
    const servers = new Map<string, DnsServer>();
    for (const { name, addresses } of found) {
      if (isFailure(addresses)) continue;
      for (const address of addresses)
        if (!servers.has(address)) servers.set(address, { address, port: this.port, name });
    }
    const givenUp = found.map(({ addresses }) => addresses).find(hasGivenUp);
    if (isFailure(givenUp)) return givenUp;
    if (servers.size > MAX_ADDRESSES)
      return tooWide(cut.zone, servers.size, "addresses of name servers", MAX_ADDRESSES);
    const loop = found.find(({ addresses }) => isFailure(addresses) && addresses.kind === "loop");
    if (servers.size === 0 && loop !== undefined) return loopAt(cut.zone);
    const unresolved = found.flatMap(({ name, addresses }): UnresolvedServer[] => {
      if (isFailure(addresses)) return [{ name, failure: addresses }];
      return addresses.length === 0 ? [{ name }] : [];
    });
    return { servers: [...servers.values()], unresolved };
  }

  async #addressesOf(name: string, caller: Task): Promise<readonly string[] | Failure> {
    const depth = caller.depth + 1;
    if (depth > MAX_DEPTH) return failureOf("loop", `more than ${MAX_DEPTH} name servers' names need one another`);
    const find = async (self: Task) => {
      const answers = await Promise.all(["A", "AAAA"].map((type) => this.resolution.resolve(name, type, self)));
      const addresses = answers.flatMap((answer) => (answer.status === "failed" ? [] : addressesIn(answer.records)));
      const failures = answers.flatMap((answer) => (answer.status === "failed" ? [answer.failure] : []));
      const failed = failures.find(hasGivenUp) ?? failures[0];
      return failed !== undefined && (addresses.length === 0 || hasGivenUp(failed)) ? failed : addresses;
    };
    const { budget } = caller;
    const { asked } = budget;
    const task = { key: `host ${name}`, depth, budget };
    const result = await this.tasks.once(task, caller, find, (found) => isFinal(task, asked, found));
    return result ?? loopAt(name);
  }
}

export function loopAt(name: string): Failure {
  return failureOf("loop", `the way to "${name}" leads back to itself: its name servers' names need one another`);
}

function tooWide(zone: string, count: number, what: string, max: number): Failure {
  return gaveUpFailure(`on "${zone}", which is delegated to ${count} ${what}: no more than ${max} are asked`);
}
