// mailzone sandbox demo: the whole story in seconds, each step the command that a person would type.
import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { changeRecordInSandbox, resetSandbox, sandboxStatus } from "../../sandbox/commands/commands";
import { renderStatus } from "../../sandbox/commands/status-text";
import { apply } from "../apply/apply";
import { check } from "../check";
import { colors } from "../colors";
import { type CommonOptions, withConfig } from "../options";
import { plan } from "../plan";
import { records } from "../records";
import { sandboxAccess, sandboxFolder } from "../sandbox-folder";
import { EXIT, type Shell } from "../shell";
import { terraformBinary } from "../terraform-binary";
import { verify } from "../verify/verify";

interface Step {
  /** As a person would type it, behind `npx mailzone`. */
  readonly command: string;
  readonly run: () => Promise<number>;
  /** @default 0 */
  readonly expected?: number;
}

export function addDemo(sandbox: Command, shell: Shell, exit: (code: number) => void): void {
  withConfig(sandbox.command("demo"))
    .description(
      "in a world of its own: check, plan, apply, records, an empty plan, verify, one fault found and mended, a signed message",
    )
    .action(async (options: CommonOptions) => exit(await demo(shell, options)));
}

/** Its world is its own: what a person has in the sandbox stays. */
async function demo(person: Shell, { config }: CommonOptions): Promise<number> {
  const shell: Shell = { ...person, world: "demo" };
  // Before anything is printed or forgotten: without it there is no story.
  await terraformBinary(shell);
  const options = { sandbox: true, format: "text", parallel: 2, ...(config === undefined ? {} : { config }) } as const;
  await resetSandbox(sandboxAccess(shell, "sandbox demo"));
  let code = await follow(shell, building(shell, options));
  const subject = code === EXIT.yes ? await findSubject(shell) : undefined;
  if (subject !== undefined) code = await follow(shell, proving(shell, options, subject));
  if (code === EXIT.yes) shell.print("\nsandbox: nothing of this is real; README.md says how to do it for your domain");
  return code;
}

type DemoOptions = CommonOptions & { readonly format: "text"; readonly parallel: number };

function building(shell: Shell, options: DemoOptions): readonly Step[] {
  return [
    { command: "check", run: async () => check(shell, options) },
    ...applying(shell, options),
    { command: "records --sandbox", run: () => records(shell, [], options) },
    {
      command: "plan --sandbox --fail-on-changes",
      run: () => plan(shell, [], { ...options, refresh: true, failOnChanges: true }),
    },
    { command: "sandbox status", run: () => status(shell) },
  ];
}

function applying(shell: Shell, options: DemoOptions): readonly Step[] {
  return [
    { command: "plan --sandbox", run: () => plan(shell, [], { ...options, refresh: true }) },
    { command: "apply --sandbox", run: () => apply(shell, [], { ...options, allowDestroy: [], unattended: true }) },
  ];
}

/** Somebody proxies a record: it is found and mended, and a message shows that all of it works. */
function proving(shell: Shell, options: DemoOptions, { domain, record }: Subject): readonly Step[] {
  const look = `verify --sandbox ${domain}`;
  const run = (more: object = {}) => verify(shell, [domain], { ...options, ...more });
  return [
    { command: `sandbox edit change ${record} CNAME --proxied`, run: () => proxy(shell, record) },
    { command: look, run, expected: EXIT.no },
    ...applying(shell, options),
    { command: look, run },
    { command: `${look} --send-to you@example.net`, run: () => run({ sendTo: "you@example.net" }) },
    {
      command: `${look} --message ${path.join(".mailzone", "demo", "outbox", "*.eml")}`,
      run: () => run({ message: lastMessage(shell) }),
    },
  ];
}

/** Runs the steps until one ends otherwise than it should. */
async function follow(shell: Shell, steps: readonly Step[]): Promise<number> {
  for (const { command, run, expected = EXIT.yes } of steps) {
    shell.print(colors.bold(`\n$ npx mailzone ${command}`));
    const code = await run();
    if (code !== expected) return code === EXIT.yes ? EXIT.refused : code;
  }
  return EXIT.yes;
}

async function status(shell: Shell): Promise<number> {
  shell.print(renderStatus(await sandboxStatus(sandboxAccess(shell, "sandbox status"))));
  return EXIT.yes;
}

interface Subject {
  readonly domain: string;
  /** The name of one of its DKIM records. */
  readonly record: string;
}

/** A domain with one identity; where none has just one, there is nothing to show. */
async function findSubject(shell: Shell): Promise<Subject | undefined> {
  const { identities } = await sandboxStatus(sandboxAccess(shell, "sandbox status"));
  const single = identities.find(({ name }) => identities.filter((other) => other.name === name).length === 1);
  const record = single?.dkimRecords[0]?.name;
  return single === undefined || record === undefined ? undefined : { domain: single.name, record };
}

async function proxy(shell: Shell, name: string): Promise<number> {
  const change = { name, type: "CNAME", proxied: true };
  shell.print(`sandbox: changed to ${await changeRecordInSandbox(sandboxAccess(shell, "sandbox edit"), change)}`);
  return EXIT.yes;
}

function lastMessage(shell: Shell): string {
  const outbox = path.join(sandboxFolder(shell), "outbox");
  const [last = ""] = fs.readdirSync(outbox).sort().reverse();
  return path.join(outbox, last);
}
