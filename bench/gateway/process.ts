// What the gateway costs by itself: the time that it adds to a request, and the memory of a process with nothing but it.
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { CloudflareProvider, inParallel } from "../../__tests__/helpers/cloudflare-provider";
import { CloudflareWorld } from "../../__tests__/helpers/cloudflare-world";
import { Budget } from "../../lib/cloudflare/budget";
import { startGateway } from "../../lib/gateway/gateway";
import { CLOCK } from "../../lib/net/clock";
import { setRateLimit } from "../../packages/emulator/internals/world";

/** The argument by which the bench is the gateway's process. */
export const GATEWAY_PROCESS = "--gateway-process";

const ZONE = "a".repeat(32);
const RECORDS = 5000;
const REQUESTS = 1000;

export interface ProcessCost {
  /** Milliseconds of a request. */
  readonly direct: number;
  readonly passed: number;
  readonly listed: number;
  /** Milliseconds of processor that the gateway spends on a request. */
  readonly passedCost: number;
  readonly listedCost: number;
  /** MB that are resident before the gateway is started, and once it has answered from a list of all records. */
  readonly before: number;
  readonly after: number;
}

/** @param start starts this bench as the gateway's process */
export async function measureProcess(start: () => ChildProcess): Promise<ProcessCost> {
  const cloudflare = new CloudflareWorld();
  await cloudflare.start();
  setRateLimit(cloudflare.world, { requests: null, seconds: 300, wait: "real" });
  const records = cloudflare.fill(ZONE, "a.example", RECORDS);
  const child = start();
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const ask = async (line: string) => {
    child.stdin!.write(`${line}\n`);
    return (await lines.next()).value as string;
  };
  const before = Number(await ask("memory"));
  const url = await ask(cloudflare.base);
  const [straight, through] = [cloudflare.base, url].map((base) => new CloudflareProvider({ base }));
  const ids = records.slice(0, REQUESTS);
  const one = (provider: CloudflareProvider) => () => provider.zoneId("a.example");
  const read = (provider: CloudflareProvider) => (index: number) => provider.read(ZONE, ids[index]!.id);
  // A zone that is looked up is two requests, and the gateway passes both on.
  const direct = (await median(one(straight!))) / 2;
  const passing = Number(await ask("processor"));
  const passed = (await median(one(through!))) / 2;
  const passedAt = Number(await ask("processor"));
  await through!.read(ZONE, ids[0]!.id);
  const listing = Number(await ask("processor"));
  const listed = await median(read(through!));
  const end = Number(await ask("processor"));
  await inParallel(records, ({ id }) => through!.read(ZONE, id));
  const after = Number(await ask("memory"));
  straight!.close();
  through!.close();
  child.stdin!.end();
  await cloudflare.stop();
  const passedCost = (passedAt - passing) / REQUESTS / 2;
  return { direct, passed, listed, before, after, passedCost, listedCost: (end - listing) / REQUESTS };
}

async function median(work: (index: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < REQUESTS; index += 1) {
    const started = performance.now();
    await work(index);
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[REQUESTS / 2]!;
}

/**
 * The line that names the API is answered with the gateway's address, "memory" with the resident MB, and "processor" with the milliseconds
 * spent so far.
 */
export async function serveGateway(): Promise<void> {
  let stop = async () => {};
  for await (const line of createInterface({ input: process.stdin })) {
    const { user, system } = process.cpuUsage();
    if (line === "memory") console.log(process.memoryUsage.rss() / 1024 / 1024);
    else if (line === "processor") console.log((user + system) / 1000);
    else {
      // More than are sent: waits are not measured here.
      const budget = new Budget({ clock: CLOCK, requests: 50_000 });
      const gateway = await startGateway({ base: new URL(line), env: {}, clock: CLOCK, budget });
      stop = async () => void (await gateway.stop());
      console.log(gateway.url);
    }
  }
  await stop();
}
