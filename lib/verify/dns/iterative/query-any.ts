// One response from any of several servers. The next server is queried when the one before fails, and also when it is slow, so that
// a dead server among good ones costs a moment and not its whole timeout.
import { type DnsServer, type Failure, isFailure } from "../answer";
import { isIPv6 } from "../servers";
import { failureOf } from "../transport/failure";
import type { ServerClients } from "../transport/server-clients";
import type { QueryResult } from "../transport/shared-state";
import type { Question } from "../wire/query";
import type { NameBudget } from "./budget";

/** Milliseconds before the next server is queried in parallel. */
const HEDGE_DELAY = 300;

/** What `read` returned for the first result that it accepted, or else all its failures, in the order in which they came. */
export function queryAny<T>(
  clients: ServerClients,
  servers: readonly DnsServer[],
  question: Question,
  budget: NameBudget,
  read: (server: DnsServer, outcome: QueryResult) => T | Failure,
): Promise<{ readonly taken: T } | { readonly failures: readonly Failure[] }> {
  const order = preferred(clients, servers, question.name);
  if (order.length === 0) {
    const failure = failureOf("no-servers", `there is no server to ask for "${question.name}"`);
    return Promise.resolve({ failures: [failure] });
  }
  return new Promise((resolve) => {
    const failures: Failure[] = [];
    let next = 0;
    let isDone = false;
    let cancel = () => {};
    const askNext = async (): Promise<void> => {
      cancel();
      const server = order[next];
      if (isDone || server === undefined) return;
      next += 1;
      if (next < order.length) cancel = clients.settings.clock.after(HEDGE_DELAY, askNext);
      const result = read(server, await clients.query(server, question, budget));
      if (isDone) return;
      if (!isFailure(result)) {
        isDone = true;
        cancel();
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
 * Fast servers first, in steps of 50 ms; within a step by a hash of name and address, which spreads the load and sends the same query
 * to the same server in every run. IPv6 servers come late until one has responded, servers that do not respond come last.
 */
function preferred(clients: ServerClients, servers: readonly DnsServer[], name: string): DnsServer[] {
  const rank = (server: DnsServer) => {
    const { isEnded, hasAnswered, roundTrip = 0 } = clients.client(server);
    if (isEnded) return 1_000_000;
    return Math.floor(roundTrip / 50) + (!hasAnswered && isIPv6(server) && !clients.counters.receivedIPv6 ? 1_000 : 0);
  };
  const ranked = servers.map((server) => ({ server, rank: rank(server), hash: hashOf(`${name} ${server.address}`) }));
  return ranked.sort((a, b) => a.rank - b.rank || a.hash - b.hash).map(({ server }) => server);
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
