// One answer from any of several servers. The next one is asked when the one before fails, and also when it only keeps us
// waiting: so a dead server among good ones costs a moment and not its whole patience.
import { type DnsServer, type Failure, isFailure } from "../answer";
import { isIPv6 } from "../servers";
import { failureOf, type QueryResult } from "../transport/server-client";
import type { ServerClients } from "../transport/server-clients";
import type { Question } from "../wire/query";
import type { NameBudget } from "./budget";

/** Milliseconds before the next server is asked beside the one that has not answered. */
const HEDGE_DELAY = 300;

/** What `read` made of the first outcome that it took; its failures, in the order of asking, where it took none. */
export function queryAny<T>(
  peers: ServerClients,
  servers: readonly DnsServer[],
  question: Question,
  budget: NameBudget,
  read: (server: DnsServer, outcome: QueryResult) => T | Failure,
): Promise<{ readonly taken: T } | { readonly failures: readonly Failure[] }> {
  const order = preferred(peers, servers, question.name);
  if (order.length === 0) {
    const failure = failureOf("no-servers", `there is no server to ask for "${question.name}"`);
    return Promise.resolve({ failures: [failure] });
  }
  return new Promise((resolve) => {
    const failures: Failure[] = [];
    let next = 0;
    let isDone = false;
    let stay = () => {};
    const askNext = async (): Promise<void> => {
      stay();
      const server = order[next];
      if (isDone || server === undefined) return;
      next += 1;
      if (next < order.length) stay = peers.settings.clock.after(HEDGE_DELAY, askNext);
      const result = read(server, await peers.ask(server, question, budget));
      if (isDone) return;
      if (!isFailure(result)) {
        isDone = true;
        stay();
        return resolve({ taken: result });
      }
      failures.push(result);
      if (failures.length === order.length) return resolve({ failures });
      void askNext();
    };
    void askNext();
  });
}

/**
 * Near ones first, in steps of 50 ms, and within a step by name and address: the load is shared, and the same question goes
 * to the same server in every run. IPv6 before it was heard comes late, silent ones last.
 */
function preferred(peers: ServerClients, servers: readonly DnsServer[], name: string): DnsServer[] {
  const rank = (server: DnsServer) => {
    const { isEnded, hasAnswered, roundTrip = 0 } = peers.client(server);
    if (isEnded) return 1_000_000;
    return Math.floor(roundTrip / 50) + (!hasAnswered && isIPv6(server) && !peers.counters.receivedIPv6 ? 1_000 : 0);
  };
  const ranked = servers.map((server) => ({ server, rank: rank(server), lot: hashOf(`${name} ${server.address}`) }));
  return ranked.sort((a, b) => a.rank - b.rank || a.lot - b.lot).map(({ server }) => server);
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
