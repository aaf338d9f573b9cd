// All servers of one run, by their address.
import type { DnsServer } from "../answer";
import type { Settings } from "../options";
import { formatAddress, formatServer } from "../servers";
import type { Budget } from "../walk/budget";
import type { Question } from "../wire/query";
import { Places } from "./pace";
import { failureOf, type Outcome, Peer, type Shared, stopped, type Tally } from "./peer";
import { Recent } from "./recent";

/** Answers that are kept: some 50 a domain, of which 40 are looked at a time, and more where servers are slow. */
const KEPT = 4_000;

export class Peers {
  readonly tally: Tally = { questions: 0, sent: 0, heard: 0, heardIPv6: false };
  readonly #peers = new Map<string, Peer>();
  readonly #shared: Shared;
  /** Servers that were given by their addresses. */
  readonly #given: ReadonlySet<string>;
  #isStopped = false;
  #silent: string[] = [];

  constructor(readonly settings: Settings) {
    const { resolvers, nameServers = [], roots, port } = settings;
    const ofRoots = roots.flatMap(({ addresses }) => addresses.map((address) => ({ address, port })));
    this.#given = new Set([...resolvers, ...nameServers, ...ofRoots].map(keyOf));
    const places = new Places(settings.concurrency, settings.clock);
    this.#shared = { places, tally: this.tally, known: new Recent(KEPT) };
  }

  ask(server: DnsServer, question: Question, budget: Budget): Promise<Outcome> {
    return this.peer(server).ask(question, budget);
  }

  peer(server: DnsServer): Peer {
    const key = keyOf(server);
    let peer = this.#peers.get(key);
    if (peer === undefined) {
      peer = new Peer(server, this.settings, this.#shared);
      this.#peers.set(key, peer);
      if (this.#isStopped) peer.end(stopped(server));
      else if (!this.#given.has(key) && !this.settings.reaches(server.address)) peer.end(closed(server));
    }
    return peer;
  }

  /** The servers that fell silent. */
  get silent(): readonly string[] {
    if (this.#isStopped) return this.#silent;
    return [...this.#peers.values()].filter(({ ended }) => ended).map(({ server }) => formatAddress(server));
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#silent = [...this.silent];
    this.#isStopped = true;
    for (const peer of this.#peers.values()) peer.end(stopped(peer.server));
  }
}

function keyOf({ address, port }: DnsServer): string {
  return `${address} ${port}`;
}

function closed(server: DnsServer) {
  return failureOf("private", `${formatServer(server)} has an address that is not public, and was not asked`);
}
