// mailzone emulator demo: shows everything in seconds and on two screens. Each step is the command that a person would type.
import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { readEmulatorStatus, resetEmulator } from "../../../packages/emulator/commands";
import { readConfiguration } from "../../app/configuration";
import { terraformBinary } from "../../app/terraform";
import { colors, withoutColors } from "../colors";
import { emulatorAccess, emulatorFolder } from "../emulator-folder";
import { INVOCATION } from "../invocation";
import { type CommonOptions, providersOption, withConfig } from "../options";
import { watches } from "../progress";
import { EXIT, type RunCommand, type Shell } from "../shell";

/** What a person would type after `mailzone`. */
interface Typed {
  readonly shown: string;
  readonly argv: () => readonly string[];
}

/** Commands joined by `&&`, and the part of their output that is worth reading here. */
interface Step {
  readonly commands: readonly Typed[];
  /** @default 0 */
  readonly expected?: number | readonly number[];
  /** Which lines of the output are shown. @default - all that are not empty */
  readonly shown?: RegExp;
}

export function addDemo(emulator: Command, shell: Shell, exit: (code: number) => void, runCommand: RunCommand): void {
  withConfig(emulator.command("demo"))
    .addOption(providersOption("which providers plan and apply"))
    .description(
      "in a world of its own: check, plan, apply, records, an empty plan, one fault found and fixed, a signed message, reports",
    )
    .action(async (options: CommonOptions) => exit(await demo(shell, options, runCommand)));
}

/** It uses its own world, so a person's world in the emulator is not changed. Nobody is asked. */
async function demo(person: Shell, options: CommonOptions, runCommand: RunCommand): Promise<number> {
  const { config = [], providers } = options;
  const shell: Shell = { ...person, world: "demo", ask: undefined };
  // Checked before anything is printed or deleted, because the demo cannot run without it.
  await terraformBinary({ ...shell, ...watches(shell) });
  const type: Type = (words, isPlan = false) => {
    const shown =
      isPlan && providers !== undefined ? words.replace("--emulated", `$& --providers ${providers}`) : words;
    const more = [...config.flatMap((file) => ["--config", file]), ...(isPlan ? ["--parallel", "2"] : [])];
    return { shown, argv: () => [...shown.split(" "), ...more] };
  };
  await resetEmulator(emulatorAccess(shell, "emulator demo"));
  let code = await follow(shell, building(type), runCommand);
  const subject = code === EXIT.yes ? await findSubject(shell) : undefined;
  if (subject !== undefined) {
    const { domains } = readConfiguration(shell, { config }, { imports: false });
    const hasDmarc = domains.some(({ domain, dmarc }) => domain === subject.domain && dmarc !== undefined);
    const steps = [...proving(shell, type, subject), ...(hasDmarc ? [reading(shell, type, subject.domain)] : [])];
    code = await follow(shell, steps, runCommand);
  }
  if (code === EXIT.yes) shell.print(ENDING.join("\n"));
  return code;
}

/** A command about the configuration of the demo. */
type Type = (shown: string, isPlan?: boolean) => Typed;

const ENDING = [
  "",
  "emulated: nothing of this is real. For your domain write it, its zone's id and a region into domains.yaml; then, with credentials:",
  `  ${INVOCATION} plan`,
  `  ${INVOCATION} apply`,
  `  ${INVOCATION} verify --wait 30m`,
];

function building(type: Type): readonly Step[] {
  return [
    { commands: [type("check")] },
    { commands: [type("plan --emulated", true)] },
    { commands: [type("apply --emulated", true), type("records --emulated")], shown: /: applied: |^[A-Z]\w+ {2}/i },
    { commands: [type("plan --emulated --fail-on-changes", true)] },
  ];
}

/** Somebody proxies a record. It is found and fixed, and a message shows that everything works. */
function proving(shell: Shell, type: Type, { domain, record }: Subject): readonly Step[] {
  const look = `verify --emulated ${domain}`;
  const verdict = /changed to|^(not )?live: |^error: |^ {2}fix: |: verified, DKIM SUCCESS/;
  const change = `emulator edit change ${record} CNAME --proxied`;
  const messages = path.join(shownFolder(shell), "outbox", "*.eml");
  return [
    {
      commands: [{ shown: change, argv: () => change.split(" ") }, type(look)],
      expected: EXIT.no,
      shown: verdict,
    },
    { commands: [type("plan --emulated", true), type("apply --emulated", true)] },
    { commands: [type(look)], shown: verdict },
    {
      commands: [
        type(`${look} --send-to you@example.net`),
        {
          shown: `${look} --message ${messages}`,
          argv: () => [...type(look).argv(), "--message", lastMessage(shell)],
        },
      ],
      shown: /: authenticated: | pass/,
    },
  ];
}

/** Four weeks of mail as receivers report it: what SES sends passes, what others send in its name does not. A ladder may ask for more, or have ended. */
function reading(shell: Shell, type: Type, domain: string): Step {
  const write = `emulator reports ${domain} --mail ses=200 --mail forwarded=3 --mail forged=12`;
  const folder = path.join(shownFolder(shell), "reports");
  const look = (where: string) => `reports ${where}--next --domain ${domain}`;
  const read = { shown: look(`${folder} `), argv: () => [...type(look("")).argv(), folder] };
  return {
    commands: [{ shown: write, argv: () => write.split(" ") }, read],
    expected: [EXIT.yes, EXIT.no],
    shown: /passed DMARC|Amazon SES: |^ {2}with p=reject|: the next step |ladder, p=/,
  };
}

/** Runs the steps until one ends with an unexpected exit code. The whole output of that step is shown. */
async function follow(shell: Shell, steps: readonly Step[], runCommand: RunCommand): Promise<number> {
  for (const { commands, expected = EXIT.yes, shown = /./ } of steps) {
    shell.print(colors.bold(`\n$ ${commands.map((command) => `${INVOCATION} ${command.shown}`).join(" && ")}`));
    const messages: string[] = [];
    const printed: string[] = [];
    const inner = {
      ...shell,
      say: (text: string) => void messages.push(text),
      print: (text: string) => void printed.push(text),
    };
    let code: number = EXIT.yes;
    for (const { argv } of commands) if (code === EXIT.yes) code = await runCommand(argv(), inner);
    const lines = printed.join("\n").split("\n");
    const isExpected = [expected].flat().includes(code);
    shell.print((isExpected ? lines.filter((line) => shown.test(withoutColors(line))) : lines).join("\n"));
    if (isExpected) continue;
    for (const text of messages) shell.say(text);
    return code === EXIT.yes ? EXIT.refused : code;
  }
  return EXIT.yes;
}

interface Subject {
  readonly domain: string;
  /** The name of one of its DKIM records. */
  readonly record: string;
}

/** A domain with exactly one identity; without one there is nothing to show. */
async function findSubject(shell: Shell): Promise<Subject | undefined> {
  const { identities } = await readEmulatorStatus(emulatorAccess(shell, "emulator status"));
  const single = identities.find(({ name }) => identities.filter((other) => other.name === name).length === 1);
  const record = single?.dkimRecords[0]?.name;
  return single === undefined || record === undefined ? undefined : { domain: single.name, record };
}

/** The demo's folder as a person in this one names it. */
function shownFolder(shell: Shell): string {
  return path.relative(shell.cwd, emulatorFolder(shell));
}

function lastMessage(shell: Shell): string {
  const outbox = path.join(emulatorFolder(shell), "outbox");
  const [last = ""] = fs.readdirSync(outbox).sort().reverse();
  return path.join(outbox, last);
}
