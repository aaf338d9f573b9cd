// One server in one run: asked at its pace, over UDP and where needed over TCP, and each question once. A server that let a
// question pass with all its tries, and was heard by no other meanwhile, counts as silent for the rest of the run: all others
// fail at once, so that it costs one question's patience and not a thousand's. A resolver is asked for the root before that.
import { setMaxListeners } from "node:events";
import type { DnsServer, Failure } from "../answer";
import type { Settings } from "../options";
import { formatServer, isIPv6 } from "../servers";
import { type Budget, gaveUp } from "../walk/budget";
import { encodeQuery, type Question } from "../wire/query";
import { isTruncated, RCODES, type Reply, readReply } from "../wire/reply";
import { type Places, Turns } from "./pace";
import type { PacketResult } from "./packet-result";
import type { Recent } from "./recent";
import { askByTcp } from "./tcp";
import { Udp, type UdpQuestion } from "./udp";

export type Outcome = { readonly reply: Reply } | { readonly failure: Failure };

/** What is known over all servers. */
export interface Tally {
  questions: number;
  sent: number;
  /** Packets over UDP and answers over TCP that came, whoever sent them. */
  heard: number;
  /** Whether any server has answered over IPv6: before, a failure may be this machine's own. */
  heardIPv6: boolean;
}

/** A question as it goes out. */
interface Asked {
  readonly query: Buffer;
  readonly udp: UdpQuestion;
}

/** What all servers of a run have in common. */
export interface Shared {
  readonly places: Places;
  readonly tally: Tally;
  readonly known: Recent<Promise<Outcome>>;
}

/** A server that knows no EDNS says FORMERR (RFC 6891 §7), some say NOTIMP; one that knows another EDNS says BADVERS. */
const EDNS_REFUSALS = new Set([RCODES.formErr, RCODES.notImp, RCODES.badVers]);
/** More at one name, with what comes beside it, is made to be too much: 65,535 bytes hold 5,000. */
const MOST_RECORDS = 1_000;
/** Names on which a resolver may be silent in a run: each keeps it, and us, waiting for seconds. */
const MOST_LOST = 8;
const PROBE: Question = { name: "", type: "NS", recurse: true, checkingDisabled: false };
const NO_WAY = new Set(["ENETUNREACH", "EHOSTUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT"]);

export class Peer {
  readonly #turns: Turns;
  readonly #udp: Udp;
  readonly #end = new AbortController();
  #ended: Failure | undefined;
  #heardAt: number | undefined;
  #edns = true;
  /** Names on which a resolver was silent. */
  #lost = 0;
  /** While it is under way. */
  #probe: Promise<Outcome | undefined> | undefined;
  /** Milliseconds that an answer takes, smoothed; undefined before the first. */
  roundTrip: number | undefined;

