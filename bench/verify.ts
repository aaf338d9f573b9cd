// How long the whole of verify takes for 1,000 domains with 7,000 records, causes, keys, SPF, CAA and all, and how much memory:
// `node bin/run.js bench/verify.ts`. The world is that of bench/dns.ts; a tenth of its servers dead must not take more than
// twice the time.
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { DnsRecord, Purpose } from "../lib/dns/record";
import { createDns } from "../lib/verify/dns/dns";
import { verify } from "../lib/verify/verify";
import { domainName, RESOLVERS, ROOT, type Wanted, wantedOf } from "./dns-server";
import { reportMachine } from "./measure";

const DOMAINS = 1_000;
const LIMITS = { seconds: 10, megabytes: 200, times: 2 };
const PURPOSES: readonly Purpose[] = ["dkim", "dkim", "dkim", "mail-from-mx", "mail-from-spf", "dmarc", "web"];

interface Result {
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
  readonly live: number;
  readonly records: number;
  readonly sent: number;
}

if (process.argv[2] === "bench/verify.ts") {
  const [, , , port, domains] = process.argv;
  void (port === undefined ? compare() : look(Number(port), Number(domains)));
}

async function compare(): Promise<void> {
  reportMachine();
  const half = await run(DOMAINS / 2, 0);
  const alive = await run(DOMAINS, 0);
  const dead = await run(DOMAINS, 5);
  print(`${DOMAINS / 2} domains`, half);
  print(`${DOMAINS} domains`, alive);
  print(`${DOMAINS} domains, a tenth of 50 servers dead`, dead);
  const isLarge = [alive, dead].some(({ megabytes }) => megabytes > LIMITS.megabytes);
  const isSlow = alive.seconds > LIMITS.seconds || dead.seconds > LIMITS.times * alive.seconds;
  if (isLarge || isSlow || alive.live !== alive.records) process.exitCode = 1;
}

function print(name: string, { seconds, cpu, megabytes, live, records, sent }: Result): void {
  console.log(`${name.padEnd(44)}${seconds.toFixed(2).padStart(6)} s ${megabytes.toFixed(0).padStart(5)} MB`);
  console.log(`  ${cpu.toFixed(2)} s of processor, ${sent} packets, ${live} of ${records} records live`);
}

/** One run: the world in one process, who looks in another. */
async function run(domains: number, dead: number): Promise<Result> {
  const world = spawn(process.execPath, ["bin/run.js", "bench/dns-server.ts", `${domains}`, `${dead}`], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  try {
    const [port] = (await once(world.stdout.setEncoding("utf8"), "data")) as [string];
    const client = spawn(process.execPath, ["bin/run.js", "bench/verify.ts", port.trim(), `${domains}`], {
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

async function look(port: number, domains: number): Promise<void> {
  const records = Array.from({ length: domains }, (_, index) => recordsOf(domainName(index))).flat();
  const started = performance.now();
  const dns = createDns({
    roots: [{ name: "ns.root.net", addresses: [ROOT] }],
    port,
    resolvers: RESOLVERS.map((address) => ({ address, port })),
    // Here one address serves the root, all top-level domains and what lies nowhere: at the usual rate it would be the measure.
    rate: 10_000,
  });
  const found = await verify({ domains: [], records, dns, now: Date.now });
  const seconds = (performance.now() - started) / 1000;
  const { sent } = dns.stats;
  dns.close();
  const { user, system } = process.cpuUsage();
  const result: Result = {
    ...{ seconds, cpu: (user + system) / 1e6, sent, records: records.length },
    // Peak of the whole process, Node and the bundler included.
    megabytes: process.resourceUsage().maxRSS / 1024,
    live: found.records.filter(({ status }) => status === "live").length,
  };
  console.log(JSON.stringify(result));
}

function recordsOf(domain: string): DnsRecord[] {
  return wantedOf(domain).map((wanted, index) => ({
    ...{ entry: domain, id: `record-${index}`, domain, region: "eu-west-1", zone: domain, purpose: PURPOSES[index]! },
    ...{ type: wanted.type as DnsRecord["type"], name: wanted.name, ...valueIn(wanted), data: null },
    ...{ ttl: 300, proxied: false },
  }));
}

function valueIn({ type, data }: Wanted): Pick<DnsRecord, "content" | "priority"> {
  if (type === "TXT") return { content: `"${(data as string[]).join("")}"`, priority: null };
  if (type !== "MX") return { content: data as string, priority: null };
  const { preference, exchange } = data as { preference: number; exchange: string };
  return { content: exchange, priority: preference };
}
