// What the gateway saves, in one run, with and without it: `node bin/run.js bench/gateway.ts`. The clouds are emulated; Cloudflare's limit
// of 1,200 requests in five minutes is in force. The waits are those of the emulator's clock: nobody waits for them.
// MAILZONE_PROVIDERS=FOLDER adds the real provider, with the real Terraform and 5,000 records, or as many as are given. `replay`, `process` and
// `terraform` choose parts.
import { spawn } from "node:child_process";
import { mirroredVersions } from "../packages/emulator/internals/mirrors";
import { GATEWAY_PROCESS, measureProcess, serveGateway } from "./gateway/process";
import { replay, type Work } from "./gateway/replay";
import { planInTerraform } from "./gateway/terraform";
import { reportMachine } from "./measure";

const [, , , ...args] = process.argv;

const WORKS: readonly Work[] = [
  { name: "100 domains in 100 zones, refresh", zones: 100, perZone: 7, kind: "refresh" },
  { name: "100 domains in 100 zones, first apply", zones: 100, perZone: 7, kind: "create" },
  { name: "5,000 records in one zone, refresh", zones: 1, perZone: 5000, kind: "refresh" },
  { name: "1,000 domains in 1,000 zones, refresh", zones: 1000, perZone: 7, kind: "refresh" },
  { name: "1,000 domains in 1,000 zones, first apply", zones: 1000, perZone: 7, kind: "create" },
];

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  replay: reportReplays,
  process: reportProcess,
  terraform: reportTerraform,
};

async function main(): Promise<void> {
  reportMachine();
  const wanted = args.filter((name) => Object.hasOwn(PARTS, name));
  for (const [name, run] of Object.entries(PARTS)) if (wanted.length === 0 || wanted.includes(name)) await run();
}

async function reportReplays(): Promise<void> {
  console.log("\n| Work | gateway | requests | refused | failed | waited (min) | seconds |");
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const work of WORKS) {
    for (const gateway of [false, true]) {
      const { requests, refused, failed, waited, seconds } = await replay(work, gateway);
      const counts = [requests, refused, failed, waited.toFixed(1), seconds.toFixed(1)];
      console.log(`| ${[work.name, gateway ? "yes" : "no", ...counts].join(" | ")} |`);
    }
  }
}

async function reportProcess(): Promise<void> {
  const command = ["bin/run.js", "bench/gateway.ts", GATEWAY_PROCESS];
  const cost = await measureProcess(() => spawn(process.execPath, command, { stdio: ["pipe", "pipe", "inherit"] }));
  const { direct, passed, listed, passedCost, listedCost, before, after } = cost;
  const times = `${direct.toFixed(2)} straight, ${passed.toFixed(2)} passed on, ${listed.toFixed(2)} answered from a list`;
  console.log(`\na request in ms (median of 1,000, one after the other): ${times}`);
  const processor = `${passedCost.toFixed(2)} for one that is passed on, ${listedCost.toFixed(2)} for one from a list`;
  console.log(`processor of the gateway, in ms: ${processor}`);
  console.log(
    `MB of a process: ${before.toFixed(0)} without, ${after.toFixed(0)} with the gateway and a list of 5,000 records`,
  );
}

async function reportTerraform(): Promise<void> {
  const { MAILZONE_PROVIDERS: mirror } = process.env;
  const [version] = mirror ? mirroredVersions(mirror, "cloudflare/cloudflare") : [];
  if (mirror === undefined || version === undefined) {
    console.log("\nthe real provider is not measured: MAILZONE_PROVIDERS names no mirror with cloudflare/cloudflare");
  } else await planInTerraform(mirror, version, args.map(Number).find((count) => count > 0) ?? 5000);
}

void (args[0] === GATEWAY_PROCESS ? serveGateway() : main());
