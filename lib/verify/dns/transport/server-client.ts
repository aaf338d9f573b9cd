// The client of one server in one run: limited by the server's queue, over UDP and if needed over TCP, each query once. A server that
// does not respond to any try of a query, nor to another query meanwhile, is not queried again in the run: all other queries to it
// fail at once, so that it costs the timeout of one query and not of a thousand. A resolver is first tried with a query for the root.
import { setMaxListeners } from "node:events";
import type { DnsServer, Failure } from "../answer";
import { gaveUpFailure, type NameBudget } from "../iterative/budget";
import type { DnsSettings } from "../options";
import { formatServer, isIPv6 } from "../servers";
import { encodeQuery, type Question } from "../wire/query";
import { isTruncated, RCODES, type Reply, readReply } from "../wire/reply";
import { failureOf, stoppedFailure } from "./failure";
import type { PacketResult } from "./packet-result";
import { ServerQueue } from "./server-queue";
import type { QueryResult, SharedState } from "./shared-state";
import { queryTcp } from "./tcp";
import { UdpClient, type UdpQuery } from "./udp";

/** An encoded query. */
interface OutgoingQuery {
  readonly query: Buffer;
  readonly udp: UdpQuery;
}

/** A server without EDNS answers FORMERR (RFC 6891 §7), some NOTIMP; a server with another EDNS version answers BADVERS. */
const EDNS_REFUSALS = new Set([RCODES.formErr, RCODES.notImp, RCODES.badVers]);
/** Records in one response. More is an attack: 65,535 bytes can hold 5,000. */
const MAX_RECORDS = 1_000;
/** Names for which a resolver may fail to respond in a run: each costs seconds. */
const MAX_SILENT_NAMES = 8;
const ROOT_QUESTION: Question = { name: "", type: "NS", recurse: true, checkingDisabled: false };
const NO_ROUTE = new Set(["ENETUNREACH", "EHOSTUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT"]);

export class ServerClient {
  readonly #queue: ServerQueue;
  readonly #udp: UdpClient;
  readonly #end = new AbortController();
  #ended: Failure | undefined;
  #receivedAt: number | undefined;
  #edns = true;
  /** Number of names for which a resolver did not respond. */
  #silentNames = 0;
  /** The query for the root, while it is open. */
  #probe: Promise<QueryResult | undefined> | undefined;
  /** Smoothed round-trip time in milliseconds; undefined before the first response. */
  roundTrip: number | undefined;

