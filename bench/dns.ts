// How long 7,000 records of 1,000 domains take to be asked of all their authorities and of two resolvers, and how much memory:
// `node bin/run.js bench/dns.ts`. The world is a server in a process of its own; a tenth of the authorities dead must not take
// more than twice the time.
import { spawn } from "node:child_process";
import { once } from "node:events";
import PQueue from "p-queue";
import { createDns } from "../lib/verify/dns/dns";
import { domainName, RESOLVERS, ROOT, wantedOf } from "./dns-server";
import { reportMachine } from "./measure";

const DOMAINS = 1_000;
/** Records under way at a time: all at once would take the memory of all. */
const IN_HAND = 200;
const LIMITS = { seconds: 10, megabytes: 200, times: 2 };

interface Result {
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
  /** Answers by their status, `failed` by kind. */
  readonly answers: Readonly<Record<string, number>>;
  readonly sent: number;
  readonly silent: number;
}

if (process.argv[2] === "bench/dns.ts") {
  const [, , , port, domains] = process.argv;
  void (port === undefined ? compare() : ask(Number(port), Number(domains)));
}

async function compare(): Promise<void> {
  reportMachine();
  const half = await run(DOMAINS / 2, 0);
  const alive = await run(DOMAINS, 0);
  const dead = await run(DOMAINS, 5);
  print(`${DOMAINS / 2} domains`, half);
  print(`${DOMAINS} domains`, alive);
  print(`${DOMAINS} domains, a tenth of 50 servers dead`, dead);
  const isSlow = [alive, dead].some(({ megabytes }) => megabytes > LIMITS.megabytes) || alive.seconds > LIMITS.seconds;
  if (isSlow || dead.seconds > LIMITS.times * alive.seconds) process.exitCode = 1;
}

function print(name: string, { seconds, cpu, megabytes, sent, silent, answers }: Result): void {
  const counts = Object.entries(answers).map(([status, count]) => `${count} ${status}`);
  console.log(`${name.padEnd(44)}${seconds.toFixed(2).padStart(6)} s ${megabytes.toFixed(0).padStart(5)} MB`);
  console.log(`  ${cpu.toFixed(2)} s of processor, ${sent} packets, ${silent} servers silent: ${counts.join(", ")}`);
}

/** One run: the world in one process, who asks in another. */
async function run(domains: number, dead: number): Promise<Result> {
  const world = spawn(process.execPath, ["bin/run.js", "bench/dns-server.ts", `${domains}`, `${dead}`], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  try {
    const [port] = (await once(world.stdout.setEncoding("utf8"), "data")) as [string];
    const client = spawn(process.execPath, ["bin/run.js", "bench/dns.ts", port.trim(), `${domains}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    client.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    const [code] = await once(client, "close");
    if (code !== 0) throw new Error(`the run with ${dead} dead servers ended with ${code}`);
    return JSON.parse(output) as Result;
  } finally {
    world.stdin.end();
    await once(world, "exit");
  }
}

async function ask(port: number, domains: number): Promise<void> {
  const started = performance.now();
  const dns = createDns({
    roots: [{ name: "ns.root.net", addresses: [ROOT] }],
    port,
    resolvers: RESOLVERS.map((address) => ({ address, port })),
  });
  const answers: Record<string, number> = {};
  const wanted = Array.from({ length: domains }, (_, index) => wantedOf(domainName(index))).flat();
  const inHand = new PQueue({ concurrency: IN_HAND });
  await inHand.addAll(
    wanted.map(({ name, type }) => async () => {
      const heard = await Promise.all([dns.authorities(name, type), dns.resolvers(name, type)]);
      for (const answer of heard.flat()) {
        const status = answer.status === "failed" ? `failed (${answer.failure.kind})` : answer.status;
        answers[status] = (answers[status] ?? 0) + 1;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const { sent, silent } = dns.stats;
  dns.close();
  const { user, system } = process.cpuUsage();
  // Peak of the whole process, Node and the bundler included.
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const result: Result = { seconds, cpu: (user + system) / 1e6, megabytes, answers, sent, silent: silent.length };
  console.log(JSON.stringify(result));
}
