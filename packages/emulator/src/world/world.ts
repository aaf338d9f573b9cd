// Everything in the emulator: AWS's identities, Cloudflare's zones and records, armed faults, the clock. Each table is a map from
// keys to plain values.
import path from "node:path";
import { EmulatorError } from "../errors";
import {
  type AcmCertificate,
  type CloudFrontDistribution,
  type CloudflareRecord,
  type CloudflareZone,
  DEFAULT_ACCOUNT,
  type IamEntity,
  type RateLimit,
  type SesAccount,
  type SesConfigurationSet,
  type SesIdentity,
  type SesKeyPair,
  type SnsSubscription,
  type SnsTopic,
} from "./entities";
import type { DnsFault, Fault } from "./fault";
import { type Change, Journal } from "./journal";
import { type Sleep, sleep } from "./sleep";
import { Table } from "./table";

/** The types of values in tables of other values than objects. */
const TYPES: Readonly<Record<string, "string" | "number" | "boolean">> = {
  profiles: "string",
  numbers: "number",
  deletions: "boolean",
  calls: "number",
  requests: "number",
  spent: "number",
};
const LAST_TIME = Date.UTC(10_000, 0);

/** The part of a table that the journal needs, for any kind of value. */
type AnyTable = { apply(key: string, value: unknown): void };

/** The world in a folder. Hold the folder's lock (lock.ts) while it is open. For a new kind of thing, add a table. */
export class World {
  /** By record id, grouped by name, because lookups use the id or the name. */
  readonly records = new Table<CloudflareRecord>("records", ({ name }) => name);
  readonly zones = new Table<CloudflareZone>("zones", ({ name }) => name);
  /** By `<account>/<region>/<name>`, grouped by `<account>/<region>`. */
  readonly identities = new Table<SesIdentity>("identities", ({ account, region }) => `${account}/${region}`);
  /** By `<account>/<region>/<name>/<first token>`, so that new tokens get a new key. */
  readonly keys = new Table<SesKeyPair>("keys");
  /** By `<account>/<region>/<name>`, grouped by `<account>/<region>`. */
  readonly sets = new Table<SesConfigurationSet>("sets", ({ account, region }) => `${account}/${region}`);
  /** By ARN, grouped by `<account>/<region>`. */
  readonly topics = new Table<SnsTopic>("topics", ({ account, region }) => `${account}/${region}`);
  /** By ARN, grouped by topic. */
  readonly subscriptions = new Table<SnsSubscription>("subscriptions", ({ topic }) => topic);
  /** By ARN, grouped by `<account>/<region>`. */
  readonly certificates = new Table<AcmCertificate>("certificates", ({ account, region }) => `${account}/${region}`);
  readonly distributions = new Table<CloudFrontDistribution>("distributions");
  /** By `<account>/<region>`; accounts that were never changed are left out. */
  readonly accounts = new Table<SesAccount>("accounts");
  /** By ARN, grouped by `<account>/<kind>`. */
  readonly iam = new Table<IamEntity>("iam", ({ account, kind }) => `${account}/${kind}`);
  /** Accounts by AWS profile name. */
  readonly profiles = new Table<string>("profiles");
  /** Things that somebody deleted although a configuration still names them: `zone/<id or name>`, `distribution/<id>`, `set/<key>`. */
  readonly deletions = new Table<true>("deletions");
  readonly faults = new Table<Fault>("faults");
  readonly dnsFaults = new Table<DnsFault>("dns-faults");
  /** How many calls were made so far, by the name of their IAM action or Cloudflare token scope. */
  readonly calls = new Table<number>("calls");
  /** How many requests Cloudflare's HTTP API got so far, by kind, such as `cloudflare_dns_record read`. */
  readonly requests = new Table<number>("requests");
  /** How many of them count for its limit, by the second in which they came, in seconds since 1970. */
  readonly spent = new Table<number>("spent");
  /** Its limit, as `cloudflare`. */
  readonly limits = new Table<RateLimit>("limits");
  /** `made` counts the numbers given out; `advanced` is how far the clock was moved, in milliseconds. */
  private readonly numbers = new Table<number>("numbers");

