// mailzone emulator demo: the whole story in seconds and on two screens, each step the command that a person would type.
import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { changeRecordInEmulator, emulatorStatus, resetEmulator } from "../../../packages/emulator/commands";
import { apply } from "../apply/apply";
import { check } from "../check";
import { colors, plain } from "../colors";
import { emulatorAccess, emulatorFolder } from "../emulator-folder";
import { INVOCATION } from "../invocation";
import { type CommonOptions, withConfig } from "../options";
import { plan } from "../plan";
import { records } from "../records";
import { EXIT, type Shell } from "../shell";
import { terraformBinary } from "../terraform-binary";
import { verify } from "../verify/verify";

/** What a person would type, and what of its answer is worth reading here. */
interface Step {
  /** Behind `mailzone`, joined by `&&`. */
  readonly commands: readonly string[];
  readonly run: (shell: Shell) => Promise<number>;
  /** @default 0 */
  readonly expected?: number;
  /** Which lines of the answer are shown. @default - all that are not empty */
  readonly shown?: RegExp;
}

type DemoOptions = CommonOptions & { readonly format: "text"; readonly parallel: number };

export function addDemo(emulator: Command, shell: Shell, exit: (code: number) => void): void {
  withConfig(emulator.command("demo"))
    .description(
      "in a world of its own: check, plan, apply, records, an empty plan, one fault found and fixed, a signed message",
    )
    .action(async (options: CommonOptions) => exit(await demo(shell, options)));
}

/** Its world is its own: what a person has in the emulator stays. */
async function demo(person: Shell, { config }: CommonOptions): Promise<number> {
  const shell: Shell = { ...person, world: "demo" };
  // Before anything is printed or forgotten: without it there is no story.
  await terraformBinary(shell);
  const options = { emulated: true, format: "text", parallel: 2, ...(config === undefined ? {} : { config }) } as const;
  await resetEmulator(emulatorAccess(shell, "emulator demo"));
  let code = await follow(shell, building(options));
  const subject = code === EXIT.yes ? await findSubject(shell) : undefined;
  if (subject !== undefined) code = await follow(shell, proving(options, subject));
  if (code === EXIT.yes) shell.print(ENDING.join("\n"));
  return code;
}

const ENDING = [
  "",
  "emulated: nothing of this is real. For your domain write it, its zone's id and a region into domains.yaml; then, with credentials:",
  `  ${INVOCATION} plan`,
  `  ${INVOCATION} apply`,
  `  ${INVOCATION} verify --wait 30m`,
];

function building(options: DemoOptions): readonly Step[] {
  return [
    { commands: ["check"], run: async (shell) => check(shell, options) },
    { commands: ["plan --emulated"], run: (shell) => plan(shell, [], { ...options, refresh: true }) },
    {
      commands: ["apply --emulated", "records --emulated"],
      run: inTurn(
        (shell) => apply(shell, [], { ...options, allowDestroy: [], unattended: true }),
        (shell) => records(shell, [], options),
      ),
      shown: /: applied: |^[A-Z]\w+ {2}/i,
    },
    {
      commands: ["plan --emulated --fail-on-changes"],
      run: (shell) => plan(shell, [], { ...options, refresh: true, failOnChanges: true }),
    },
  ];
}

/** Somebody proxies a record: it is found and fixed, and a message shows that all of it works. */
function proving(options: DemoOptions, { domain, record }: Subject): readonly Step[] {
  const look = `verify --emulated ${domain}`;
  const run =
    (more: object = {}) =>
    (shell: Shell) =>
      verify(shell, [domain], { ...options, ...more });
  const verdict = /changed to|^(not )?live: |^error: |^ {2}fix: |: verified, DKIM SUCCESS/;
  return [
    {
      commands: [`emulator edit change ${record} CNAME --proxied`, look],
      run: inTurn((shell) => proxy(shell, record), run()),
      expected: EXIT.no,
      shown: verdict,
    },
    {
      commands: ["plan --emulated", "apply --emulated"],
      run: inTurn(
        (shell) => plan(shell, [], { ...options, refresh: true }),
        (shell) => apply(shell, [], { ...options, allowDestroy: [], unattended: true }),
      ),
    },
    { commands: [look], run: run(), shown: verdict },
    {
      commands: [
        `${look} --send-to you@example.net`,
        `${look} --message ${path.join(".mailzone", "demo", "outbox", "*.eml")}`,
      ],
      run: inTurn(run({ sendTo: "you@example.net" }), (shell) => run({ message: lastMessage(shell) })(shell)),
      shown: /: authenticated: | pass/,
    },
  ];
}

type Run = Step["run"];

/** As a shell does with `&&`. */
function inTurn(first: Run, second: Run): Run {
  return async (shell) => {
    const code = await first(shell);
    return code === EXIT.yes ? second(shell) : code;
  };
}

/** Runs the steps until one ends otherwise than it should; of that one all is shown. */
async function follow(shell: Shell, steps: readonly Step[]): Promise<number> {
  for (const { commands, run, expected = EXIT.yes, shown = /./ } of steps) {
    shell.print(colors.bold(`\n$ ${commands.map((command) => `${INVOCATION} ${command}`).join(" && ")}`));
    const said: string[] = [];
    const printed: string[] = [];
    const code = await run({ ...shell, say: (text) => said.push(text), print: (text) => printed.push(text) });
    const lines = printed.join("\n").split("\n");
    shell.print((code === expected ? lines.filter((line) => shown.test(plain(line))) : lines).join("\n"));
    if (code === expected) continue;
    for (const text of said) shell.say(text);
    return code === EXIT.yes ? EXIT.refused : code;
  }
  return EXIT.yes;
}

interface Subject {
  readonly domain: string;
  /** The name of one of its DKIM records. */
  readonly record: string;
}

/** A domain with one identity; where none has just one, there is nothing to show. */
async function findSubject(shell: Shell): Promise<Subject | undefined> {
  const { identities } = await emulatorStatus(emulatorAccess(shell, "emulator status"));
  const single = identities.find(({ name }) => identities.filter((other) => other.name === name).length === 1);
  const record = single?.dkimRecords[0]?.name;
  return single === undefined || record === undefined ? undefined : { domain: single.name, record };
}

async function proxy(shell: Shell, name: string): Promise<number> {
  const change = { name, type: "CNAME", proxied: true };
  shell.print(`emulated: changed to ${await changeRecordInEmulator(emulatorAccess(shell, "emulator edit"), change)}`);
  return EXIT.yes;
}

function lastMessage(shell: Shell): string {
  const outbox = path.join(emulatorFolder(shell), "outbox");
  const [last = ""] = fs.readdirSync(outbox).sort().reverse();
  return path.join(outbox, last);
}
