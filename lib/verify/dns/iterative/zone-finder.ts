// Finds the zone of a name from the root down, label by label. Each result is cached: a thousand domains in `com` query the root for
// `com` once. The query type is SOA, because its answer also shows a child zone on the same servers, for which there is no referral.
import { isBelow, parentName } from "../../../rdata/name";
import { type Delegation, type DnsServer, type Failure, isFailure, LAME_FAILURES } from "../answer";
import type { RootServer } from "../roots";
import { failureOf } from "../transport/failure";
import type { ServerClients } from "../transport/server-clients";
import type { QueryResult } from "../transport/shared-state";
import { RCODES } from "../wire/reply";
import { hasGivenUp, MAX_NAME_SERVERS, type NameBudget } from "./budget";
import {
  addressesIn,
  answerOf,
  glueOf,
  hostsOf,
  lameFailure,
  type Referral,
  rcodeFailure,
  referralOf,
} from "./interpret";
import { queryAny } from "./query-any";
import { loopAt, type ServerAddresses } from "./server-addresses";
import { isFinal, type Task, type Tasks } from "./tasks";

export interface ZoneFinderOptions {
  readonly roots: readonly RootServer[];
  readonly port: number;
}

/** Failures of a server that does respond. */
const RESPONDING: readonly Failure["kind"][] = [...LAME_FAILURES, "servfail", "rcode", "malformed"];

/** What a server of a zone says about a name below it. */
type DelegationStep =
  /** It refers to other servers. */
  | { readonly kind: "referral"; readonly referral: Referral }
  /** A child zone begins at `zone`, on the same servers. */
  | { readonly kind: "apex"; readonly zone: string }
  /** The name is in the zone itself, whether it exists or not. */
  | { readonly kind: "within" };

export class ZoneFinder {
  readonly #root: Delegation;

  constructor(
    readonly clients: ServerClients,
    readonly tasks: Tasks,
    readonly hosts: ServerAddresses,
    readonly options: ZoneFinderOptions,
  ) {
    const servers = options.roots.flatMap(({ name, addresses }) => this.#servers(name, addresses));
    this.#root = { zone: "", servers, nameServers: options.roots.map(({ name }) => name), signed: true };
  }

  /** The closest zone at or above `name`. */
  async zoneOf(name: string, caller: Task): Promise<Delegation | Failure> {
    const parent = parentName(name);
    if (parent === undefined) {
      const noRoots = failureOf("no-servers", "no root server is given to begin with");
      return this.#root.servers.length === 0 ? noRoots : this.#root;
    }
    const { depth, budget } = caller;
    const { asked } = budget;
    const task = { key: `zone ${name}`, depth, budget };
    const find = async (self: Task) => {
      const above = await this.zoneOf(parent, self);
      return isFailure(above) ? above : this.#below(above, name, self);
    };
    const zone = await this.tasks.once(task, caller, find, (found) => isFinal(task, asked, found));
    return zone ?? loopAt(name);
  }

  async #below(above: Delegation, name: string, self: Task): Promise<Delegation | Failure> {
    const question = { name, type: "SOA", recurse: false, checkingDisabled: false };
    const found = await queryAny<DelegationStep>(
      this.clients,
      above.servers,
      question,
      self.budget,
      (server, outcome) => delegationStep(server, outcome, name, above.zone),
    );
    if ("failures" in found) return this.#withoutReferral(above, name, found.failures);
    const step = found.taken;
    if (step.kind === "within") return above;
    const referral = step.kind === "referral" ? step.referral : await this.#sameServers(above, step.zone, self.budget);
    if (isFailure(referral)) return referral;
    const [hosts, signed] = await Promise.all([
      this.hosts.serversOf(referral, above, self),
      this.#isSigned(above, referral.zone, self.budget),
    ]);
    const { zone, nameServers } = referral;
    if (isFailure(hosts)) return { ...hosts, delegation: { zone, nameServers } };
    const { servers, unresolved } = hosts;
    const delegation = { zone, servers, nameServers, unresolved, signed };
    return zone === name || servers.length === 0 ? delegation : this.#below(delegation, name, self);
  }