  /** Every table above, by its name in the journal. */
  private readonly tables: ReadonlyMap<string, AnyTable> = new Map(
    Object.values(this)
      .filter((value) => value instanceof Table)
      .map((table) => [table.name, table as AnyTable]),
  );
  private readonly journal: Journal;
  /** What was noted and is not written yet. */
  private readonly noted = new Map<string, unknown>();

  private constructor(
    file: string,
    private readonly realNow: () => number,
    /** Waits for the delay of a fault. */
    readonly sleep: Sleep,
  ) {
    this.journal = Journal.open(file, (changes) => this.apply(changes), upgrade);
  }

  static open(folder: string, realNow: () => number = Date.now, pass: Sleep = sleep): World {
    return new World(path.join(folder, "world.jsonl"), realNow, pass);
  }

  /** Makes all changes or none; writes them to disk first. */
  commit(...changes: readonly Change[]): void {
    this.journal.append(changes);
    this.apply(changes);
  }

  /** Makes changes that are written when the world is closed. A killed process loses them: for counts only. */
  note(...changes: readonly Change[]): void {
    this.apply(changes);
    for (const [key, value] of changes) this.noted.set(key, value);
  }

  /**
   * Counts a call of a service by the permission that it needs, such as `ses:GetEmailIdentity` or `DNS Read`. The first is written
   * at once: which permissions were used is a result.
   */
  noteCall(action: string): void {
    const count = this.calls.get(action) ?? 0;
    const change = this.calls.put(action, count + 1);
    if (count === 0) this.commit(change);
    else this.note(change);
  }

  /** The emulator's clock, in milliseconds. */
  now(): number {
    return this.realNow() + this.advanced();
  }

  /** The emulator's time in the services' format, to the second. */
  timestamp(time: number = this.now()): string {
    return new Date(time).toISOString().replace(/\.\d{3}Z$/, "Z");
  }

  advanced(): number {
    return this.numbers.get("advanced") ?? 0;
  }

  /** @throws EmulatorError if the clock would leave the years of four digits, which the services' formats have */
  advance(milliseconds: number): void {
    const advanced = this.advanced() + milliseconds;
    if (!(this.realNow() + advanced < LAST_TIME)) {
      throw new EmulatorError("the emulator's clock does not go beyond the year 9999: move it on by less");
    }
    this.commit(this.numbers.put("advanced", advanced));
  }

  /** A number that no earlier caller got. The caller must commit the returned change with its own. */
  nextNumber(): { number: number; change: Change } {
    const number = (this.numbers.get("made") ?? 0) + 1;
    return { number, change: this.numbers.put("made", number) };
  }

  close(): void {
    try {
      if (this.noted.size > 0) this.journal.append([...this.noted]);
    } finally {
      this.journal.close();
    }
  }

  private apply(changes: readonly Change[]): void {
    for (const [path, value] of changes) {
      const slash = path.indexOf("/");
      const table = path.slice(0, slash);
      const wanted = TYPES[table] ?? "object";
      // Somebody may have edited the file. A value of another type would fail later, far from its line.
      if (value !== null && (typeof value !== wanted || Array.isArray(value)))
        throw new Error(`a value of "${table}" is no ${wanted}`);
      this.tables.get(path.slice(0, slash))?.apply(path.slice(slash + 1), value);
    }
  }
}

/** Older versions had no account in the keys and values of identities, and did not count calls. */
function upgrade(change: Change): Change {
  const [key, value] = change;
  if (key.startsWith("calls/") && value === true) return [key, 1];
  const [, old] = /^identities\/(?!\d{12}\/)(.+)$/.exec(key) ?? [];
  if (old === undefined) return change;
  return [`identities/${DEFAULT_ACCOUNT}/${old}`, value && { account: DEFAULT_ACCOUNT, ...value }];
}
