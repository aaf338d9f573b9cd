// mailzone ci apply: applies exactly what was reviewed and approved. At the end it says what a person must do.
import type { Command } from "commander";
import { applyWork, type GroupEnd, type Left } from "../../app/ci/apply";
import { addToFile } from "../../app/ci/environment";
import { withIdToken } from "../../app/ci/id-token";
import { readWork, type Work } from "../../app/ci/work";
import { soundConfiguration } from "../../app/configuration";
import type { Workspace } from "../../app/context";
import { inlineCode } from "../../dns/text/escape";
import { type CommonOptions, withConfig, withEmulated, withLockTimeout, withParallel } from "../options";
import { renderApplied, renderChanged, renderDone, sayWhatIsLeft } from "../plan-text";
import { EXIT, type Shell } from "../shell";
import { inWorkspace } from "../workspace";

interface CiApplyOptions extends CommonOptions {
  readonly parallel: number;
  readonly lockTimeout?: string;
  readonly expectFile?: string;
  readonly localState?: boolean;
}

/** How long it waits for another run to release the lock of a state. */
const PATIENCE = "10m";

const CODES = { changed: EXIT.no, refused: EXIT.refused } as const;

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
    const left = await applyWork(workspace, config, work, { lockTimeout: PATIENCE, ...options, onEnd });
    return left === undefined ? EXIT.interrupted : conclude(shell, work, left);
  };
  return inWorkspace(shell, options, config.domains, job, { http: true, backend: config.backend });
}

function report(shell: Shell, workspace: Workspace, end: GroupEnd): void {
  const { label } = workspace;
  if (end.kind === "changed") shell.print(renderChanged(label, end));
  else if (end.kind === "done") shell.print(renderDone(label, end.stack));
  else {
    for (const line of renderApplied(label, end.results)) shell.print(line);
    sayWhatIsLeft(shell, workspace, end.results, "plan");
  }
}

/** Says what is left to do, and how bad it is. */
function conclude(shell: Shell, { groups, refused }: Work, left: readonly Left[]): number {
  const lines = [...left.map(({ group, why }) => `${group.title}: ${why}`), ...refused];
  for (const line of lines) shell.say(`not applied: ${line}`);
  const done = groups.length - left.length;
  const count = lines.length === 0 ? "all of it is applied" : `${done} of ${groups.length} are applied`;
  addToFile(
    shell,
    "GITHUB_STEP_SUMMARY",
    [`${count}.`, "", ...lines.map((line) => `- not applied: ${inlineCode(line)}`), ""].join("\n"),
  );
  if (refused.length > 0) return EXIT.refused;
  return left.reduce<number>((worst, { kind }) => Math.max(worst, CODES[kind]), EXIT.yes);
}
