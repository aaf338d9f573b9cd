// What many domains cost: `node bin/run.js bench/size.ts`, medians of three. A domain is the article's seven records and an
// identity. The floor is a node that reads the synthesised JSON and writes it again. With ts-node on the PATH, or as TS_NODE,
// the CDKTF template makes the same domains in the same run.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { median, report, reportMachine, template } from "./measure";

const RUNS = 3;
const SYNTH = ["node", "--max-semi-space-size=4", "bin/synth.js"];
const MAILZONE = ["node", "bin/mailzone.js"];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-size-"));
const inFolder = (name: string) => path.join(folder, name);
try {
  reportMachine();
  const one = writeDomains("one", 1_000, () => "mailzone");
  const each = writeDomains("each", 1_000, (label) => label);
  const five = writeDomains("five", 5_000, () => "mailzone");

  synth("synth, 1,000 domains in one stack", one);
  floor("  floor", one);
  synth("synth, 1,000 domains in 1,000 stacks", each);
  floor("  floor", each);
  synth("synth, 5,000 domains in one stack", five);
  floor("  floor", five);

  const config = ["--config", inFolder("one.yaml")];
  const outputs = writeOutputs();
  run("check, 1,000 domains", [...MAILZONE, "check", ...config]);
  for (const format of ["text", "csv", "json"]) {
    run(`records --placeholders --format ${format}`, [
      ...MAILZONE,
      "records",
      "--placeholders",
      "--format",
      format,
      ...config,
    ]);
    run(`records --from --format ${format}`, [...MAILZONE, "records", "--from", outputs, "--format", format]);
  }
  run("records --from --format bind", [...MAILZONE, "records", "--from", outputs, "--format", "bind"]);

  const other = template();
  const env = { CDKTF_OUTDIR: inFolder("template"), BENCH_DOMAINS: "1000" };
  if (other !== undefined) run("CDKTF template, 1,000 domains in one stack", other, env);
} finally {
  fs.rmSync(folder, { recursive: true });
}

function run(name: string, command: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  report(name, median(RUNS, command, { ...process.env, CHECKPOINT_DISABLE: "1", ...env }));
}

function synth(name: string, config: string): void {
  run(name, SYNTH, { CDKTF_OUTDIR: inFolder(`out-${config}`), MAILZONE_CONFIG: inFolder(`${config}.yaml`) });
}

function floor(name: string, config: string): void {
  const stacks = inFolder(`out-${config}/stacks`);
  const script = `
    for (const name of fs.readdirSync(process.argv[1])) {
      const file = process.argv[1] + "/" + name + "/cdk.tf.json";
      fs.writeFileSync(file, JSON.stringify(JSON.parse(fs.readFileSync(file, "utf8")), null, 2));
    }`;
  run(name, ["node", "-e", script, stacks]);
}

/** Writes a configuration of `count` domains below example.com. */
function writeDomains(name: string, count: number, stackOf: (label: string) => string): string {
  const entries = labels(count).map((label) => [
    `  - domain: ${label}.example.com`,
    `    stack: ${stackOf(label)}`,
    "    aws: {region: us-east-1}",
    "    web: {www: d111111abcdef8.cloudfront.net}",
  ]);
  const lines = ["zones: {example.com: 0123456789abcdef0123456789abcdef}", "domains:", ...entries.flat(), ""];
  fs.writeFileSync(inFolder(`${name}.yaml`), lines.join("\n"));
  return name;
}

/** What `terraform output -json` prints of the stack "one" once it is applied. */
function writeOutputs(): string {
  const stack = fs.readFileSync(inFolder("out-one/stacks/mailzone/cdk.tf.json"), "utf8");
  const { value } = JSON.parse(stack).output.records;
  const known = JSON.stringify(value).replaceAll(/\$\{element\([^}]*, (\d)\)\}/g, `${"token".repeat(6)}$1`);
  const file = inFolder("outputs.json");
  fs.writeFileSync(file, `{"records":{"sensitive":false,"type":"dynamic","value":${known}}}`);
  return file;
}

function labels(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `d${String(index).padStart(5, "0")}`);
}
