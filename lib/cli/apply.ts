// mailzone apply: applies exactly the saved plans, or none of them.
import type { Command } from "commander";
import { apply as applyStacks } from "../app/apply/apply";
import { readExpectations } from "../app/apply/expected";
import { soundConfiguration } from "../app/configuration";
import type { Workspace } from "../app/context";
import { parseAcceptance } from "../app/guards/acceptance";
import { Refused } from "../app/refused";
import type { Locking } from "../terraform/state-lock";
import { sayNext } from "./next";
import {
  type CommonOptions,
  collect,
  withConfig,
  withEmulated,
  withGatewayOptions,
  withLockTimeout,
  withParallel,
  withProviders,
} from "./options";
import { renderDone, reportApplied } from "./plan-text";
import { EXIT, type Shell } from "./shell";
import { inWorkspace } from "./workspace";

interface ApplyCommandOptions extends CommonOptions, Pick<Locking, "lockTimeout"> {
  readonly parallel: number;
  readonly allowDestroy: readonly string[];
  readonly expect?: readonly string[];
  readonly expectFile?: string;
  readonly accept?: readonly string[];
  /** @default true */
  readonly preflight?: boolean;
  /** The machine keeps its disk. @default false */
  readonly localState?: boolean;
}

export function addApply(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("apply")
    .description("apply the saved plans, exactly as they were planned")
    .argument("[stack...]", "the stacks to apply (default: all)")
    .option(
      "--allow-destroy <name>",
      "let the plan delete or replace the identity of this entry; repeatable",
      collect,
      [],
    );
  command
    .option(
      "--accept <rule[@domain]>",
      "take a danger that review names as wanted, for one domain or all, and do not ask; repeatable",
      collect,
    )
    .option(
      "--expect <stack=digest>",
      "plan this stack again and apply it if its digest is the reviewed one, else exit 1; repeatable",
      collect,
    )
    .option("--expect-file <file>", "the same from a file, one a line")
    .option("--local-state", "in CI: the machine keeps its disk, and with it state that is a local file")
    .option(
      "--no-preflight",
      "do not compare what is created with existing records in the zones, which takes DNS Read",
    );
  withProviders(withEmulated(withConfig(withParallel(withLockTimeout(withGatewayOptions(command))))));
  command.action(async (names: string[], options: ApplyCommandOptions) => exit(await apply(shell, names, options)));
}

async function apply(shell: Shell, names: readonly string[], options: ApplyCommandOptions): Promise<number> {
  const { expect: pairs, expectFile, accept = [] } = options;
  const expect =
    pairs === undefined && expectFile === undefined
      ? undefined
      : await readExpectations(shell, pairs ?? [], expectFile);
  if (expect !== undefined && names.length > 0) {
    throw new Refused("apply got stack names and expectations: --expect names the stacks already");
  }
  const accepted = accept.map(parseAcceptance);
  const config = soundConfiguration(shell, options);
  const job = async (workspace: Workspace) => {
    const onDone = (stack: string) => shell.print(renderDone(workspace.label, stack));
    const applied = await applyStacks(workspace, config, {
      ...options,
      stacks: names,
      accept: accepted,
      expect,
      onDone,
    });
    const code = reportApplied(shell, workspace, applied);
    if (code === EXIT.yes) sayNext(shell, "apply", workspace);
    return code;
  };
  const { domains, backend } = config;
  return inWorkspace(shell, options, domains, job, { http: options.preflight !== false, backend });
}
