// How long the whole of verify takes for 1,000 domains with 7,000 records, causes, keys, SPF, CAA and all, and how much memory:
// `node bin/run.js bench/verify.ts`. All limits are those of a real run; two resolvers at 1,000 packets a second cannot be asked
// for 7,000 records in less than 7 s.
import { setFlagsFromString } from "node:v8";
import type { Purpose } from "../lib/dns/kinds/kinds";
import type { DnsRecord } from "../lib/dns/record";
import type { Dns } from "../lib/verify/dns/answer";
import { createDns } from "../lib/verify/dns/dns";
import { verify } from "../lib/verify/verify";
import { compare, type DnsRunResult } from "./dns-runs";
import { domainName, RESOLVERS, ROOTS, type Wanted, wantedOf } from "./dns-server";

const PURPOSES: readonly Purpose[] = ["dkim", "dkim", "dkim", "mail-from-mx", "mail-from-spf", "dmarc", "web"];

interface Result extends DnsRunResult {
  readonly live: number;
  readonly records: number;
  readonly errors: number;
  /** Questions that went to servers, and the look-ups that they were for: each has a budget of its own. */
  readonly questions: number;
  readonly lookups: number;
}

if (process.argv[2] === "bench/verify.ts") {
  const [, , , port, domains] = process.argv;
  void (port === undefined ? compare(process.argv[2], found) : look(Number(port), Number(domains)));
}

function found({ live, records, errors, questions, lookups }: Result): string {
  if (live !== records || errors > 0) process.exitCode = 1;
  const each = `${(questions / records).toFixed(1)} questions a record, ${(questions / lookups).toFixed(1)} a look-up`;
  return `${live} of ${records} records live, ${errors} errors; ${each}`;
}

async function look(port: number, domains: number): Promise<void> {
  // As the command does, see lib/cli/shell.ts.
  setFlagsFromString("--heap-growing-percent=100");
  const records = Array.from({ length: domains }, (_, index) => recordsOf(domainName(index))).flat();
  const started = performance.now();
  const dns = createDns({
    roots: [{ name: "root.servers.net", addresses: ROOTS }],
    port,
    resolvers: RESOLVERS.map((address) => ({ address, port })),
  });
  let lookups = 0;
  const counting = () => {
    lookups += 1;
    return dns;
  };
  const counted: Dns = {
    zoneOf: (name) => counting().zoneOf(name),
    authoritativeAnswers: (name, type) => counting().authoritativeAnswers(name, type),
    referrals: (name) => counting().referrals(name),
    resolverAnswers: (name, type, options) => counting().resolverAnswers(name, type, options),
    resolve: (name, type) => counting().resolve(name, type),
  };
  const { records: checked, causes } = await verify({ domains: [], records, dns: counted, now: Date.now });
  const seconds = (performance.now() - started) / 1000;
  const { sent, questions } = dns.stats;
  dns.close();
  const { user, system } = process.cpuUsage();
  const result: Result = {
    seconds,
    cpu: (user + system) / 1e6,
    sent,
    questions,
    lookups,
    records: records.length,
    megabytes: process.resourceUsage().maxRSS / 1024,
    live: checked.filter(({ status }) => status === "live").length,
    errors: causes.filter(({ severity }) => severity === "error").length,
  };
  console.log(JSON.stringify(result));
}

function recordsOf(domain: string): DnsRecord[] {
  return wantedOf(domain).map((wanted, index) => ({
    entry: domain,
    id: `record-${index}`,
    domain,
    region: "eu-west-1",
    zone: domain,
    purpose: PURPOSES[index]!,
    type: wanted.type as DnsRecord["type"],
    name: wanted.name,
    ...valueIn(wanted),
    data: null,
    ttl: 300,
    proxied: false,
  }));
}

function valueIn({ type, data }: Wanted): Pick<DnsRecord, "content" | "priority"> {
  if (type === "TXT") return { content: `"${(data as string[]).join("")}"`, priority: null };
  if (type !== "MX") return { content: data as string, priority: null };
  const { preference, exchange } = data as { preference: number; exchange: string };
  return { content: exchange, priority: preference };
}
