// `mailzone drift` beside OctoDNS's plan, of the same zone in the same run: `node bin/run.js bench/drift.ts`, or with other numbers of
// records behind it. Both ask this process, which serves Cloudflare and SES emulated; both must find that nothing differs. OctoDNS is of
// tools/python/requirements.txt, in .cache/python or the Python that MAILZONE_TEST_PYTHON names. Of several runs the medians count: seconds on the
// clock, and seconds of processor, which other work on the machine changes less.
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseConfiguration, validDomains } from "../lib/config/configuration";
import { domainRecords } from "../lib/dns/domain-records";
import type { DnsRecord } from "../lib/dns/record";
import { resourceName } from "../lib/dns/resource-name";
import { httpEnvironment, serveHttp } from "../packages/emulator/internals/http";
import {
  createIdentity,
  createRecord,
  DEFAULT_ACCOUNT,
  ensureZones,
  putMailFrom,
  World,
} from "../packages/emulator/internals/world";
import { ROOT } from "./measure";

const SIZES = process.argv.slice(3).map(Number);
const RUNS = 3;
const ZONE_ID = "0123456789abcdef".repeat(2);
const KEY = { account: DEFAULT_ACCOUNT, region: "us-east-1", name: "example.com" };
const PYTHON = process.env.MAILZONE_TEST_PYTHON ?? path.join(ROOT, ".cache", "python", "bin", "python");

async function main(): Promise<void> {
  for (const size of SIZES.length > 0 ? SIZES : [500, 5_000]) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-bench-"));
    const world = World.open(path.join(folder, "world"));
    const http = await serveHttp(world);
    try {
      await compare(folder, world, http.url, size);
    } finally {
      await http.stop();
      world.close();
      fs.rmSync(folder, { recursive: true });
    }
  }
}

async function compare(folder: string, world: World, url: string, size: number): Promise<void> {
  const records = apply(folder, world, size);
  writeOctoDns(folder, records, url);
  const drift = [process.execPath, path.join(ROOT, "bin", "mailzone.js"), "drift"];
  const sync = "from octodns.cmds.sync import main; main()";
  const octo = [PYTHON, "-c", sync, "--config-file", path.join(folder, "octodns.yaml")];
  const requests = () => [...world.requests.values()].reduce((sum, count) => sum + count, 0);
  const times: Record<string, number[]> = { drift: [], octo: [] };
  const processor: Record<string, number[]> = { drift: [], octo: [] };
  const asked: Record<string, number> = {};
  for (let run = 0; run < RUNS; run += 1) {
    for (const [name, command, clean] of [
      ["drift", drift, /^clean: /m],
      ["octo", octo, /No changes were planned/],
    ] as const) {
      const before = requests();
      const started = performance.now();
      const text = await output(command, folder, environment(folder, url));
      times[name]?.push((performance.now() - started) / 1000);
      const [, user, system] = /^cost (\S+) (\S+)$/m.exec(text) ?? [];
      processor[name]?.push(Number(user) + Number(system));
      asked[name] = requests() - before;
      if (!clean.test(text)) throw new Error(`${name} does not say that nothing differs: ${text.slice(-2_000)}`);
    }
  }
  const middle = (all: readonly number[] = []) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  const shown = (name: string) =>
    `${middle(times[name]).toFixed(2)} s (processor ${middle(processor[name]).toFixed(2)} s), ${asked[name]} requests to Cloudflare`;
  console.log(`${records.length} records: mailzone drift ${shown("drift")}; OctoDNS ${shown("octo")}`);
}

