// Iterative resolution: CNAMEs are followed from zone to zone, each by querying the authoritative servers of its zone, since what a
// server says about other zones cannot be trusted.
import { isBelow, parentName } from "../../../rdata/name";
import {
  type Answer,
  type Delegation,
  type DnsServer,
  type Failure,
  isFailure,
  LAME_FAILURES,
  type ResourceRecord,
} from "../answer";
import { failureOf } from "../transport/failure";
import type { ServerClients } from "../transport/server-clients";
import type { NameBudget } from "./budget";
import { answerOf, MAX_CNAMES, type NameAndType } from "./interpret";
import { queryAny } from "./query-any";
import type { Task } from "./tasks";

export interface IterativeResolverOptions {
  readonly clients: ServerClients;
  readonly zoneOf: (name: string, caller: Task) => Promise<Delegation | Failure>;
  /** Queried first, for any name. @default - none */
  readonly nameServers?: readonly DnsServer[];
}

export class IterativeResolver {
  constructor(readonly options: IterativeResolverOptions) {}

  async resolve(name: string, type: string, caller: Task): Promise<Answer> {
    const chain: ResourceRecord[] = [];
    const seen = new Set<string>();
    let current = name;
    while (!seen.has(current) && seen.size <= MAX_CNAMES) {
      seen.add(current);
      const answer = await this.#step(current, type, caller);
      if (answer.status === "failed") return answer;
      const last = answer.records.at(-1);
      const continues = answer.status === "answer" && last?.type === "CNAME" && type !== "CNAME" && type !== "ANY";
      if (!continues || last.value.kind !== "host") return { ...answer, records: [...chain, ...answer.records] };
      chain.push(...answer.records);
      for (const { name } of answer.records) seen.add(name);
      current = last.value.host;
    }
    const failure = failureOf("loop", `"${name}" leads through ${seen.size} CNAMEs to no end, last to "${current}"`);
    return { status: "failed", server: null, failure };
  }

  async #step(name: string, type: string, caller: Task): Promise<Answer> {
    const { nameServers, zoneOf } = this.options;
    if (nameServers !== undefined) {
      const answer = await this.#query(nameServers, "", { name, type }, caller.budget);
      const isLame = answer.status === "failed" && LAME_FAILURES.includes(answer.failure.kind);
      if (!isLame) return answer;
      const found = await zoneOf(name, caller);
      return isFailure(found) ? answer : this.#query(found.servers, found.zone, { name, type }, caller.budget);
    }
    const zone = await zoneOf(zoneNameFor(name, type), caller);
    if (isFailure(zone)) return { status: "failed", server: null, failure: zone };
    if (zone.servers.length === 0) return { status: "failed", server: null, failure: noServers(zone) };
    return this.#query(zone.servers, zone.zone, { name, type }, caller.budget);
  }

  async #query(servers: readonly DnsServer[], zone: string, asked: NameAndType, budget: NameBudget): Promise<Answer> {
    const question = { ...asked, recurse: false, checkingDisabled: false };
    const answers: Answer[] = [];
    const result = await queryAny<Answer>(this.options.clients, servers, question, budget, (server, outcome) => {
      const answer = answerOf(server, outcome, asked, "authority");
      answers.push(answer);
      return answer.status === "failed" ? answer.failure : withinZone(answer, zone);
    });
    if ("taken" in result) return result.taken;
    return answers[0] ?? { status: "failed", server: null, failure: result.failures[0]! };
  }
}

/** The name whose zone has the records: for a DS the parent's (RFC 4035 §2.4). */
export function zoneNameFor(name: string, type: string): string {
  return type === "DS" ? (parentName(name) ?? "") : name;
}

export function noServers({ zone, nameServers }: Delegation): Failure {
  const names = nameServers.length === 0 ? "no name server" : `${nameServers.join(", ")}, of which none has an address`;
  return failureOf("no-servers", `"${zone}" is delegated to ${names}`);
}

/** The answer up to the CNAME that leaves the zone; the rest must come from the target's own servers. */
function withinZone(answer: Exclude<Answer, { status: "failed" }>, zone: string): Answer {
  const firstOutside = answer.records.findIndex(
    ({ type, value }) => type === "CNAME" && value.kind === "host" && !isBelow(value.host, zone),
  );
  if (firstOutside === -1) return answer;
  const { server, authoritative, authenticated } = answer;
  return { server, authoritative, authenticated, status: "answer", records: answer.records.slice(0, firstOutside + 1) };
}
