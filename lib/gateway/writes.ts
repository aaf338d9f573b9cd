// Writes of single records. Each is sent once. What is not known to have had no effect is not sent again, and what was lost on the way back
// is looked for in the zone.
import type { Clock } from "../net/clock";
import { errorAnswer, failureText, recordAnswer } from "./answers";
import { type ApiAnswer, answerText } from "./api-answer";
import type { Changes } from "./changes";
import type { Hold } from "./hold";
import { findCreated } from "./lost-create";
import { hashOf } from "./request";
import { ServerClock } from "./server-clock";
import { type UntoldWrite, untoldOf, type WriteIntent } from "./untold";
import { UnsentError, type Upstream, type UpstreamRequest } from "./upstream";
import type { ReadZone, ZoneLists } from "./zone-lists";

export interface RecordWrite {
  readonly intent: WriteIntent;
  /** A name for the credentials; undefined if they are none that lists are kept for. */
  readonly credential: string | undefined;
  readonly request: Pick<UpstreamRequest, "method" | "target" | "headers"> & { readonly body: Buffer };
  /** Lists the zone with the client's credentials. */
  readonly readZone: ReadZone;
}

export interface WritesOptions {
  readonly upstream: Upstream;
  readonly lists: ZoneLists;
  readonly changes: Changes;
  readonly clock: Clock;
  /** While it holds, nothing is sent. */
  readonly held: Hold;
  /** Aborted when the gateway stops: what has not been sent by then is not sent. */
  readonly stopped: AbortSignal;
}

/** A client that waits for a write. */
export interface Ticket {
  /** Undefined if all clients went before it was sent. */
  readonly answer: Promise<ApiAnswer | undefined>;
  /** Whether another request was sent for it. */
  readonly isJoined: boolean;
  /** The client has its answer, or has gone. */
  leave(isDelivered: boolean): void;
}

/** Without the request, which has the token: an answer is kept for longer than that. */
interface Job {
  readonly intent: WriteIntent;
  readonly untold: UntoldWrite;
  answer: Promise<ApiAnswer | undefined>;
  clients: number;
  isSent: boolean;
  isDelivered: boolean;
  isSettled: boolean;
  isSuccess: boolean;
}

/** Milliseconds for which the answer of a write is kept for a client that went before it came and asks again. */
const KEPT = 120_000;

export class Writes {
  readonly #options: WritesOptions;
  /** By their content. */
  readonly #jobs = new Map<string, Job>();
  /** By the times of what was created, which another machine writes than the one that dates the answers. */
  readonly #recordClock = new ServerClock();
  /** Ids of records that were created through the gateway, by zone. */
  readonly #created = new Map<string, Set<string>>();
  readonly #timers = new Set<() => void>();
  /** Those whose client has not asked again in time. */
  readonly #unclaimed: UntoldWrite[] = [];

  constructor(options: WritesOptions) {
    this.#options = options;
  }

  /** Sends a write; or joins the same one, if its client has gone without an answer: then this is that client's next try. */
  start(write: RecordWrite): Ticket {
    const { method, target, headers, body } = write.request;
    const key = hashOf(method, target, JSON.stringify(credentialsIn(headers)), body);
    const known = this.#jobs.get(key);
    const isJoined = known !== undefined && known.clients === 0 && !known.isDelivered;
    if (isJoined) known.clients += 1;
    const job = isJoined ? known : this.#begin(key, write);
    let hasLeft = false;
    const leave = (isDelivered: boolean) => {
      if (hasLeft) return;
      hasLeft = true;
      job.clients -= 1;
      job.isDelivered ||= isDelivered;
      if (isDelivered) this.#forget(key, job);
      else if (job.isSettled) this.#keep(key, job);
    };
    return { answer: job.answer, isJoined, leave };
  }

  /** Writes that had an effect of which no client knows. */
  get untold(): readonly UntoldWrite[] {
    const waiting = [...this.#jobs.values()].filter(({ isDelivered, isSuccess }) => isSuccess && !isDelivered);
    return [...this.#unclaimed, ...waiting.map(({ untold }) => untold)];
  }

  /** When all that is under way has its answer. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#jobs.values()].map(({ answer }) => answer));
  }

  /** Whether a write was sent, and its answer is not with its client yet. */
  get isUnderWay(): boolean {
    return [...this.#jobs.values()].some(
      ({ isSent, isSettled, isDelivered, clients }) => isSent && !isDelivered && (!isSettled || clients > 0),
    );
  }

  stop(): void {
    for (const cancel of this.#timers) cancel();
  }

  #begin(key: string, write: RecordWrite): Job {
    const job: Job = {
      intent: write.intent,
      untold: untoldOf(write.intent, write.request.body),
      answer: Promise.resolve(undefined),
      clients: 1,
      isSent: false,
      isDelivered: false,
      isSettled: false,
      isSuccess: false,
    };
    this.#jobs.set(key, job);
    job.answer = this.#send(job, write);
    const settle = (result?: ApiAnswer) => {
      job.isSettled = true;
      job.isSuccess = result !== undefined && result.status < 300;
      if (result === undefined) this.#forget(key, job);
      else this.#keep(key, job);
    };
    job.answer.then(settle, () => settle());
    return job;
  }

  /** The answer of a client that has gone waits for its next try. */
  #keep(key: string, job: Job): void {
    if (job.clients > 0 || job.isDelivered) return;
    const cancel = this.#options.clock.after(KEPT, () => {
      this.#timers.delete(cancel);
      if (this.#jobs.get(key) !== job || job.clients > 0) return;
      this.#forget(key, job);
      if (job.isSuccess) this.#unclaimed.push(job.untold);
    });
    this.#timers.add(cancel);
  }

