// mailzone ci apply: applies exactly what was reviewed and approved.
import type { Command } from "commander";
import { applyWork, type GroupEnd } from "../../app/ci/apply";
import { withIdToken } from "../../app/ci/id-token";
import { readWork } from "../../app/ci/work";
import { soundConfiguration } from "../../app/configuration";
import type { Workspace } from "../../app/context";
import { type CommonOptions, withConfig, withEmulated, withLockTimeout, withParallel } from "../options";
import { renderApplied, renderChanged, renderDone, sayUnfinished } from "../plan-text";
import { EXIT, type Shell } from "../shell";
import { inWorkspace } from "../workspace";

interface CiApplyOptions extends CommonOptions {
  readonly parallel: number;
  readonly lockTimeout?: string;
  readonly expectFile?: string;
  readonly localState?: boolean;
}

/** How long it waits for another run to release the lock of a state. */
const LOCK_TIMEOUT = "10m";

const CODES = {
  applied: EXIT.yes,
  changed: EXIT.no,
  refused: EXIT.refused,
  interrupted: EXIT.interrupted,
} as const;

export function addCiApply(ci: Command, shell: Shell, exit: (code: number) => void): void {
  const command = ci
    .command("apply")
    .description("apply what was reviewed: of APPROVED (ci approved), EXPECT (STACK=DIGEST by hand), or --expect-file")
    .option("--expect-file <file>", "STACK=DIGEST, one a line, whose review was read by whoever starts this")
    .option("--local-state", "the machine keeps its disk, and with it state that is a local file");
  withEmulated(withConfig(withParallel(withLockTimeout(command))));
  command.action(async (options: CiApplyOptions) => exit(await withIdToken(shell, (inner) => ciApply(inner, options))));
}

async function ciApply(shell: Shell, options: CiApplyOptions): Promise<number> {
  const work = await readWork(shell, options.expectFile);
  if (work.groups.length === 0 && work.refused.length === 0) {
    shell.say("nothing changes");
    return EXIT.yes;
  }
  const config = soundConfiguration(shell, options);
  const job = async (workspace: Workspace) => {
    const onEnd = (end: GroupEnd) => report(shell, workspace, end);
    return CODES[await applyWork(workspace, config, work, { lockTimeout: LOCK_TIMEOUT, ...options, onEnd })];
  };
  return inWorkspace(shell, options, config.domains, job, { http: true, backend: config.backend });
}

function report(shell: Shell, workspace: Workspace, end: GroupEnd): void {
  const { label } = workspace;
  if (end.kind === "changed") shell.print(renderChanged(label, end));
  else if (end.kind === "done") shell.print(renderDone(label, end.stack));
  else {
    for (const line of renderApplied(label, end.results)) shell.print(line);
    sayUnfinished(shell, workspace, end.results, "plan");
  }
}
