// How long the hand-over table of 1,000 domains takes in every format, how large it is, and how long a browser takes to open the
// page: `node bin/run.js bench/page.ts`. The aim is three seconds for a format, one for the page.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { parseConfiguration } from "../lib/config/configuration";
import type { Domain } from "../lib/dns/domain";
import { domainRecords } from "../lib/dns/domain-records";
import type { DnsRecord } from "../lib/dns/record";
import { RECORD_FORMATS, renderRecords } from "../lib/records/format";

const DOMAINS = 1000;
const CHROMIUM = "/usr/bin/chromium";

function records(): readonly DnsRecord[] {
  const names = Array.from({ length: DOMAINS }, (_, index) => `d${index}.example`);
  const entry = (name: string) =>
    `  - {domain: ${name}, aws: {region: us-east-1}, web: {www: d111111abcdef8.cloudfront.net}}`;
  const text = ["domains:", ...names.map(entry)].join("\n");
  const { domains } = parseConfiguration([{ file: "domains.yaml", text }]);
  const token = (domain: Domain, index: number) => `${domain.entry.replace(".", "")}${index}`.padEnd(32, "x");
  return domains.flatMap((domain) =>
    domainRecords(domain, {
      dkimTokens: [token(domain, 1), token(domain, 2), token(domain, 3)],
      distributionDomain: (id) => `${id}.cloudfront.net`,
    }),
  );
}

async function main(): Promise<void> {
  const all = records();
  // A zone file is of one zone.
  const first = all.filter(({ zone }) => zone === all[0]?.zone);
  for (const format of RECORD_FORMATS) {
    const started = performance.now();
    const isZone = format === "bind" || format === "cloudflare";
    const text = renderRecords(isZone ? first : all, format, { isHandedOver: true, width: 99 });
    const taken = Math.round(performance.now() - started);
    console.log(`${format}: ${taken} ms, ${Math.round(text.length / 1024)} KiB`);
    if (format === "html") await open(text);
  }
}

async function open(text: string): Promise<void> {
  if (!fs.existsSync(CHROMIUM)) return console.log("page: chromium is not installed");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-bench-"));
  const file = path.join(folder, "page.html");
  fs.writeFileSync(file, text);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto("about:blank");
    const started = performance.now();
    await page.goto(pathToFileURL(file).href);
    const taken = Math.round(performance.now() - started);
    const painted = await page.evaluate<number>(
      'Math.round(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0)',
    );
    console.log(`page: loaded in ${taken} ms, painted after ${painted} ms`);
  } finally {
    await browser.close();
    fs.rmSync(folder, { recursive: true });
  }
}

void main();