/** What an apply would have made, in the world and in a state. */
function apply(folder: string, world: World, size: number): readonly DnsRecord[] {
  const own = Array.from(
    { length: size - 7 },
    (_, index) => `r${index}: {type: TXT, name: r${index}, content: text ${index}}`,
  );
  const text = `zones:
  example.com: ${ZONE_ID}
domains:
  - domain: example.com
    aws: {region: us-east-1}
    web: {www: d111111abcdef8.cloudfront.net}
    records:
      ${own.join("\n      ")}
`;
  fs.writeFileSync(path.join(folder, "domains.yaml"), text);
  ensureZones(world, { [ZONE_ID]: "example.com" }, []);
  const identity = createIdentity(world, { ...KEY, configurationSetName: null, tags: {}, dkim: {} });
  putMailFrom(world, KEY, "mail.example.com");
  const [one = "", two = "", three = ""] = identity.dkim.tokens;
  const domains = validDomains(parseConfiguration([{ file: "domains.yaml", text }]));
  const records = domains.flatMap((domain) =>
    domainRecords(domain, { dkimTokens: [one, two, three], distributionDomain: (id) => `${id}.cloudfront.net` }),
  );
  const resource = (type: string, name: string, provider: string, attributes: object) => ({
    mode: "managed",
    type,
    name,
    provider: `provider["registry.terraform.io/${provider}"]`,
    instances: [{ schema_version: 0, attributes }],
  });
  const base = { id: "example.com", email_identity: "example.com", region: "us-east-1" };
  const signing = { tokens: identity.dkim.tokens, next_signing_key_length: "RSA_2048_BIT" };
  const resources = [
    resource("aws_sesv2_email_identity", resourceName("example.com"), "hashicorp/aws", {
      ...base,
      dkim_signing_attributes: [signing],
    }),
    resource("aws_sesv2_email_identity_mail_from_attributes", resourceName("example.com"), "hashicorp/aws", {
      ...base,
      mail_from_domain: "mail.example.com",
      behavior_on_mx_failure: "USE_DEFAULT_VALUE",
    }),
    ...records.map(({ entry, id, type, name, content, priority, ttl, proxied }) => {
      const body = { type, name, content, ttl, proxied, ...(priority === null ? {} : { priority }) };
      const made = createRecord(world, ZONE_ID, body as Parameters<typeof createRecord>[2]);
      const attributes = { ...body, id: made.id, zone_id: ZONE_ID };
      return resource("cloudflare_dns_record", resourceName(entry, id), "cloudflare/cloudflare", attributes);
    }),
  ];
  const state = { version: 4, terraform_version: "1.11.4", serial: 1, lineage: "bench", outputs: {}, resources };
  fs.writeFileSync(path.join(folder, "terraform.mailzone.tfstate"), JSON.stringify(state));
  return records;
}

/** The same zone in OctoDNS's form, with its default settings. */
function writeOctoDns(folder: string, records: readonly DnsRecord[], url: string): void {
  const zones = path.join(folder, "zones");
  fs.mkdirSync(zones);
  const byName = new Map<string, object[]>();
  for (const record of records) {
    const name = record.name === "example.com" ? "" : record.name.replace(/\.example\.com$/, "");
    byName.set(name, [...(byName.get(name) ?? []), octoRecord(record)]);
  }
  // JSON is YAML.
  fs.writeFileSync(path.join(zones, "example.com.yaml"), JSON.stringify(Object.fromEntries([...byName].sort())));
  const providers = {
    config: { class: "octodns.provider.yaml.YamlProvider", directory: zones, enforce_order: false },
    cloudflare: {
      class: "octodns_cloudflare.CloudflareProvider",
      token: "env/CLOUDFLARE_API_TOKEN",
      api_url: `${url}/client/v4`,
    },
  };
  const config = { providers, zones: { "example.com.": { sources: ["config"], targets: ["cloudflare"] } } };
  fs.writeFileSync(path.join(folder, "octodns.yaml"), JSON.stringify(config));
}

function octoRecord({ type, content, priority }: DnsRecord): object {
  const text = content ?? "";
  const value =
    type === "MX"
      ? { preference: priority, exchange: `${text}.` }
      : type === "TXT"
        ? text.slice(1, -1).replaceAll(";", "\\;")
        : `${text}.`;
  return { type, value, ttl: 300, octodns: { cloudflare: { "auto-ttl": true } } };
}

function environment(folder: string, url: string): Record<string, string> {
  const access = httpEnvironment(folder, { url, account: DEFAULT_ACCOUNT });
  return { ...access, PATH: process.env.PATH ?? "", HOME: folder };
}

function output(command: readonly string[], cwd: string, env: Record<string, string>): Promise<string> {
  const [file, ...args] = ["/usr/bin/time", "-f", "cost %U %S", ...command] as [string, ...string[]];
  return new Promise((resolve) => {
    execFile(file, args, { cwd, env, maxBuffer: 1e9 }, (_error, stdout, stderr) => resolve(`${stdout}${stderr}`));
  });
}

void main();
