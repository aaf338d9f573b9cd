// mailzone plan: synthesises, and saves a plan for each stack.
import type { Command } from "commander";
import {
  type FormatOptions,
  formatOf,
  withConfig,
  withEmulated,
  withFormat,
  withLockTimeout,
  withParallel,
} from "./options";
import { type PlanReportOptions, planAndReport } from "./plan-report";
import type { Shell } from "./shell";

type PlanCommandOptions = PlanReportOptions & FormatOptions<"text" | "json">;

export function addPlan(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("plan")
    .description("what would an apply change? Saves a plan per stack for mailzone apply")
    .argument("[stack...]", "the stacks to plan (default: all)")
    .option("--fail-on-changes", "exit 1 if a stack has changes: for drift checks")
    .option("--no-refresh", "trust the state instead of asking AWS and Cloudflare")
    .option("--no-lock", "do not take the lock of the state: for plans of pull requests, which may be cut off")
    .option("--no-preflight", "do not compare what is created with what stands in the zones, which takes DNS Read");
  withFormat(withEmulated(withConfig(withParallel(withLockTimeout(command)))), ["text", "json"]);
  command.action(async (names: string[], options: PlanCommandOptions) =>
    exit(await planAndReport(shell, { ...options, stacks: names }, formatOf(options))),
  );
}
