// How long 7,000 records of 1,000 domains take to be asked of all their authorities and of two resolvers, and how much memory:
// `node bin/run.js bench/dns.ts`. The world is a server in a process of its own; a tenth of the authorities dead must not take
// more than twice the time.
import PQueue from "p-queue";
import { createDns } from "../lib/verify/dns/dns";
import { compare, type DnsRunResult } from "./dns-runs";
import { domainName, RESOLVERS, ROOTS, wantedOf } from "./dns-server";

/** Records under way at a time: all at once would take the memory of all. */
const IN_HAND = 200;

interface Result extends DnsRunResult {
  /** Answers by their status, `failed` by kind. */
  readonly answers: Readonly<Record<string, number>>;
  readonly silent: number;
}

if (process.argv[2] === "bench/dns.ts") {
  const [, , , port, domains] = process.argv;
  void (port === undefined ? compare(process.argv[2], found) : ask(Number(port), Number(domains)));
}

function found({ silent, answers }: Result): string {
  const counts = Object.entries(answers).map(([status, count]) => `${count} ${status}`);
  return `${silent} servers silent: ${counts.join(", ")}`;
}

async function ask(port: number, domains: number): Promise<void> {
  const started = performance.now();
  const dns = createDns({
    roots: [{ name: "root.servers.net", addresses: ROOTS }],
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
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const result: Result = { seconds, cpu: (user + system) / 1e6, megabytes, answers, sent, silent: silent.length };
  console.log(JSON.stringify(result));
}
