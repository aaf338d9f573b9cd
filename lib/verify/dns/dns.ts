// DNS as verify sees it: one run of questions, of which each is asked once. Everything that can go wrong on a network comes
// back as a value; nothing here throws but for a caller's own mistake.
import {
  type Answer,
  type AskOptions,
  type Delegation,
  type Dns,
  type DnsServer,
  type Failure,
  isFailure,
} from "./answer";
import { type DnsOptions, settingsOf } from "./options";
import { isIPv6 } from "./servers";
import { Peers } from "./transport/peers";
import { FixedZones } from "./walk/fixed-zones";
import { Hosts } from "./walk/hosts";
import { answerOf } from "./walk/reading";
import { noServers, Resolution, zoneFor } from "./walk/resolution";
import { Tasks } from "./walk/tasks";
import { Walk } from "./walk/walk";
import { canonicalName } from "./wire/name";

/** What a run has done so far. */
export interface DnsStats {
  /** Questions to a server that were not answered from what is known already. */
  readonly questions: number;
  /** Packets over UDP and connections over TCP, with all repetitions. */
  readonly sent: number;
  /** Addresses of servers that fell silent, or to which no way leads, and that are asked no more. */
  readonly silent: readonly string[];
}

export interface DnsRun extends Dns {
  readonly stats: DnsStats;
  /** Ends all that is under way and closes the sockets. */
  close(): void;
}

export function createDns(options: DnsOptions = {}): DnsRun {
  return new Run(options);
}

class Run implements DnsRun {
  readonly #peers: Peers;
  readonly #walk: Walk;
  readonly #resolution: Resolution;
  readonly #fixed: FixedZones | undefined;

  constructor(readonly options: DnsOptions) {
    const settings = settingsOf(options);
    const { nameServers, signal } = settings;
    this.#peers = new Peers(settings);
    const tasks = new Tasks();
    const hosts = new Hosts(tasks, settings.port);
    this.#walk = new Walk(this.#peers, tasks, hosts, settings);
    const zoneOf = this.#walk.zoneOf.bind(this.#walk);
    this.#resolution = new Resolution({ peers: this.#peers, zoneOf, nameServers });
    // The names of name servers are looked up by the walk alone.
    hosts.resolution = new Resolution({ peers: this.#peers, zoneOf });
    if (nameServers !== undefined) this.#fixed = new FixedZones(this.#peers, nameServers);
    if (signal?.aborted) this.close();
    else signal?.addEventListener("abort", this.#stop);
  }

  async zoneOf(name: string): Promise<Delegation | Failure> {
    const canonical = canonicalName(name);
    if (this.#fixed !== undefined) return this.#fixed.zoneOf(canonical);
    const zone = await this.#walk.zoneOf(canonical);
    // Two walks that met in a ring break it at whatever point they met: the second time there is one.
    return isFailure(zone) && zone.kind === "loop" ? this.#walk.zoneOf(canonical) : zone;
  }

  async authorities(name: string, type: string): Promise<readonly Answer[]> {
    const canonical = canonicalName(name);
    const failed = (failure: Failure): readonly Answer[] => [{ status: "failed", server: null, failure }];
    if (this.#fixed !== undefined) return this.#side(this.#fixed.servers, canonical, type, false);
    const zone = await this.zoneOf(zoneFor(canonical, type));
    if (isFailure(zone)) return failed(zone);
    if (zone.servers.length === 0) return failed(noServers(zone));
    return this.#withoutOwnTrouble(await this.#side(zone.servers, canonical, type, false));
  }

  async resolvers(
    name: string,
    type: string,
    { recurse = true, ...rest }: AskOptions = {},
  ): Promise<readonly Answer[]> {
    const { resolvers } = this.#peers.settings;
    return this.#side(resolvers, canonicalName(name), type, recurse, rest.checkingDisabled, "resolver");
  }

  async resolve(name: string, type: string): Promise<Answer> {
    const canonical = canonicalName(name);
    const answer = await this.#resolution.resolve(canonical, type.toUpperCase());
    const isLoop = answer.status === "failed" && answer.failure.kind === "loop";
    return isLoop ? this.#resolution.resolve(canonical, type.toUpperCase()) : answer;
  }

  get stats(): DnsStats {
    const { tally, silent } = this.#peers;
    return { questions: tally.questions, sent: tally.sent, silent };
  }

  close(): void {
    // A signal outlives the runs that listen to it.
    this.options.signal?.removeEventListener("abort", this.#stop);
    this.#peers.stop();
  }

  readonly #stop = () => this.close();

  /** Each server's answer, in the servers' order. */
  #side(
    servers: readonly DnsServer[],
    name: string,
    type: string,
    recurse: boolean,
    checkingDisabled = false,
    role: "authority" | "resolver" = "authority",
  ): Promise<Answer[]> {
    const question = { name, type: type.toUpperCase(), recurse, checkingDisabled };
    return Promise.all(
      servers.map(async (server) => answerOf(server, await this.#peers.ask(server, question), question, role)),
    );
  }

  /**
   * Without the failures that may be this machine's alone: where no server at all has been heard over IPv6 and the same name
   * server answers over IPv4, its silence over IPv6 says nothing about it.
   */
  #withoutOwnTrouble(answers: readonly Answer[]): readonly Answer[] {
    if (this.#peers.tally.heardIPv6) return answers;
    const isUnheard = (answer: Answer) =>
      answer.status === "failed" && (answer.failure.kind === "timeout" || answer.failure.kind === "unreachable");
    const heard = new Set(answers.filter((answer) => !isUnheard(answer)).map(({ server }) => server?.name));
    return answers.filter((answer) => {
      const { server } = answer;
      return server === null || !isIPv6(server) || !isUnheard(answer) || !heard.has(server.name);
    });
  }
}
