// The lists of zones, and what may be answered from them. A list answers only for the credentials that it was read with, and only
// while it is fresh. Its age counts from the beginning of the reading, because its first page is as old as that.
import type { Clock } from "../net/clock";
import type { Changes } from "./changes";

/** A list that is there, or on its way. */
export interface ZoneList {
  /** Milliseconds on the clock when it began. */
  readonly beganAt: number;
  /** The moment when it began, in the order of the writes. */
  readonly moment: number;
  /** The records by id, as JSON; undefined if the zone could not be listed: then its records are asked for singly. */
  records: Promise<ReadonlyMap<string, string> | undefined>;
  /** How many requests it took so far. */
  pages: number;
  /** How many reads were sent singly because of a write after it began. */
  strays: number;
  /** Characters that it keeps. */
  size: number;
}

/** Reads all records of a zone. `onPage` is called for each request. */
export type ReadZone = (onPage: () => void) => Promise<ReadonlyMap<string, string> | undefined>;

export interface ZoneListsOptions {
  readonly clock: Clock;
  readonly changes: Changes;
  /** Milliseconds in which a list answers reads. */
  readonly freshness: number;
}

/** Characters that all lists may keep together: some 25,000 records. A larger zone is kept alone. */
const MAX_KEPT = 16_000_000;

export class ZoneLists {
  readonly #options: ZoneListsOptions;
  /** By credentials and zone. */
  readonly #lists = new Map<string, ZoneList>();
  /** The ids in the last list of each zone, whoever read it. */
  readonly #known = new Map<string, ReadonlySet<string>>();

  constructor(options: ZoneListsOptions) {
    this.#options = options;
  }

  /**
   * The record as JSON, from a list that is as new as a single read would be; undefined if it has to be asked for singly: it is not in the
   * list, was written meanwhile, or there is no list.
   * @param readZone begins a list
   */
  async find(credential: string, zone: string, record: string, readZone: ReadZone): Promise<string | undefined> {
    const { changes } = this.#options;
    const list = this.#listFor(credential, zone, record, readZone);
    if (list === undefined) return undefined;
    const records = await list.records;
    return changes.since(list.moment, zone, record) ? undefined : records?.get(record);
  }

  /** A list that begins now, for all reads from now on. */
  renew(credential: string, zone: string, readZone: ReadZone): ZoneList {
    const { clock, changes } = this.#options;
    const key = keyOf(credential, zone);
    const none = Promise.resolve(undefined);
    const list: ZoneList = { beganAt: clock.now(), moment: changes.now, pages: 0, strays: 0, size: 0, records: none };
    list.records = readZone(() => {
      list.pages += 1;
    }).then((records) => {
      if (records !== undefined) this.#keep(list, zone, records);
      return records;
    });
    // The newest is last.
    this.#lists.delete(key);
    this.#lists.set(key, list);
    return list;
  }

  /** Lists a zone that was not listed yet, so that what is created afterwards can be told from what was there. It may fail. */
  async learn(credential: string, zone: string, readZone: ReadZone): Promise<void> {
    if (this.#known.has(zone)) return;
    const list = this.#lists.get(keyOf(credential, zone)) ?? this.renew(credential, zone, readZone);
    await list.records;
  }

  /** The zone is not as its lists say. */
  drop(zone: string): void {
    for (const key of this.#lists.keys()) if (key.endsWith(`/${zone}`)) this.#lists.delete(key);
  }

  /** The ids of the zone's records when it was last listed; undefined if it was not. */
  idsOf(zone: string): ReadonlySet<string> | undefined {
    return this.#known.get(zone);
  }

  /** The list that a read uses; undefined if it is sent singly although there is a list. */
  #listFor(credential: string, zone: string, record: string, readZone: ReadZone): ZoneList | undefined {
    const { clock, changes, freshness } = this.#options;
    const list = this.#lists.get(keyOf(credential, zone));
    if (list === undefined || clock.now() - list.beganAt > freshness) return this.renew(credential, zone, readZone);
    if (!changes.since(list.moment, zone, record)) return list;
    // A few records that were written are asked for singly; after as many as a list costs, a list is cheaper for the rest.
    if (list.strays >= Math.max(list.pages, 1)) return this.renew(credential, zone, readZone);
    list.strays += 1;
    return undefined;
  }

  #keep(list: ZoneList, zone: string, records: ReadonlyMap<string, string>): void {
    this.#known.set(zone, new Set(records.keys()));
    for (const json of records.values()) list.size += json.length;
    let total = 0;
    for (const [key, one] of [...this.#lists].reverse()) {
      total += one.size;
      if (total > MAX_KEPT && one !== list) this.#lists.delete(key);
    }
  }
}

function keyOf(credential: string, zone: string): string {
  return `${credential}/${zone}`;
}
