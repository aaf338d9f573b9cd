// mailzone drift: what differs between what was applied and what is there now, without a plan.
import type { Command } from "commander";
import { commandLine } from "../app/command-line";
import { readableConfiguration } from "../app/configuration";
import type { Workspace } from "../app/context";
import { findDrift } from "../app/drift/drift";
import { renderJson } from "../drift/render/json";
import { renderMarkdown } from "../drift/render/markdown";
import { renderText } from "../drift/render/text";
import type { Drift } from "../drift/result";
import {
  type CommonOptions,
  type FormatOptions,
  formatOf,
  withConfig,
  withEmulated,
  withFormat,
  withParallel,
  withRemark,
} from "./options";
import { EXIT, type Shell } from "./shell";
import { paintRisk } from "./verdict";
import { inWorkspace } from "./workspace";

interface DriftOptions extends CommonOptions, FormatOptions<"text" | "markdown" | "json"> {
  readonly parallel: number;
}

export function addDrift(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("drift")
    .description("is everything still as it was applied? Reads states, zones and SES, and runs no plan")
    .argument("[stack...]", "stacks (default: all)");
  withFormat(withEmulated(withConfig(withParallel(command))), ["text", "markdown", "json"]);
  command.action(async (names: string[], options: DriftOptions) => exit(await drift(shell, names, options)));
}

const CODES = { clean: EXIT.yes, drift: EXIT.no, unknown: EXIT.refused } as const;

async function drift(shell: Shell, stacks: readonly string[], options: DriftOptions): Promise<number> {
  const config = readableConfiguration(shell, options);
  const job = async (workspace: Workspace) => {
    const found = await findDrift(workspace, config, { stacks, parallel: options.parallel });
    if (shell.interrupts.interrupted) return EXIT.interrupted;
    shell.print(withRemark(render(found, formatOf(options), workspace), options));
    return CODES[found.state];
  };
  return inWorkspace(shell, options, config.domains, job, { http: true, backend: config.backend });
}

function render(found: Drift, format: "text" | "markdown" | "json", workspace: Workspace): string {
  const command = (name: "plan" | "adopt") => commandLine(name, workspace);
  if (format === "json") return renderJson(found);
  return format === "markdown" ? renderMarkdown(found, command) : renderText(found, command, paintRisk);
}
