// DNS as verify sees it: one run of questions, of which each is asked once. Everything that can go wrong on a network comes
// back as a value; nothing here throws but for a caller's own mistake.

import { canonicalName, parentName } from "../../rdata/name";
import {
  type Answer,
  type Delegation,
  type Dns,
  type DnsServer,
  type Failure,
  isFailure,
  type QueryOptions,
} from "./answer";
import { RunBudget } from "./iterative/budget";
import { ConfiguredServers } from "./iterative/configured-servers";
import { answerOf, type NameAndType, referralAnswer } from "./iterative/interpret";
import { IterativeResolver, noServers, zoneNameFor } from "./iterative/resolver";
import { ServerAddresses } from "./iterative/server-addresses";
import { type Task, Tasks } from "./iterative/tasks";
import { ZoneFinder } from "./iterative/zone-finder";
import { type DnsOptions, dnsSettings } from "./options";
import { isIPv6 } from "./servers";
import type { QueryResult } from "./transport/server-client";
import { ServerClients } from "./transport/server-clients";
import type { Question } from "./wire/query";

/** What a run has done so far. */
export interface DnsStats {
  /** Questions to a server that were not answered from what is known already. */
  readonly questions: number;
  /** Packets over UDP and connections over TCP, with all repetitions. */
  readonly sent: number;
  /** Packets over UDP and answers over TCP that came, whoever sent them. */
  readonly received: number;
  /** Addresses of servers that fell silent, or to which no way leads, and that are asked no more. */
  readonly unresponsive: readonly string[];
}

export interface DnsClient extends Dns {
  readonly stats: DnsStats;
  /** Ends all that is under way and closes the sockets. */
  close(): void;
}

export function createDns(options: DnsOptions = {}): DnsClient {
  return new Client(options);
}

/** What one server's outcome says. */
type ReadReply = (server: DnsServer, outcome: QueryResult) => Answer;

class Client implements DnsClient {
  readonly #peers: ServerClients;
  readonly #walk: ZoneFinder;
  readonly #resolution: IterativeResolver;
  readonly #fixed: ConfiguredServers | undefined;
  readonly #allowance = new RunBudget();
  #begun = 0;

  constructor(readonly options: DnsOptions) {
    const settings = dnsSettings(options);
    const { nameServers, signal } = settings;
    this.#peers = new ServerClients(settings);
    const tasks = new Tasks();
    const hosts = new ServerAddresses(tasks, settings.port);
    this.#walk = new ZoneFinder(this.#peers, tasks, hosts, settings);
    const zoneOf = this.#walk.zoneOf.bind(this.#walk);
    this.#resolution = new IterativeResolver({ clients: this.#peers, zoneOf, nameServers });
    // The names of name servers are looked up by the walk alone.
    hosts.resolution = new IterativeResolver({ clients: this.#peers, zoneOf });
    if (nameServers !== undefined) this.#fixed = new ConfiguredServers(this.#peers, nameServers);
    if (signal?.aborted) this.close();
    else signal?.addEventListener("abort", this.#stop);
  }

  async zoneOf(name: string): Promise<Delegation | Failure> {
    const canonical = canonicalName(name);
    return this.#zoneOf(canonical, this.#task(canonical));
  }

  async #zoneOf(canonical: string, self: Task): Promise<Delegation | Failure> {
    if (this.#fixed !== undefined) return this.#fixed.zoneOf(canonical, self.budget);
    const zone = await this.#walk.zoneOf(canonical, self);
    // Two walks that met in a ring break it at whatever point they met: the second time there is one.
    return isFailure(zone) && zone.kind === "loop" ? this.#walk.zoneOf(canonical, self) : zone;
  }

  async authoritativeAnswers(name: string, type: string): Promise<readonly Answer[]> {
    const canonical = canonicalName(name);
    const asked = { name: canonical, type: type.toUpperCase() };
    return this.#askAuthoritative(zoneNameFor(canonical, type), asked, (server, outcome) =>
      answerOf(server, outcome, asked, "authority"),
    );
  }

  async referrals(name: string): Promise<readonly Answer[]> {
    const asked = { name: canonicalName(name), type: "NS" };
    return this.#askAuthoritative(parentName(asked.name) ?? "", asked, (server, outcome) =>
      referralAnswer(server, outcome, asked),
    );
  }

  /** Each answer of those who serve the zone of `place`. */
  async #askAuthoritative(place: string, { name, type }: NameAndType, read: ReadReply): Promise<readonly Answer[]> {
    const failed = (failure: Failure): readonly Answer[] => [{ status: "failed", server: null, failure }];
    const self = this.#task(name);
    const side = (servers: readonly DnsServer[]) =>
      this.#askEach(servers, { name, type, recurse: false, checkingDisabled: false }, self, read);
    if (this.#fixed !== undefined) return side(this.#fixed.servers);
    const zone = await this.#zoneOf(place, self);
    if (isFailure(zone)) return failed(zone);
    if (zone.servers.length === 0) return failed(noServers(zone));
    return this.#withoutLocalIpv6Failures(await side(zone.servers));
  }

  async resolverAnswers(
    name: string,
    type: string,
    { recurse = true, checkingDisabled = false, repeat = false }: QueryOptions = {},
  ): Promise<readonly Answer[]> {
    const { resolvers } = this.#peers.settings;
    const question = { name: canonicalName(name), type: type.toUpperCase(), recurse, checkingDisabled, repeat };
    return this.#askEach(resolvers, question, this.#task(question.name), (server, outcome) =>
      answerOf(server, outcome, question, "resolver"),
    );
  }

  async resolve(name: string, type: string): Promise<Answer> {
    const canonical = canonicalName(name);
    const self = this.#task(canonical);
    const answer = await this.#resolution.resolve(canonical, type.toUpperCase(), self);
    const isLoop = answer.status === "failed" && answer.failure.kind === "loop";
    return isLoop ? this.#resolution.resolve(canonical, type.toUpperCase(), self) : answer;
  }

  get stats(): DnsStats {
    const { counters, unresponsive } = this.#peers;
    return { questions: counters.questions, sent: counters.sent, received: counters.received, unresponsive };
  }

  close(): void {
    // A signal outlives the runs that listen to it.
    this.options.signal?.removeEventListener("abort", this.#stop);
    this.#peers.stop();
  }

  readonly #stop = () => this.close();

  /** All that is done for one name. */
  #task(name: string): Task {
    this.#begun += 1;
    return { key: `asked ${this.#begun}`, depth: 0, budget: this.#allowance.budget(name) };
  }

  /** Each server's answer, in the servers' order. */
  #askEach(servers: readonly DnsServer[], question: Question, { budget }: Task, read: ReadReply): Promise<Answer[]> {
    return Promise.all(servers.map(async (server) => read(server, await this.#peers.ask(server, question, budget))));
  }

  /**
   * Without the failures that may be this machine's alone: where no server at all has been heard over IPv6 and the same name
   * server answers over IPv4, its silence over IPv6 says nothing about it.
   */
  #withoutLocalIpv6Failures(answers: readonly Answer[]): readonly Answer[] {
    if (this.#peers.counters.receivedIPv6) return answers;
    const isUnheard = (answer: Answer) =>
      answer.status === "failed" && (answer.failure.kind === "timeout" || answer.failure.kind === "unreachable");
    const heard = new Set(answers.filter((answer) => !isUnheard(answer)).map(({ server }) => server?.name));
    return answers.filter((answer) => {
      const { server } = answer;
      return server === null || !isIPv6(server) || !isUnheard(answer) || !heard.has(server.name);
    });
  }
}
