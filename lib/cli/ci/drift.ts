// mailzone ci drift: checks whether the real world still is what was applied. On GitHub one issue reports drift.
import type { Command } from "commander";
import { checkDrift } from "../../app/ci/drift";
import { withIdToken } from "../../app/ci/id-token";
import { dnsOptions } from "../dns-options";
import { type CommonOptions, withConfig, withEmulated, withParallel } from "../options";
import { reportPlans } from "../plan-report";
import { EXIT, type Shell } from "../shell";
import { workspacesOf } from "../workspace";

interface CiDriftOptions extends CommonOptions {
  readonly plan?: boolean;
  readonly parallel: number;
}

export function addCiDrift(ci: Command, shell: Shell, exit: (code: number) => void): void {
  const command = ci
    .command("drift")
    .description("is the world what was applied, and live? Exit 1: no; 2: it cannot tell. On GitHub an issue says so")
    .option("--plan", "by a full plan, which also finds what was never applied; takes far longer");
  withEmulated(withConfig(withParallel(command)));
  command.action(async (options: CiDriftOptions) => exit(await withIdToken(shell, (inner) => ciDrift(inner, options))));
}

const CODES = {
  clean: EXIT.yes,
  changed: EXIT.no,
  "not-live": EXIT.no,
  failed: EXIT.refused,
  unknown: EXIT.refused,
} as const;

async function ciDrift(shell: Shell, options: CiDriftOptions): Promise<number> {
  const state = await checkDrift(
    shell,
    {
      ...options,
      dns: dnsOptions(shell, options),
      redact: shell.sanitize,
      onPlanned: (workspace, planned) => reportPlans(shell, workspace, planned),
    },
    workspacesOf(shell, options, { dns: true, http: true }),
  );
  if (shell.interrupts.interrupted) return EXIT.interrupted;
  shell.say(`drift: ${state}`);
  return CODES[state];
}
