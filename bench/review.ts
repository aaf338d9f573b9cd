// How long a review of 10,000 changes takes and how much memory it needs: `node bin/run.js bench/review.ts`. Each size runs
// in a process of its own; twice the changes must take about twice the time.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readPlan } from "../lib/plan/plan";
import { renderJson } from "../lib/review/render/json";
import { renderMarkdown } from "../lib/review/render/markdown";
import { review } from "../lib/review/review";

const SIZES = [2_500, 5_000, 10_000, 20_000];
const LIMITS = { changes: 10_000, seconds: 2, megabytes: 300 };

const [, , , file] = process.argv;
if (file === undefined) compare();
else measure(file);

function compare(): void {
  console.log(`${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, Node ${process.version}, ${os.type()}`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-bench-"));
  try {
    for (const changes of SIZES) {
      const name = path.join(folder, "plan.json");
      fs.writeFileSync(name, planOf(changes));
      const size = fs.statSync(name).size / 2 ** 20;
      const { stdout, stderr, status } = spawnSync(process.execPath, ["bin/run.js", "bench/review.ts", name], {
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(stderr);
      const { seconds, cpu, megabytes } = JSON.parse(stdout) as { seconds: number; cpu: number; megabytes: number };
      console.log(
        `${String(changes).padStart(6)} changes, ${size.toFixed(0).padStart(3)} MB  ${seconds.toFixed(2)} s (with start ${cpu.toFixed(2)} s of processor)  ${megabytes.toFixed(0)} MB`,
      );
      if (changes === LIMITS.changes && (seconds > LIMITS.seconds || megabytes > LIMITS.megabytes))
        process.exitCode = 1;
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function measure(name: string): void {
  const started = performance.now();
  const result = review([readPlan(fs.readFileSync(name), "mailzone")]);
  const length = renderMarkdown(result).length + renderJson(result).length;
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage();
  // Peak of the whole process, Node and the bundler included.
  console.log(
    JSON.stringify({ seconds, cpu: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024, length }),
  );
}

/** A tenth of the domains new, the rest with a stricter policy; with all the parts that real plans carry along. */
function planOf(changes: number): string {
  const domains = Math.ceil(changes / 5);
  const elements = Array.from({ length: domains }, (_, n) => domainChanges(`d${n}`, n % 10 === 0))
    .flat()
    .slice(0, changes);
  const values = elements.map(({ address, change }) => ({ address, values: change.after }));
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.14.0",
    resource_changes: elements,
    planned_values: { root_module: { resources: values } },
    prior_state: { values: { root_module: { resources: values } } },
    configuration: {
      root_module: {
        resources: elements.map(({ address }) => ({ address, provider_config_key: "cloudflare", expressions: {} })),
      },
    },
  });
}

function domainChanges(label: string, isNew: boolean) {
  const record = (id: string, type: string, name: string, old: string, now: string) => {
    const side = (content: string) => ({
      comment: null,
      content,
      created_on: "2026-01-01T00:00:00Z",
      data: null,
      id: `${label}${id}`,
      meta: "{}",
      name,
      priority: null,
      proxiable: false,
      proxied: false,
      settings: { flatten_cname: null, ipv4_only: null, ipv6_only: null },
      tags: [],
      ttl: 1,
      type,
      zone_id: "0123456789abcdef0123456789abcdef",
    });
    const change = { actions: [isNew ? "create" : "update"], before: isNew ? null : side(old), after: side(now) };
    const masks = {
      after_unknown: { modified_on: true },
      before_sensitive: { tags: [] },
      after_sensitive: { tags: [] },
    };
    const resource = `${label}_example__${id}`;
    return {
      address: `cloudflare_dns_record.${resource}`,
      mode: "managed",
      type: "cloudflare_dns_record",
      name: resource,
      provider_name: "registry.terraform.io/cloudflare/cloudflare",
      change: { ...change, ...masks },
    };
  };
  return [
    record("dmarc", "TXT", `_dmarc.${label}.example`, '"v=DMARC1; p=none;"', '"v=DMARC1; p=reject;"'),
    record("spf", "TXT", `${label}.example`, '"v=spf1 include:a.example ~all"', '"v=spf1 include:b.example -all"'),
    record("dkim-1", "CNAME", `a._domainkey.${label}.example`, "a.dkim.amazonses.com", "b.dkim.amazonses.com"),
    record("web-www", "CNAME", `www.${label}.example`, "d1.cloudfront.net", "d2.cloudfront.net"),
    record("record-x", "TXT", `x.${label}.example`, '"old"', '"new"'),
  ];
}
