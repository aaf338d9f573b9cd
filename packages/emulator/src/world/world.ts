// Everything that exists in the emulator: AWS's identities, Cloudflare's zones and records, armed faults, the clock. Each table
// is a map from key to a plain value.
import path from "node:path";
import type { DnsFault, Fault } from "./fault";
import { type Change, Journal } from "./journal";
import { type Sleep, sleep } from "./sleep";
import { Table } from "./table";
import {
  type CloudFrontDistribution,
  type CloudflareRecord,
  type CloudflareZone,
  DEFAULT_ACCOUNT,
  type IamThing,
  type SesAccount,
  type SesIdentity,
  type SesKeyPair,
} from "./things";

/** What the journal needs of a table, whatever it holds. */
type AnyTable = { apply(key: string, value: unknown): void };

/** The world in a folder. Hold the folder's lock (lock.ts) while it is open. A new kind of thing is one more table. */
export class World {
  /** By record id, grouped by name: whoever looks a record up knows its id or its name. */
  readonly records = new Table<CloudflareRecord>("records", ({ name }) => name);
  readonly zones = new Table<CloudflareZone>("zones", ({ name }) => name);
  /** By `<account>/<region>/<name>`, grouped by `<account>/<region>`. */
  readonly identities = new Table<SesIdentity>("identities", ({ account, region }) => `${account}/${region}`);
  /** By `<account>/<region>/<name>/<first token>`: who makes an identity or its tokens anew gets another. */
  readonly keys = new Table<SesKeyPair>("keys");
  readonly distributions = new Table<CloudFrontDistribution>("distributions");
  /** By `<account>/<region>`; those that are as new are not there. */
  readonly accounts = new Table<SesAccount>("accounts");
  /** By ARN, grouped by `<account>/<kind>`. */
  readonly iam = new Table<IamThing>("iam", ({ account, kind }) => `${account}/${kind}`);
  /** Accounts by the names of the AWS profiles that lead to them. */
  readonly profiles = new Table<string>("profiles");
  /** What somebody deleted though a configuration goes on naming it: `zone/<id or name>`, `distribution/<id>`. */
  readonly deletions = new Table<true>("deletions");
  readonly faults = new Table<Fault>("faults");
  readonly dnsFaults = new Table<DnsFault>("dns-faults");
  /** Each kind of API call that was ever made, as IAM or Cloudflare's token scopes call it. */
  readonly calls = new Table<true>("calls");
  /** `made` counts what was ever made, `advanced` is how far the clock was moved, in milliseconds. */
  private readonly numbers = new Table<number>("numbers");

  private readonly tables: ReadonlyMap<string, AnyTable> = new Map(
    [
      this.records,
      this.zones,
      this.identities,
      this.keys,
      this.distributions,
      this.accounts,
      this.iam,
      this.profiles,
      this.deletions,
      this.faults,
      this.dnsFaults,
      this.calls,
      this.numbers,
    ].map((table) => [table.name, table as AnyTable]),
  );
  private readonly journal: Journal;

  private constructor(
    file: string,
    private readonly realNow: () => number,
    /** Waits out the delay of a fault. */
    readonly sleep: Sleep,
  ) {
    this.journal = Journal.open(file, (changes) => this.apply(changes), upgrade);
  }

  static open(folder: string, realNow: () => number = Date.now, pass: Sleep = sleep): World {
    return new World(path.join(folder, "world.jsonl"), realNow, pass);
  }

  /** Carries changes out, all or none: on disk first. */
  commit(...changes: readonly Change[]): void {
    this.journal.append(changes);
    this.apply(changes);
  }

  /** Notes a call of a service, such as `ses:GetEmailIdentity` or `DNS Read`: what it would need permission for. */
  noteCall(action: string): void {
    if (this.calls.get(action) === undefined) this.commit(this.calls.put(action, true));
  }

  /** The emulator's clock, in milliseconds. */
  now(): number {
    return this.realNow() + this.advanced();
  }

  /** The emulator's clock as the services write it, to the second. */
  timestamp(time: number = this.now()): string {
    return new Date(time).toISOString().replace(/\.\d{3}Z$/, "Z");
  }

  advanced(): number {
    return this.numbers.get("advanced") ?? 0;
  }

  advance(milliseconds: number): void {
    this.commit(this.numbers.put("advanced", this.advanced() + milliseconds));
  }

  /** A number that no earlier caller got; the change that says so goes into the caller's commit. */
  nextNumber(): { number: number; change: Change } {
    const number = (this.numbers.get("made") ?? 0) + 1;
    return { number, change: this.numbers.put("made", number) };
  }

  close(): void {
    this.journal.close();
  }

  private apply(changes: readonly Change[]): void {
    for (const [path, value] of changes) {
      const slash = path.indexOf("/");
      this.tables.get(path.slice(0, slash))?.apply(path.slice(slash + 1), value);
    }
  }
}

/** Identities once had no account in their keys and values. */
function upgrade(change: Change): Change {
  const [key, value] = change;
  const [, old] = /^identities\/(?!\d{12}\/)(.+)$/.exec(key) ?? [];
  if (old === undefined) return change;
  return [`identities/${DEFAULT_ACCOUNT}/${old}`, value && { account: DEFAULT_ACCOUNT, ...value }];
}
