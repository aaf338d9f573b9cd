// mailzone plan: synthesises, and saves a plan for each stack.
import type { Command } from "commander";
import { commandLine } from "../app/command-line";
import { soundConfiguration } from "../app/configuration";
import type { Workspace } from "../app/context";
import { hasNoAccess } from "../app/plan/faults";
import { isApplicable, type PlanRequest, plan as planStacks } from "../app/plan/plan";
import { sayNext } from "./next";
import {
  type CommonOptions,
  type FormatOptions,
  formatOf,
  withConfig,
  withEmulated,
  withFormat,
  withGatewayOptions,
  withLockTimeout,
  withParallel,
  withProviders,
} from "./options";
import { reportPlans } from "./plan-report";
import { EXIT, type Shell } from "./shell";
import { inWorkspace } from "./workspace";

interface PlanCommandOptions extends CommonOptions, PlanRequest, FormatOptions<"text" | "json"> {
  readonly failOnChanges?: boolean;
}

export function addPlan(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("plan")
    .description("what would an apply change? Saves a plan per stack for mailzone apply")
    .argument("[stack...]", "the stacks to plan (default: all)")
    .option("--fail-on-changes", "exit 1 if a stack has changes: for drift checks")
    .option("--no-refresh", "trust the state instead of asking AWS and Cloudflare")
    .option("--no-lock", "do not take the lock of the state: for plans of pull requests, which may be cut off")
    .option(
      "--no-preflight",
      "do not compare what is created with existing records in the zones, which takes DNS Read",
    );
  withFormat(withProviders(withEmulated(withConfig(withParallel(withLockTimeout(withGatewayOptions(command)))))), [
    "text",
    "json",
  ]);
  command.action(async (names: string[], options: PlanCommandOptions) => exit(await plan(shell, names, options)));
}

async function plan(shell: Shell, names: readonly string[], options: PlanCommandOptions): Promise<number> {
  const config = soundConfiguration(shell, options);
  const job = async (workspace: Workspace) => {
    const planned = await planStacks(workspace, config, { ...options, stacks: names });
    reportPlans(shell, workspace, planned, formatOf(options));
    if (shell.interrupts.interrupted) return EXIT.interrupted;
    if (hasNoAccess(workspace, planned.results)) {
      const emulated = commandLine(["plan", ...names].join(" "), { ...workspace, kind: "sandbox" });
      shell.say(`without credentials or a network, ${emulated} plans on this machine, AWS and Cloudflare emulated`);
    }
    if (!isApplicable(planned)) return EXIT.refused;
    const hasChanges = planned.results.some(({ changed }) => changed);
    if (hasChanges) sayNext(shell, "plan", workspace, options, names);
    return options.failOnChanges && hasChanges ? EXIT.no : EXIT.yes;
  };
  const { domains, backend } = config;
  return inWorkspace(shell, options, domains, job, { http: options.preflight !== false, backend });
}
