// mailzone sandbox demo: the whole story in seconds, each step the command that a person would type.
import type { Command } from "commander";
import { resetSandbox, sandboxStatus } from "../sandbox/commands";
import { renderStatus } from "../sandbox/status-text";
import { apply } from "./apply";
import { check } from "./check";
import { colors } from "./colors";
import { type CommonOptions, withConfig } from "./options";
import { plan } from "./plan";
import { records } from "./records";
import { EXIT, type Shell } from "./shell";
import { sandboxAccess } from "./workspace";

export function addDemo(sandbox: Command, shell: Shell, exit: (code: number) => void): void {
  withConfig(sandbox.command("demo"))
    .description("reset it, then check, plan, apply, records, and a second plan that is empty")
    .action(async (options: CommonOptions) => exit(await demo(shell, options)));
}

async function demo(shell: Shell, { config }: CommonOptions): Promise<number> {
  const options = { sandbox: true, format: "text", parallel: 2, ...(config === undefined ? {} : { config }) } as const;
  const steps: readonly (readonly [command: string, run: () => Promise<number>])[] = [
    ["mailzone check", async () => check(shell, options)],
    ["mailzone plan --sandbox", () => plan(shell, [], { ...options, refresh: true })],
    ["mailzone apply --sandbox", () => apply(shell, [], { ...options, allowDestroy: [] })],
    ["mailzone records --sandbox", () => records(shell, [], options)],
    [
      "mailzone plan --sandbox --fail-on-changes",
      () => plan(shell, [], { ...options, refresh: true, failOnChanges: true }),
    ],
    ["mailzone sandbox status", () => status(shell)],
  ];

  await resetSandbox(sandboxAccess(shell, "sandbox demo"));
  for (const [command, run] of steps) {
    shell.print(colors.bold(`\n$ npx ${command}`));
    const code = await run();
    if (code !== EXIT.yes) return code;
  }
  shell.print("\nsandbox: nothing of this is real; README.md says how to do it for your domain");
  return EXIT.yes;
}

async function status(shell: Shell): Promise<number> {
  shell.print(renderStatus(await sandboxStatus(sandboxAccess(shell, "sandbox status"))));
  return EXIT.yes;
}
