// The clients of all servers of one run, by address.
import type { DnsServer } from "../answer";
import type { NameBudget } from "../iterative/budget";
import type { DnsSettings } from "../options";
import { formatAddress, formatServer } from "../servers";
import type { Question } from "../wire/query";
import { failureOf, stoppedFailure } from "./failure";
import { LruCache } from "./lru-cache";
import { ServerClient } from "./server-client";
import { SharedLimit } from "./server-queue";
import type { Counters, QueryResult, SharedState } from "./shared-state";

/** Results in the cache: about 50 for each of the 40 domains that are verified at the same time, and more with slow servers. */
const CACHE_SIZE = 4_000;

export class ServerClients {
  readonly counters: Counters = { questions: 0, sent: 0, received: 0, receivedIPv6: false };
  readonly #clients = new Map<string, ServerClient>();
  readonly #shared: SharedState;
  /** Servers that were given by address. */
  readonly #configured: ReadonlySet<string>;
  #isStopped = false;
  #unresponsive: string[] = [];

  constructor(readonly settings: DnsSettings) {
    const { resolvers, nameServers = [], roots, port } = settings;
    const ofRoots = roots.flatMap(({ addresses }) => addresses.map((address) => ({ address, port })));
    this.#configured = new Set([...resolvers, ...nameServers, ...ofRoots].map(keyOf));
    const limit = new SharedLimit(settings.concurrency, settings.clock);
    this.#shared = { limit, counters: this.counters, cache: new LruCache(CACHE_SIZE) };
  }

  query(server: DnsServer, question: Question, budget: NameBudget): Promise<QueryResult> {
    return this.client(server).query(question, budget);
  }

  client(server: DnsServer): ServerClient {
    const key = keyOf(server);
    let client = this.#clients.get(key);
    if (client === undefined) {
      client = new ServerClient(server, this.settings, this.#shared);
      this.#clients.set(key, client);
      if (this.#isStopped) client.end(stoppedFailure(server));
      else if (!this.#configured.has(key) && !this.settings.allowsAddress(server.address))
        client.end(privateAddress(server));
    }
    return client;
  }

  /** The addresses of servers that are not queried any more. */
  get unresponsive(): readonly string[] {
    if (this.#isStopped) return this.#unresponsive;
    return [...this.#clients.values()].filter(({ isEnded }) => isEnded).map(({ server }) => formatAddress(server));
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#unresponsive = [...this.unresponsive];
    this.#isStopped = true;
    for (const client of this.#clients.values()) client.end(stoppedFailure(client.server));
  }
}

function keyOf({ address, port }: DnsServer): string {
  return `${address} ${port}`;
}

function privateAddress(server: DnsServer) {
  return failureOf("private", `${formatServer(server)} has an address that is not public, and was not asked`);
}
