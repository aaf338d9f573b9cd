// How many calls to SES each command makes for a stack of n domains, as the emulator counts them: `node bin/run.js bench/ses-calls.ts`.
// Its provider makes the calls that the real one makes. Nothing is timed. SES allows one a second for an account in a region.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const SIZES = [1, 5, 10];
const MAILZONE = path.resolve("bin", "mailzone.js");
const ZONE_ID = "0123456789abcdef0123456789abcdef";

/** In the order of a domain's life. */
const COMMANDS: readonly (readonly string[])[] = [
  ["plan"],
  ["apply"],
  ["plan"],
  ["verify"],
  ["adopt"],
  ["drift"],
  ["destroy", "--all", "--yes"],
];

interface Count {
  readonly command: string;
  readonly calls: ReadonlyMap<string, number>;
}

/** The calls so far. Each line of the world has changes; the last one of a key counts. */
function callsIn(folder: string): Map<string, number> {
  const file = path.join(folder, ".mailzone", "sandbox", "world.jsonl");
  const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").trimEnd().split("\n") : [];
  const changes = lines.flatMap((line) => JSON.parse(line) as [string, number][]);
  const own = changes.filter(([key]) => key.startsWith("calls/ses:"));
  return new Map(own.map(([key, count]) => [key.slice("calls/ses:".length), count]));
}

function countFor(domains: number): Count[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-calls-"));
  try {
    const entries = Array.from({ length: domains }, (_, index) => `  - domain: d${index}.example.com\n`);
    const head = `zones: {example.com: ${ZONE_ID}}\ndefaults: {aws: {region: us-east-1}, protect: false}\ndomains:\n`;
    fs.writeFileSync(path.join(folder, "domains.yaml"), head + entries.join(""));
    let before = new Map<string, number>();
    return COMMANDS.map((words, index) => {
      run(folder, words);
      const after = callsIn(folder);
      const calls = [...after].map(([call, count]): [string, number] => [call, count - (before.get(call) ?? 0)]);
      before = after;
      const isFirst = words[0] === "plan" && index === 0;
      const name = words[0] === "plan" ? `plan, ${isFirst ? "before" : "after"} the apply` : (words[0] ?? "");
      return { command: name, calls: new Map(calls.filter(([, count]) => count > 0)) };
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** `verify` exits with 1 where not all is live, which does not matter here. */
function run(folder: string, words: readonly string[]): void {
  try {
    execFileSync(process.execPath, [MAILZONE, ...words, "--emulated"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
  } catch (error) {
    const { status, stderr } = error as { readonly status?: number; readonly stderr?: Buffer };
    if (status !== 1) throw new Error(`mailzone ${words.join(" ")} ended with ${status}: ${stderr}`);
  }
}

const counts = SIZES.map(countFor);
const cell = (value: number) => String(value).padStart(4);
const total = ({ calls }: Count) => [...calls.values()].reduce((sum, count) => sum + count, 0);
console.log(`domains: ${SIZES.join(", ")}`);
for (const [index] of COMMANDS.entries()) {
  const row = counts.map((count) => count[index] as Count);
  const last = row.at(-1) as Count;
  const each = [...last.calls].map(([call, count]) => `${call} ${count / (SIZES.at(-1) ?? 1)}`);
  console.log(
    `${last.command.padEnd(24)} ${row.map((one) => cell(total(one))).join("")}   for each domain: ${each.join(", ")}`,
  );
}
