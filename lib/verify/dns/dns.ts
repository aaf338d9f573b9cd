// The DNS client of one run. Each query is sent once. Everything that can go wrong on a network is returned as a value; only a
// caller's mistake throws.

import { canonicalWireName, parentName } from "../../rdata/name";
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
import { ServerClients } from "./transport/server-clients";
import type { QueryResult } from "./transport/shared-state";
import type { Question } from "./wire/query";

/** Counters of a run. */
export interface DnsStats {
  /** Queries to a server that were not answered from the cache. */
  readonly questions: number;
  /** UDP packets and TCP connections, including retries. */
  readonly sent: number;
  /** UDP packets and TCP responses that were received, from whatever sender. */
  readonly received: number;
  /** Addresses of servers that stopped answering or cannot be reached, and are not queried any more. */
  readonly unresponsive: readonly string[];
}

export interface DnsClient extends Dns {
  readonly stats: DnsStats;
  /** Ends all queries and closes the sockets. */
  close(): void;
}

export function createDns(options: DnsOptions = {}): DnsClient {
  return new Client(options);
}

/** Makes an answer of a query's result. */
type ReadReply = (server: DnsServer, outcome: QueryResult) => Answer;

class Client implements DnsClient {
  readonly #clients: ServerClients;
  readonly #zoneFinder: ZoneFinder;
  readonly #resolver: IterativeResolver;
  readonly #configured: ConfiguredServers | undefined;
  readonly #runBudget = new RunBudget();
  #tasksBegun = 0;

  constructor(readonly options: DnsOptions) {
    const settings = dnsSettings(options);
    const { nameServers, signal } = settings;
    this.#clients = new ServerClients(settings);
    const tasks = new Tasks();
    const serverAddresses = new ServerAddresses(tasks, settings.port);
    this.#zoneFinder = new ZoneFinder(this.#clients, tasks, serverAddresses, settings);
    const zoneOf = this.#zoneFinder.zoneOf.bind(this.#zoneFinder);
    this.#resolver = new IterativeResolver({ clients: this.#clients, zoneOf, nameServers });
    // Names of name servers are always resolved from the root.
    serverAddresses.resolution = new IterativeResolver({ clients: this.#clients, zoneOf });
    if (nameServers !== undefined) this.#configured = new ConfiguredServers(this.#clients, nameServers);
    if (signal?.aborted) this.close();
    else signal?.addEventListener("abort", this.#stop);
  }

  async zoneOf(name: string): Promise<Delegation | Failure> {
    const canonical = canonicalWireName(name);
    return this.#zoneOf(canonical, this.#task(canonical));
  }

  async #zoneOf(canonical: string, self: Task): Promise<Delegation | Failure> {
    if (this.#configured !== undefined) return this.#configured.zoneOf(canonical, self.budget);
    const zone = await this.#zoneFinder.zoneOf(canonical, self);
    // Two lookups that wait for each other may break their loop at an arbitrary point. The second time only one is running.
    return isFailure(zone) && zone.kind === "loop" ? this.#zoneFinder.zoneOf(canonical, self) : zone;
  }

  async authoritativeAnswers(name: string, type: string): Promise<readonly Answer[]> {
    const canonical = canonicalWireName(name);
    const question = { name: canonical, type: type.toUpperCase() };
    return this.#askAuthoritative(zoneNameFor(canonical, type), question, (server, outcome) =>
      answerOf(server, outcome, question, "authority"),
    );
  }

  async referrals(name: string): Promise<readonly Answer[]> {
    const question = { name: canonicalWireName(name), type: "NS" };
    return this.#askAuthoritative(parentName(question.name) ?? "", question, (server, outcome) =>
      referralAnswer(server, outcome, question),
    );
  }

  /** The answer of each authoritative server of the zone that holds `owner`. */
  async #askAuthoritative(owner: string, { name, type }: NameAndType, read: ReadReply): Promise<readonly Answer[]> {
    const failed = (failure: Failure): readonly Answer[] => [{ status: "failed", server: null, failure }];
    const self = this.#task(name);
    const side = (servers: readonly DnsServer[]) =>
      this.#askEach(servers, { name, type, recurse: false, checkingDisabled: false }, self, read);
    if (this.#configured !== undefined) return side(this.#configured.servers);
    const zone = await this.#zoneOf(owner, self);
    if (isFailure(zone)) return failed(zone);
    if (zone.servers.length === 0) return failed(noServers(zone));
    return this.#withoutLocalIpv6Failures(await side(zone.servers));
  }

  async resolverAnswers(
    name: string,
    type: string,
    { recurse = true, checkingDisabled = false, repeat = false }: QueryOptions = {},
  ): Promise<readonly Answer[]> {
    const { resolvers } = this.#clients.settings;
    const question = { name: canonicalWireName(name), type: type.toUpperCase(), recurse, checkingDisabled, repeat };
    return this.#askEach(resolvers, question, this.#task(question.name), (server, outcome) =>
      answerOf(server, outcome, question, "resolver"),
    );
  }

  async resolve(name: string, type: string): Promise<Answer> {
    const canonical = canonicalWireName(name);
    const self = this.#task(canonical);
    const answer = await this.#resolver.resolve(canonical, type.toUpperCase(), self);
    const isLoop = answer.status === "failed" && answer.failure.kind === "loop";
    return isLoop ? this.#resolver.resolve(canonical, type.toUpperCase(), self) : answer;
  }

  get stats(): DnsStats {
    const { counters, unresponsive } = this.#clients;
    return { questions: counters.questions, sent: counters.sent, received: counters.received, unresponsive };
  }

  close(): void {
    // The signal outlives this run, so its listener must be removed.
    this.options.signal?.removeEventListener("abort", this.#stop);
    this.#clients.stop();
  }

  readonly #stop = () => this.close();

  /** The work that is done for one name. */
  #task(name: string): Task {
    this.#tasksBegun += 1;
    return { key: `asked ${this.#tasksBegun}`, depth: 0, budget: this.#runBudget.budget(name) };
  }

  /** The answer of each server, in the order of the servers. */
  #askEach(servers: readonly DnsServer[], question: Question, { budget }: Task, read: ReadReply): Promise<Answer[]> {
    return Promise.all(
      servers.map(async (server) => read(server, await this.#clients.query(server, question, budget))),
    );
  }

  /**
   * Drops failures that this machine may have caused: if no server at all has answered over IPv6 and a name server answers over IPv4,
   * its silence over IPv6 says nothing about it.
   */
  #withoutLocalIpv6Failures(answers: readonly Answer[]): readonly Answer[] {
    if (this.#clients.counters.receivedIPv6) return answers;
    const isSilent = (answer: Answer) =>
      answer.status === "failed" && (answer.failure.kind === "timeout" || answer.failure.kind === "unreachable");
    const answered = new Set(answers.filter((answer) => !isSilent(answer)).map(({ server }) => server?.name));
    return answers.filter((answer) => {
      const { server } = answer;
      return server === null || !isIPv6(server) || !isSilent(answer) || !answered.has(server.name);
    });
  }
}
