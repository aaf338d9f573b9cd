// All servers of one run, by their address.
import type { DnsServer } from "../answer";
import type { Settings } from "../options";
import { formatAddress } from "../servers";
import type { Question } from "../wire/query";
import { Places } from "./pace";
import { type Outcome, Peer, type Shared, stopped, type Tally } from "./peer";
import { Recent } from "./recent";

/** Answers that are kept: some 50 a domain, of which 40 are looked at a time, and more where servers are slow. */
const KEPT = 4_000;

export class Peers {
  readonly tally: Tally = { questions: 0, sent: 0, heardIPv6: false };
  readonly #peers = new Map<string, Peer>();
  readonly #shared: Shared;
  #isStopped = false;
  #silent: string[] = [];

  constructor(readonly settings: Settings) {
    const places = new Places(settings.concurrency);
    this.#shared = { places, tally: this.tally, known: new Recent(KEPT) };
  }

  ask(server: DnsServer, question: Question): Promise<Outcome> {
    return this.peer(server).ask(question);
  }

  peer(server: DnsServer): Peer {
    const key = `${server.address} ${server.port}`;
    let peer = this.#peers.get(key);
    if (peer === undefined) {
      peer = new Peer(server, this.settings, this.#shared);
      this.#peers.set(key, peer);
      if (this.#isStopped) peer.end(stopped(server));
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
