// Cloudflare's emulated API with many records, its limit of requests, and a clock that goes on by itself whenever nothing else can
// happen: waits of minutes take no time.
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type HttpServer, serveHttp } from "../../packages/emulator/internals/http";
import {
  type CloudflareRecord,
  cloudflareApiStatus,
  createRecord,
  ensureZones,
  World,
} from "../../packages/emulator/internals/world";
import { FakeClock } from "./fake-clock";

const START = Date.UTC(2026, 10, 29);

/** How often the event loop goes round without anything new before time passes. All requests are of this process. */
const QUIET_TURNS = 20;

export class CloudflareWorld {
  readonly clock = new FakeClock();
  readonly world: World;
  readonly #folder: string;
  #server: HttpServer | undefined;

  constructor() {
    this.#folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-cloudflare-"));
    this.world = World.open(
      this.#folder,
      () => START + this.clock.now(),
      (milliseconds, signal) => this.clock.sleep(milliseconds, signal),
    );
  }

  /** Up to `/client/v4`. */
  get base(): string {
    return `${this.#server?.url}/client/v4`;
  }

  async start(): Promise<void> {
    this.#server = await serveHttp(this.world);
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    this.world.close();
    fs.rmSync(this.#folder, { recursive: true });
  }

  /** Makes the zone if it does not exist, and so many TXT records in it, in one line of the journal. */
  fill(zone: string, name: string, count: number): CloudflareRecord[] {
    ensureZones(this.world, { [zone]: name }, []);
    const template = createRecord(this.world, zone, { name: `r0.${name}`, type: "TXT", content: '"r0"', ttl: 1 });
    const others = Array.from({ length: count - 1 }, (_, index): CloudflareRecord => {
      const label = `r${index + 1}`;
      const id = createHash("sha256").update(`${zone}/${label}`).digest("hex").slice(0, 32);
      return { ...template, id, name: `${label}.${name}`, content: `"${label}"` };
    });
    this.world.commit(...others.map((record) => this.world.records.put(record.id, record)));
    return [template, ...others];
  }

  /** How many requests Cloudflare got, by kind, and how many of them it refused. */
  get api() {
    return cloudflareApiStatus(this.world);
  }

  /** The result of `work`; time passes whenever only that can bring it on. */
  through<T>(work: Promise<T>): Promise<T> {
    let [seen, turns] = ["", 0];
    return this.clock.through(work, () => {
      const { requests, records, limits, faults } = this.world;
      const now = [requests, records, limits, faults].map(({ version }) => version);
      const seenNow = [...now, this.clock.waiting, this.clock.now()].join(" ");
      turns = seenNow === seen ? turns + 1 : 0;
      seen = seenNow;
      return turns >= QUIET_TURNS;
    });
  }
}