  constructor(
    readonly server: DnsServer,
    readonly settings: Settings,
    readonly shared: Shared,
  ) {
    const { rate, perServer, clock } = settings;
    this.#turns = new Turns(rate, perServer, clock);
    this.#udp = new Udp(server, clock, () => {
      shared.tally.heard += 1;
    });
    setMaxListeners(0, this.#end.signal);
  }

  /** Whether it answered at least once. */
  get heard(): boolean {
    return this.#heardAt !== undefined;
  }

  /** Whether it is asked no more. */
  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** What is known already costs nothing of the budget. */
  ask(question: Question, budget: Budget): Promise<Outcome> {
    const { name, type, recurse, checkingDisabled, again } = question;
    const { address, port } = this.server;
    const key = `${address} ${port} ${name} ${type} ${recurse ? "r" : ""}${checkingDisabled ? "c" : ""}${again ? "a" : ""}`;
    const { known, tally } = this.shared;
    let outcome = known.get(key);
    if (outcome === undefined) {
      const spent = this.ended ? undefined : budget.take();
      if (spent !== undefined) return Promise.resolve({ failure: spent });
      outcome = this.#inTurn(question, budget);
      known.set(key, outcome);
      tally.questions += 1;
    }
    return outcome;
  }

  /** Fails what is open and what will be asked. */
  end(failure: Failure): void {
    this.#ended ??= failure;
    this.#end.abort();
    this.#turns.end();
    this.#udp.close();
  }

  async #inTurn(question: Question, budget: Budget): Promise<Outcome> {
    const work = async () => {
      const begun = this.#now();
      const outcome = await this.#askOnce(question);
      budget.waited += this.#now() - begun;
      return outcome;
    };
    const outcome = this.ended ? undefined : await this.#turns.question(work);
    if (outcome === undefined) return { failure: this.#ended ?? stopped(this.server) };
    if (!("failure" in outcome) || outcome.isSilent !== true) return outcome;
    const isWorthIt = question.recurse && this.heard && this.#lost < MOST_LOST;
    if (!isWorthIt || !(await this.#resolvesStill()))
      this.end({ ...outcome.failure, text: `${outcome.failure.text}, and was not asked again` });
    return outcome;
  }

  /**
   * Whether a resolver that was silent on one name answers at all: it may have waited for that name's servers. What it surely has is
   * asked, the root's NS (RFC 8109 §3).
   */
  async #resolvesStill(): Promise<boolean> {
    this.#lost += 1;
    this.#probe ??= this.#turns.question(() => this.#askOnce(PROBE));
    const outcome = await this.#probe;
    this.#probe = undefined;
    return outcome !== undefined && "reply" in outcome;
  }

  async #askOnce(question: Question): Promise<Outcome & { readonly isSilent?: boolean }> {
    let edns = this.#edns;
    for (;;) {
      let query: Buffer;
      try {
        query = encodeQuery(question, edns);
      } catch (error) {
        return this.#fail("malformed", `"${question.name}" cannot be asked: ${(error as Error).message}`);
      }
      const udp = this.#udp.open(query);
      const outcome = await this.#askPatiently({ query, udp });
      udp.close();
      if ("failure" in outcome) return outcome;
      if (recordsIn(outcome.reply) > MOST_RECORDS)
        return { failure: gaveUp(`${this.#name}, which sent more than ${MOST_RECORDS} records`) };
      const { outside } = this.settings;
      if (outside !== undefined && outcome.reply.extendedErrors.includes(outside))
        return this.#fail("outside", `"${question.name}" lies outside the sandbox and cannot be seen here`);
      const refusesEdns = EDNS_REFUSALS.has(outcome.reply.rcode);
      if (!refusesEdns) this.#edns = edns;
      if (!refusesEdns || !edns) return outcome;
      edns = false;
    }
  }

  /** All tries. */
  async #askPatiently(asked: Asked): Promise<Outcome & { readonly isSilent?: boolean }> {
    const { timeout, tries } = this.settings;
    const begun = this.#now();
    let left = this.settings.limit;
    let sawStrangers = false;
    for (let attempt = 1; attempt <= tries && left > 0; attempt++) {
      // Where only strangers spoke, a connection leaves them out.
      const wait = Math.min(timeout, left);
      const { result, reply, byTcp, took } = await this.#exchange(asked, sawStrangers, wait, attempt);
      left -= took;
      if (this.#ended !== undefined || result === undefined) return { failure: this.#ended ?? stopped(this.server) };
      if (result.kind === "unreachable") return this.#cannotReach(result.code, byTcp);
      if (result.kind === "packet")
        return reply === undefined ? this.#fail("malformed", `${this.#name} sent what is no DNS message`) : { reply };
      sawStrangers ||= result.strangers;
    }
    if (sawStrangers) return this.#fail("malformed", `${this.#name} answered, but not what it was asked`);
    const text = `${this.#name} did not answer within ${timeout / 1000} s, ${tries} times`;
    return { failure: failureOf("timeout", text), isSilent: (this.#heardAt ?? -1) < begun };
  }

  /** One try: over UDP, and over TCP where that was cut off or broken. `reply` is what was read of it. */
  async #exchange(asked: Asked, tcpAtOnce: boolean, wait: number, attempt: number) {
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

  /** Undefined where the peer ended before the packet left. */
  async #send({ query, udp }: Asked, byTcp: boolean, wait: number, again: boolean): Promise<PacketResult | undefined> {
    const work = async () => {
      if (this.ended) return undefined;
      this.shared.tally.sent += 1;
      const begun = this.#now();
      const result = await (byTcp ? this.#tcp(query, wait) : udp.try(wait));
      if (result.kind === "packet") this.#hear(this.#now() - begun);
      else if (result.kind === "silence" && (this.#heardAt ?? -1) < begun) this.#turns.answers = false;
      return result;
    };
    return this.ended ? undefined : this.#turns.packet(() => this.shared.places.run(work), again);
  }

  async #tcp(query: Buffer, wait: number): Promise<PacketResult> {
    const { clock } = this.settings;
    const result = await askByTcp(this.server, { query, wait, clock, signal: this.#end.signal });
    if (result.kind === "packet") this.shared.tally.heard += 1;
    return result;
  }

  #hear(took: number): void {
    this.#heardAt = this.#now();
    this.#turns.answers = true;
    this.shared.tally.heardIPv6 ||= isIPv6(this.server);
    this.roundTrip = this.roundTrip === undefined ? took : this.roundTrip * 0.8 + took * 0.2;
  }

  #cannotReach(code: string, byTcp: boolean): Outcome {
    const failure = failureOf("unreachable", `${this.#name} cannot be reached${byTcp ? " by TCP" : ""}: ${code}`);
    // No way to the address, such as IPv6 on a machine without: asking again makes a socket for nothing.
    if (!this.heard && NO_WAY.has(code)) this.end(failure);
    return { failure };
  }

  #fail(kind: Failure["kind"], text: string): Outcome {
    return { failure: failureOf(kind, text) };
  }

  #now(): number {
    return this.settings.clock.now();
  }

  get #name(): string {
    return formatServer(this.server);
  }
}

function recordsIn({ answers, authorities, additionals }: Reply): number {
  return answers.length + authorities.length + additionals.length;
}

export function failureOf(kind: Failure["kind"], text: string, extendedErrors: readonly number[] = []): Failure {
  return { kind, text, extendedErrors };
}

/** Of a run that was ended while a question was open. */
export function stopped(server: DnsServer): Failure {
  return failureOf("timeout", `${formatServer(server)} was not heard: the run was stopped`);
}
