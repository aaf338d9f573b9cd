// How the DNS benches run: the world in one process, who asks it in another, several times; what counts is the middle run.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { reportMachine } from "./measure";

/** What each run tells of itself. */
export interface DnsRunResult {
  readonly seconds: number;
  readonly cpu: number;
  /** Peak of the whole process, Node and the bundler included. */
  readonly megabytes: number;
  readonly sent: number;
}

const DOMAINS = 1_000;
const RUNS = 3;
const LIMITS = { seconds: 10, megabytes: 200, times: 2 };

/** Half of the domains, all, and all with a tenth of their servers dead; `words` adds to a run's line what it found. */
export async function compare<Result extends DnsRunResult>(
  entry: string,
  words: (result: Result) => string,
): Promise<void> {
  reportMachine();
  const report = async (name: string, domains: number, dead: number) => {
    const middle = await medianRun<Result>(entry, domains, dead);
    const { seconds, cpu, megabytes, sent } = middle;
    console.log(`${name.padEnd(44)}${seconds.toFixed(2).padStart(6)} s ${megabytes.toFixed(0).padStart(5)} MB`);
    console.log(`  ${cpu.toFixed(2)} s of processor, ${sent} packets, ${words(middle)}`);
    return middle;
  };
  await report(`${DOMAINS / 2} domains`, DOMAINS / 2, 0);
  const alive = await report(`${DOMAINS} domains`, DOMAINS, 0);
  const dead = await report(`${DOMAINS} domains, a tenth of 50 servers dead`, DOMAINS, 5);
  const isLarge = [alive, dead].some(({ megabytes }) => megabytes > LIMITS.megabytes);
  const isSlow = alive.seconds > LIMITS.seconds || dead.seconds > LIMITS.times * alive.seconds;
  if (isLarge || isSlow) process.exitCode = 1;
}

/** The run with the middle time, with the middle of the runs' peaks. */
async function medianRun<Result extends DnsRunResult>(entry: string, domains: number, dead: number): Promise<Result> {
  const all: Result[] = [];
  for (let index = 0; index < RUNS; index++) all.push(await run<Result>(entry, domains, dead));
  const middle = (of: (run: Result) => number) => all.toSorted((a, b) => of(a) - of(b))[Math.floor(RUNS / 2)]!;
  return { ...middle(({ seconds }) => seconds), megabytes: middle(({ megabytes }) => megabytes).megabytes };
}

async function run<Result>(entry: string, domains: number, dead: number): Promise<Result> {
  const world = spawn(process.execPath, ["bin/run.js", "bench/dns-server.ts", `${domains}`, `${dead}`], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  try {
    const [port] = (await once(world.stdout.setEncoding("utf8"), "data")) as [string];
    const client = spawn(process.execPath, ["bin/run.js", entry, port.trim(), `${domains}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    client.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    const [code] = await once(client, "close");
    if (code !== 0) throw new Error(`${entry} with ${dead} dead servers ended with ${code}`);
    return JSON.parse(output) as Result;
  } finally {
    world.stdin.end();
    await once(world, "exit");
  }
}
