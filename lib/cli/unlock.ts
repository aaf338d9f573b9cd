// mailzone unlock: shows who has the lock of a stack's state, and removes the lock of a dead run.
import type { Command } from "commander";
import { soundConfiguration } from "../app/configuration";
import type { Workspace } from "../app/context";
import { lockWords, unlock as unlockStack } from "../app/unlock";
import { type CommonOptions, withConfig, withEmulated } from "./options";
import { EXIT, type Shell } from "./shell";
import { inWorkspace } from "./workspace";

interface UnlockOptions extends CommonOptions {
  readonly id?: string;
}

export function addUnlock(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("unlock")
    .description("who has the lock of a stack's state, since when and for what? Takes it away where that run is dead")
    .argument("<stack>", "the stack")
    .option("--id <lock>", "do not ask: take away the lock with this id, and no other");
  withEmulated(withConfig(command));
  command.action(async (name: string, options: UnlockOptions) => exit(await unlock(shell, name, options)));
}

async function unlock(shell: Shell, stack: string, options: UnlockOptions): Promise<number> {
  const { domains, backend } = soundConfiguration(shell, options);
  const { id } = options;
  const job = async (workspace: Workspace) => {
    const tell = (text: string) => `${workspace.label}${stack}: ${text}`;
    const ended = await unlockStack(workspace, {
      stack,
      id,
      onHeld: (held) => shell.print(tell(`locked ${lockWords(held)}`)),
    });
    if (ended === "interrupted") return EXIT.interrupted;
    if (ended === "free") {
      shell.print(tell("nobody has the lock"));
      if (id !== undefined) shell.say(tell(`lock ${id} is gone already`));
      return EXIT.yes;
    }
    shell.print(tell("unlocked; plan before you apply: the run that had it may have made half of its changes"));
    return EXIT.yes;
  };
  return inWorkspace(shell, options, domains, job, { backend });
}