  /**
   * No server answered for `name`. Some servers fail on an empty non-terminal (RFC 9156 §2.3): then the zone that was found so far is
   * the result, and the next query shows how its servers fail. But the root and top-level domains never serve the name themselves.
   */
  #withoutReferral(above: Delegation, name: string, failures: readonly Failure[]): Delegation | Failure {
    const final = failures.find((failure) => hasGivenUp(failure) || failure.kind === "outside");
    if (final !== undefined) return final;
    if (above.zone.includes(".")) return above;
    // The root's servers never all fail at once: something on the way answers in their place.
    const answered = failures.find(({ kind }) => RESPONDING.includes(kind));
    const first = answered ?? failures[0];
    const zone = above.zone === "" ? "the root" : `"${above.zone}"`;
    const others = failures.length - 1;
    const rest = others > 0 ? `, nor did ${others} other${others === 1 ? "" : "s"}` : "";
    const text = `no server of ${zone} told who serves "${name}": ${first?.text}${rest}`;
    const kind = answered === undefined ? (first?.kind ?? "no-servers") : "intercepted";
    return failureOf(kind, text, first?.extendedErrors);
  }

  /** The NS records of a child zone on the same servers, which never send a referral to it. */
  async #sameServers(above: Delegation, zone: string, budget: NameBudget): Promise<Referral | Failure> {
    const question = { name: zone, type: "NS", recurse: false, checkingDisabled: false };
    const result = await queryAny<Referral>(this.clients, above.servers, question, budget, (server, outcome) => {
      if ("failure" in outcome) return outcome.failure;
      const { reply } = outcome;
      const failure = rcodeFailure(server, reply) ?? lameFailure(server, reply, zone);
      return failure ?? { zone, nameServers: hostsOf(reply.answer, zone), glue: glueOf(reply, above.zone) };
    });
    if ("failures" in result && result.failures.some(hasGivenUp)) return result.failures.find(hasGivenUp)!;
    if ("failures" in result || result.taken.nameServers.length === 0)
      return { zone, nameServers: above.nameServers, glue: new Map() };
    const { nameServers } = result.taken;
    const glue = new Map(result.taken.glue);
    // Without a referral there is no glue, but these servers know the addresses of names within the zone.
    const missing = nameServers.filter((name) => isBelow(name, zone) && !glue.has(name));
    // If there are more, ServerAddresses reports that.
    const own = missing.length > MAX_NAME_SERVERS ? [] : missing;
    for (const [name, addresses] of await Promise.all(
      own.map((name) => this.#addressesWithin(above.servers, name, budget)),
    ))
      if (addresses.length > 0) glue.set(name, addresses);
    return { zone, nameServers, glue };
  }

  async #addressesWithin(
    servers: readonly DnsServer[],
    name: string,
    budget: NameBudget,
  ): Promise<readonly [string, readonly string[]]> {
    const result = await Promise.all(
      ["A", "AAAA"].map((type) => {
        const question = { name, type, recurse: false, checkingDisabled: false };
        return queryAny<{ readonly addresses: string[] }>(
          this.clients,
          servers,
          question,
          budget,
          (server, outcome) => {
            const answer = answerOf(server, outcome, question, "authority");
            return answer.status === "failed" ? answer.failure : { addresses: addressesIn(answer.records) };
          },
        );
      }),
    );
    return [name, result.flatMap((one) => ("taken" in one ? one.taken.addresses : []))];
  }

  /** Whether the parent has a DS, which is in the parent zone even if the child has the same servers (RFC 4035 §3.1.4.1). */
  async #isSigned(above: Delegation, zone: string, budget: NameBudget): Promise<boolean> {
    const question = { name: zone, type: "DS", recurse: false, checkingDisabled: false };
    const result = await queryAny<{ readonly signed: boolean }>(
      this.clients,
      above.servers,
      question,
      budget,
      (server, outcome) => {
        if ("failure" in outcome) return outcome.failure;
        const { reply } = outcome;
        return rcodeFailure(server, reply) ?? { signed: reply.answer.some(({ type }) => type === "DS") };
      },
    );
    return "taken" in result && result.taken.signed;
  }

  #servers(name: string, addresses: readonly string[]): DnsServer[] {
    return addresses.map((address) => ({ address, port: this.options.port, name }));
  }
}

function delegationStep(server: DnsServer, outcome: QueryResult, name: string, zone: string): DelegationStep | Failure {
  if ("failure" in outcome) return outcome.failure;
  const { reply } = outcome;
  const failure = rcodeFailure(server, reply);
  if (failure !== undefined) return failure;
  const referral = referralOf(reply, name, zone);
  if (referral !== undefined) return { kind: "referral", referral };
  const lame = lameFailure(server, reply, zone);
  if (lame !== undefined) return lame;
  const soas = [...reply.answer, ...reply.authority].filter(({ type }) => type === "SOA");
  const owners = soas.map((soa) => soa.name).filter((owner) => isBelow(name, owner) && isBelow(owner, zone));
  const deepest = owners.sort((a, b) => b.length - a.length)[0] ?? zone;
  // A name that does not exist is not a zone, whatever SOA comes with it.
  const isZone = deepest !== zone && !(deepest === name && reply.rcode === RCODES.nxDomain);
  return isZone ? { kind: "apex", zone: deepest } : { kind: "within" };
}
