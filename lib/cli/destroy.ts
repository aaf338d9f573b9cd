// mailzone destroy: destroys everything in some stacks, after naming the mail that stops.
import type { Command } from "commander";
import { destroy as destroyStacks } from "../app/apply/destroy";
import { soundConfiguration } from "../app/configuration";
import type { Workspace } from "../app/context";
import { Refused } from "../app/refused";
import type { Locking } from "../terraform/state-lock";
import {
  type CommonOptions,
  withConfig,
  withEmulated,
  withGatewayOptions,
  withLockTimeout,
  withParallel,
  withProviders,
} from "./options";
import { reportApplied } from "./plan-text";
import type { Shell } from "./shell";
import { inWorkspace } from "./workspace";

interface DestroyCommandOptions extends CommonOptions, Pick<Locking, "lockTimeout"> {
  readonly parallel: number;
  readonly all?: boolean;
  readonly yes?: boolean;
}

export function addDestroy(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("destroy")
    .description("destroy all identities and records of some stacks")
    .argument("[stack...]", "the stacks to destroy")
    .option("--all", "all stacks of the configuration")
    .option("--yes", "do not ask");
  withProviders(withEmulated(withConfig(withParallel(withLockTimeout(withGatewayOptions(command))))));
  command.action(async (names: string[], options: DestroyCommandOptions) => exit(await destroy(shell, names, options)));
}

async function destroy(shell: Shell, names: readonly string[], options: DestroyCommandOptions): Promise<number> {
  if ((names.length === 0) === !options.all) {
    throw new Refused(
      names.length === 0
        ? "destroy does not know what to destroy: name the stacks, or say --all"
        : "destroy got stack names and --all: say one or the other",
    );
  }
  const config = soundConfiguration(shell, options);
  const stacks = options.all ? "all" : names;
  const job = async (workspace: Workspace) =>
    reportApplied(shell, workspace, await destroyStacks(workspace, config, { ...options, stacks }));
  return inWorkspace(shell, options, config.domains, job, { backend: config.backend });
}