  constructor(
    readonly server: DnsServer,
    readonly settings: DnsSettings,
    readonly shared: SharedState,
  ) {
    const { rate, perServer, clock } = settings;
    this.#queue = new ServerQueue(rate, perServer, clock);
    this.#udp = new UdpClient(server, clock, () => {
      shared.counters.received += 1;
    });
    setMaxListeners(0, this.#end.signal);
  }

  /** Whether it has responded at least once. */
  get hasAnswered(): boolean {
    return this.#receivedAt !== undefined;
  }

  /** Whether it is not queried any more. */
  get isEnded(): boolean {
    return this.#ended !== undefined;
  }

  /** The result of a query. A cached result does not count toward the budget. */
  query(question: Question, budget: NameBudget): Promise<QueryResult> {
    const { name, type, recurse, checkingDisabled, repeat } = question;
    const { address, port } = this.server;
    const key = `${address} ${port} ${name} ${type} ${recurse ? "r" : ""}${checkingDisabled ? "c" : ""}${repeat ? "a" : ""}`;
    const { cache, counters } = this.shared;
    let outcome = cache.get(key);
    if (outcome === undefined) {
      const spent = this.isEnded ? undefined : budget.take();
      if (spent !== undefined) return Promise.resolve({ failure: spent });
      outcome = this.#queryInTurn(question, budget);
      cache.set(key, outcome);
      counters.questions += 1;
    }
    return outcome;
  }

  /** Fails all open and future queries. */
  end(failure: Failure): void {
    this.#ended ??= failure;
    this.#end.abort();
    this.#queue.end();
    this.#udp.close();
  }

  async #queryInTurn(question: Question, budget: NameBudget): Promise<QueryResult> {
    const work = async () => {
      const started = this.#now();
      const outcome = await this.#queryOnce(question);
      budget.waited += this.#now() - started;
      return outcome;
    };
    const outcome = this.isEnded ? undefined : await this.#queue.question(work);
    if (outcome === undefined) return { failure: this.#ended ?? stoppedFailure(this.server) };
    if (!("failure" in outcome) || outcome.isSilent !== true) return outcome;
    const isWorthIt = question.recurse && this.hasAnswered && this.#silentNames < MAX_SILENT_NAMES;
    if (!isWorthIt || !(await this.#answersRoot()))
      this.end({ ...outcome.failure, text: `${outcome.failure.text}, and was not asked again` });
    return outcome;
  }

  /**
   * Whether a resolver that did not respond for one name responds at all: it may have waited for that name's servers. It is asked for
   * what it surely has, the root's NS (RFC 8109 §3).
   */
  async #answersRoot(): Promise<boolean> {
    this.#silentNames += 1;
    this.#probe ??= this.#queue.question(() => this.#queryOnce(ROOT_QUESTION));
    const outcome = await this.#probe;
    this.#probe = undefined;
    return outcome !== undefined && "reply" in outcome;
  }

  async #queryOnce(question: Question): Promise<QueryResult & { readonly isSilent?: boolean }> {
    let edns = this.#edns;
    for (;;) {
      let query: Buffer;
      try {
        query = encodeQuery(question, edns);
      } catch (error) {
        return this.#fail("malformed", `"${question.name}" cannot be asked: ${(error as Error).message}`);
      }
      const udp = this.#udp.open(query);
      const outcome = await this.#retry({ query, udp });
      udp.close();
      if ("failure" in outcome) return outcome;
      if (recordCount(outcome.reply) > MAX_RECORDS)
        return { failure: gaveUpFailure(`${this.#name}, which sent more than ${MAX_RECORDS} records`) };
      const { outsideCode } = this.settings;
      if (outsideCode !== undefined && outcome.reply.extendedErrors.includes(outsideCode))
        return this.#fail("outside", `"${question.name}" is outside the emulator and cannot be seen here`);
      const refusesEdns = EDNS_REFUSALS.has(outcome.reply.rcode);
      if (!refusesEdns) this.#edns = edns;
      if (!refusesEdns || !edns) return outcome;
      edns = false;
    }
  }

  /** Sends a query with all its tries. */
  async #retry(asked: OutgoingQuery): Promise<QueryResult & { readonly isSilent?: boolean }> {
    const { timeout, tries } = this.settings;
    const started = this.#now();
    let left = this.settings.limit;
    let sawStrangers = false;
    for (let attempt = 1; attempt <= tries && left > 0; attempt++) {
      // If only foreign packets came, TCP keeps them out.
      const wait = Math.min(timeout, left);
      const { result, reply, byTcp, took: duration } = await this.#tryOnce(asked, sawStrangers, wait, attempt);
      left -= duration;
      if (this.#ended !== undefined || result === undefined)
        return { failure: this.#ended ?? stoppedFailure(this.server) };
      if (result.kind === "unreachable") return this.#unreachable(result.code, byTcp);
      if (result.kind === "packet")
        return reply === undefined ? this.#fail("malformed", `${this.#name} sent what is no DNS message`) : { reply };
      sawStrangers ||= result.strangers;
    }
    if (sawStrangers) return this.#fail("malformed", `${this.#name} answered, but not what it was asked`);
    const text = `${this.#name} did not answer within ${timeout / 1000} s, ${tries} times`;
    return { failure: failureOf("timeout", text), isSilent: (this.#receivedAt ?? -1) < started };
  }

  /** One try: over UDP, and over TCP if the response was truncated or unreadable. `reply` is the decoded response. */
  async #tryOnce(asked: OutgoingQuery, tcpAtOnce: boolean, wait: number, attempt: number) {
    if (!tcpAtOnce) {
      const result = await this.#send(asked, false, wait, attempt > 1);
      if (result?.kind !== "packet") return { result, byTcp: false, took: wait };
      const reply = isTruncated(result.packet) ? undefined : readReply(result.packet);
      if (reply !== undefined) return { result, reply, byTcp: false, took: wait };
    }
    const result = await this.#send(asked, true, wait, true);
    const reply = result?.kind === "packet" ? readReply(result.packet) : undefined;
    return { result, reply, byTcp: true, took: tcpAtOnce ? wait : 2 * wait };
  }

  /** Undefined if the client was ended before the packet was sent. */
  async #send(
    { query, udp }: OutgoingQuery,
    byTcp: boolean,
    wait: number,
    again: boolean,
  ): Promise<PacketResult | undefined> {
    const work = async () => {
      if (this.isEnded) return undefined;
      this.shared.counters.sent += 1;
      const started = this.#now();
      const result = await (byTcp ? this.#tcp(query, wait) : udp.try(wait));
      if (result.kind === "packet") this.#noteAnswer(this.#now() - started);
      else if (result.kind === "silence" && (this.#receivedAt ?? -1) < started) this.#queue.isResponsive = false;
      return result;
    };
    return this.isEnded ? undefined : this.#queue.packet(() => this.shared.limit.run(work), again);
  }

  async #tcp(query: Buffer, wait: number): Promise<PacketResult> {
    const { clock } = this.settings;
    const result = await queryTcp(this.server, { query, wait, clock, signal: this.#end.signal });
    if (result.kind === "packet") this.shared.counters.received += 1;
    return result;
  }

  #noteAnswer(duration: number): void {
    this.#receivedAt = this.#now();
    this.#queue.isResponsive = true;
    this.shared.counters.receivedIPv6 ||= isIPv6(this.server);
    this.roundTrip = this.roundTrip === undefined ? duration : this.roundTrip * 0.8 + duration * 0.2;
  }

  #unreachable(code: string, byTcp: boolean): QueryResult {
    const failure = failureOf("unreachable", `${this.#name} cannot be reached${byTcp ? " by TCP" : ""}: ${code}`);
    // No route to the address, such as IPv6 on a machine without it: further tries would only create sockets.
    if (!this.hasAnswered && NO_ROUTE.has(code)) this.end(failure);
    return { failure };
  }

  #fail(kind: Failure["kind"], text: string): QueryResult {
    return { failure: failureOf(kind, text) };
  }

  #now(): number {
    return this.settings.clock.now();
  }

  get #name(): string {
    return formatServer(this.server);
  }
}

function recordCount({ answer, authority, additional }: Reply): number {
  return answer.length + authority.length + additional.length;
}