  #forget(key: string, job: Job): void {
    if (this.#jobs.get(key) === job) this.#jobs.delete(key);
  }

  async #send(job: Job, write: RecordWrite): Promise<ApiAnswer | undefined> {
    const { upstream, lists, changes, clock, stopped, held } = this.#options;
    const { intent, request } = write;
    const { zone } = intent;
    // An older answer of another write to this record must not be given to anybody any more.
    for (const [key, other] of this.#jobs) {
      if (other !== job && other.clients === 0 && isSameRecord(other.intent, intent)) this.#jobs.delete(key);
    }
    let before: ReadonlySet<string> | undefined;
    let sentAt = 0;
    let end = () => {};
    const onSend = () => {
      end();
      // A record that is created is in no list that began before, see #noteCreated.
      if (intent.kind !== "create") end = changes.begin(intent);
      before = lists.idsOf(zone);
      sentAt = clock.now();
      job.isSent = true;
    };
    try {
      // Until a record has shown Cloudflare's clock, only a list from before shows whether it is this request that made a record.
      if (intent.kind === "create" && write.credential !== undefined && this.#recordClock.latest(0) === undefined)
        await lists.learn(write.credential, zone, write.readZone);
      let answer: ApiAnswer | undefined;
      do {
        await held.released;
        const isWanted = () => job.clients > 0 && !held.isHeld;
        answer = await upstream.ask({ ...request, isRead: false, isWanted, unlessSent: stopped, onSend });
      } while (answer === undefined && job.clients > 0);
      if (answer === undefined) return undefined;
      if (answer.status >= 500) return (await this.#recover(write, before, sentAt)) ?? answer;
      // The record is not there, so the list is not as the zone is. 81044 says so too.
      if (answer.status === 404 || (answer.status >= 400 && /"code"\s*:\s*81044\b/.test(answerText(answer) ?? "")))
        lists.drop(zone);
      if (intent.kind === "create" && answer.status < 300) this.#noteCreated(zone, answer, sentAt);
      return answer;
    } catch (error) {
      const found = error instanceof UnsentError ? undefined : await this.#recover(write, before, sentAt);
      if (found !== undefined) return found;
      const isLost = !(error instanceof UnsentError) && intent.kind === "create";
      const text = failureText(error as Error);
      // A second one would be refused as identical, or be there twice.
      return errorAnswer(502, isLost ? `${text}: the record may have been created, look at the zone` : text, !isLost);
    } finally {
      end();
    }
  }

  /** The answer that was lost, if it is certain what it would have been. */
  async #recover(
    { intent, request, credential, readZone }: RecordWrite,
    before: ReadonlySet<string> | undefined,
    sentAt: number,
  ): Promise<ApiAnswer | undefined> {
    const { upstream, lists } = this.#options;
    const { zone } = intent;
    if (intent.kind === "delete") {
      const { target, headers } = request;
      const read = await upstream
        .ask({ method: "GET", target, headers: withoutBody(headers), isRead: true })
        .catch(() => undefined);
      // It is gone, which is what was wanted, whoever did it.
      if (read?.status !== 404 || !/"success"\s*:\s*false/.test(read.body.toString())) return undefined;
      lists.drop(zone);
      return recordAnswer(JSON.stringify({ id: intent.record }));
    }
    // Without a list from before, its time alone must say that it was made after the sending.
    const since = before === undefined ? this.#recordClock.latest(sentAt) : upstream.serverClock.earliest(sentAt);
    if (intent.kind !== "create" || credential === undefined || since === undefined) return undefined;
    const records = await lists.renew(credential, zone, readZone).records;
    if (records === undefined) return undefined;
    const known = new Set([...(before ?? []), ...(this.#created.get(zone) ?? [])]);
    const found = findCreated({ body: request.body.toString(), before: known, sentAt: since }, records);
    if (found === undefined) return undefined;
    this.#createdIn(zone).add(found.id);
    return recordAnswer(found.json);
  }

  /** A new record is in no list that began before, so it is asked for singly, or with a new list if there are many. */
  #noteCreated(zone: string, answer: ApiAnswer, sentAt: number): void {
    const { clock, lists, changes } = this.#options;
    const text = answerText(answer) ?? "";
    const made = /"created_on"\s*:\s*"([^"]{1,40})"/.exec(text)?.[1];
    this.#recordClock.observeMade(made, sentAt, clock.now());
    const id = /"id"\s*:\s*"([0-9a-f]{32})"/.exec(text)?.[1];
    if (id === undefined) {
      lists.drop(zone);
      return;
    }
    this.#createdIn(zone).add(id);
    changes.begin({ zone, record: id })();
  }

  #createdIn(zone: string): Set<string> {
    const created = this.#created.get(zone) ?? new Set();
    this.#created.set(zone, created);
    return created;
  }
}

function isSameRecord(one: WriteIntent, other: WriteIntent): boolean {
  return "record" in one && "record" in other && one.zone === other.zone && one.record === other.record;
}

function credentialsIn(headers: UpstreamRequest["headers"]): unknown[] {
  return Object.entries(headers).filter(([name]) => /^(?:authorization|x-auth-.*|cookie)$/i.test(name));
}

function withoutBody(headers: UpstreamRequest["headers"]): UpstreamRequest["headers"] {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(?:content-.*|accept-encoding)$/i.test(name)),
  );
}
