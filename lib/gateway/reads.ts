// Reads of single records: answered from a list of the zone if that is as good as asking, otherwise asked singly. Two reads of the
// same record at the same time are one request.
import { CloudflareError } from "../cloudflare/error";
import { PER_PAGE, readPages } from "../cloudflare/pages";
import { recordAnswer } from "./answers";
import type { ApiAnswer } from "./api-answer";
import type { Changes } from "./changes";
import { hashOf } from "./request";
import type { Upstream, UpstreamRequest } from "./upstream";
import type { ReadZone, ZoneLists } from "./zone-lists";

export interface RecordRead {
  readonly zone: string;
  readonly record: string;
  /** A name for the credentials; undefined if no lists are kept for them. */
  readonly credential: string | undefined;
  /** The header that was received. */
  readonly authorization: string;
  /** The request as it is forwarded. */
  readonly request: Pick<UpstreamRequest, "method" | "target" | "headers">;
  /** Aborted when the client has gone. */
  readonly gone: AbortSignal;
}

/** What the reads did, for people. */
export interface GatewayCounts {
  /** Answered from a list. */
  fromLists: number;
  /** Answered together with another one. */
  joined: number;
  /** Zones whose list has been read or has failed, and that are being listed. */
  readonly listed: Set<string>;
  readonly unlisted: Set<string>;
  readonly listing: Set<string>;
}

export interface ReadsOptions {
  readonly upstream: Upstream;
  readonly lists: ZoneLists;
  readonly changes: Changes;
  readonly counts: GatewayCounts;
  /** Aborted when the gateway stops. */
  readonly stopped: AbortSignal;
  readonly onChange: () => void;
  /** Told of an error that is a defect of ours. */
  readonly onDefect: (error: unknown) => void;
}

interface Single {
  readonly moment: number;
  readonly answer: Promise<ApiAnswer | undefined>;
  readonly abandoned: AbortController;
  clients: number;
}

export class Reads {
  readonly #options: ReadsOptions;
  readonly #singles = new Map<string, Single>();

  constructor(options: ReadsOptions) {
    this.#options = options;
  }

  /** Undefined if the client has gone. */
  async answer(read: RecordRead): Promise<ApiAnswer | undefined> {
    const { lists, counts } = this.#options;
    const { credential, authorization, zone, record, gone } = read;
    if (credential === undefined) return this.#single(read);
    const json = await lists.find(credential, zone, record, this.zoneReader(authorization, zone));
    if (json === undefined) return gone.aborted ? undefined : this.#single(read);
    counts.fromLists += 1;
    return recordAnswer(json);
  }

  /** Lists a zone with a client's credentials. A failure is no error: the zone's records are asked for singly then. */
  zoneReader(authorization: string, zone: string): ReadZone {
    const { upstream, counts, stopped, onChange, onDefect } = this.#options;
    return async (onPage) => {
      counts.listing.add(zone);
      try {
        const records = await readPages(upstream.getter(authorization, onPage, stopped), zone, zone, PER_PAGE);
        counts.listed.add(zone);
        counts.unlisted.delete(zone);
        return new Map(records.map((record) => [record.id, JSON.stringify(record)]));
      } catch (error) {
        if (!isFailure(error)) onDefect(error);
        counts.unlisted.add(zone);
        return undefined;
      } finally {
        counts.listing.delete(zone);
        onChange();
      }
    };
  }

  async #single({
    zone,
    record,
    credential,
    authorization,
    request,
    gone,
  }: RecordRead): Promise<ApiAnswer | undefined> {
    const { upstream, changes, counts } = this.#options;
    // Headers such as Accept-Encoding decide about the form of the answer.
    const key = hashOf(credential ?? authorization, request.target, JSON.stringify(request.headers));
    let single = this.#singles.get(key);
    if (single !== undefined && !single.abandoned.signal.aborted && !changes.since(single.moment, zone, record)) {
      counts.joined += 1;
    } else {
      const abandoned = new AbortController();
      const answer = upstream.ask({ ...request, isRead: true, signal: abandoned.signal });
      single = { moment: changes.now, abandoned, clients: 0, answer };
      this.#singles.set(key, single);
      const forget = () => {
        if (this.#singles.get(key)?.answer === answer) this.#singles.delete(key);
      };
      answer.then(forget, forget);
    }
    const mine = single;
    mine.clients += 1;
    const leave = () => {
      mine.clients -= 1;
      if (mine.clients === 0) mine.abandoned.abort();
    };
    if (gone.aborted) leave();
    gone.addEventListener("abort", leave, { once: true });
    try {
      return await mine.answer;
    } finally {
      gone.removeEventListener("abort", leave);
    }
  }
}

/** Whether it is a failure of Cloudflare, the network or a stop, and not a defect of ours. */
function isFailure(error: unknown): boolean {
  if (error instanceof CloudflareError) return true;
  const { name, code } = error as NodeJS.ErrnoException;
  return (
    typeof code === "string" ||
    ["AbortError", "HttpError", "ProxyError", "TimeoutError", "EndlessAnswer"].includes(name)
  );
}
