// What emulated runs take: the first plan of a zone with so many records, its apply, and the plan of all of them again:
// `node bin/run.js bench/emulator.ts`, or with other numbers of records behind it. Of several runs the least counts: seconds on the
// clock, seconds of processor of the command with all that it starts, Terraform's own among them, and the largest process.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ROOT, reportMachine } from "./measure";

const SIZES = process.argv.slice(3).map(Number);
const RUNS = 3;

interface Cost {
  readonly seconds: number;
  readonly processor: number;
  readonly megabytes: number;
}

const base = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-bench-"));
const terraformLog = path.join(base, "terraform.log");
const wrapper = path.join(base, "terraform");
const terraform = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
const FORMAT = "cost %e %U %S %M";
fs.writeFileSync(wrapper, `#!/bin/sh\nexec /usr/bin/time -a -o "${terraformLog}" -f "${FORMAT}" "${terraform}" "$@"\n`);
fs.chmodSync(wrapper, 0o755);

try {
  reportMachine();
  console.log(
    `${"".padEnd(28)}${["seconds", "processor", "Terraform", "MB"].map((head) => head.padStart(11)).join("")}`,
  );
  for (const size of SIZES.length > 0 ? SIZES : [13, 508, 1000]) {
    const cwd = path.join(base, String(size));
    fs.mkdirSync(cwd);
    fs.writeFileSync(path.join(cwd, "domains.yaml"), domainsYaml(size));
    report(
      size,
      "first plan",
      least(() => mailzone(cwd, "plan")),
    );
    report(size, "apply", mailzone(cwd, "apply"));
    report(
      size,
      "plan again",
      least(() => mailzone(cwd, "plan")),
    );
  }
} finally {
  fs.rmSync(base, { recursive: true });
}

/** The article's table and other records, `size` in all, and an identity. */
function domainsYaml(size: number): string {
  const records = Array.from(
    { length: size - 8 },
    (_, index) => `r${index}: {type: TXT, name: r${index}, content: text ${index}}`,
  );
  return `zones:
  example.com: ${"0123456789abcdef".repeat(2)}
domains:
  - domain: example.com
    aws: {region: us-east-1}
    web: {www: d111111abcdef8.cloudfront.net}
    records:
      ${records.join("\n      ")}
`;
}

function mailzone(cwd: string, command: string): readonly [Cost, Cost] {
  fs.rmSync(terraformLog, { force: true });
  const args = ["-f", FORMAT, process.execPath, path.join(ROOT, "bin", "mailzone.js"), command, "--emulated"];
  const env = { ...process.env, TERRAFORM_BINARY_NAME: wrapper };
  const run = spawnSync("/usr/bin/time", args, { cwd, env, encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  if (run.status !== 0) throw new Error(`mailzone ${command} failed: ${run.stderr}${run.error ?? ""}`);
  return [costs(run.stderr), costs(fs.readFileSync(terraformLog, "utf8"))];
}

/** The sum of what GNU time said, and the largest process. */
function costs(text: string): Cost {
  const all = [...text.matchAll(/^cost (\S+) (\S+) (\S+) (\S+)$/gm)].map((match) => match.slice(1).map(Number));
  return {
    seconds: sum(all.map(([elapsed = 0]) => elapsed)),
    processor: sum(all.map(([, user = 0, system = 0]) => user + system)),
    megabytes: Math.max(...all.map(([, , , kilobytes = 0]) => kilobytes / 1024)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function least(run: () => readonly [Cost, Cost]): readonly [Cost, Cost] {
  const all = Array.from({ length: RUNS }, run);
  const minimum = (of: 0 | 1): Cost => ({
    seconds: Math.min(...all.map((costs) => costs[of].seconds)),
    processor: Math.min(...all.map((costs) => costs[of].processor)),
    megabytes: Math.min(...all.map((costs) => costs[of].megabytes)),
  });
  return [minimum(0), minimum(1)];
}

function report(size: number, what: string, [whole, ofTerraform]: readonly [Cost, Cost]): void {
  const numbers = [whole.seconds.toFixed(2), whole.processor.toFixed(2), ofTerraform.processor.toFixed(2)];
  const columns = [...numbers, Math.max(whole.megabytes, ofTerraform.megabytes).toFixed(0)];
  console.log(`${`${size} records, ${what}`.padEnd(28)}${columns.map((text) => text.padStart(11)).join("")}`);
}
