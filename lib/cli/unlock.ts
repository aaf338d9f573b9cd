// mailzone unlock: who has the lock of a stack's state, and away with it where that run is dead. A run that was killed in a remote
// backend leaves its lock behind; taken from one that is alive, the state is written by two.
import type { Command } from "commander";
import { visibleText } from "../dns/text/escape";
import type { TerraformContext } from "../terraform/command";
import { formatDiagnostic } from "../terraform/diagnostics";
import { init } from "../terraform/init";
import { forceUnlock, readStateLock, type StateLock } from "../terraform/state-lock";
import { lockfileReadonly } from "./lock";
import { type CommonOptions, commandLine, soundConfig, withConfig, withEmulated } from "./options";
import { EXIT, Refused, type Shell } from "./shell";
import { inWorkspace, synthStacks, type Workspace, withTerraform } from "./workspace";

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

/** It becomes an argument of Terraform's, and whoever may write beside the state writes it. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:/-]*$/;

async function unlock(shell: Shell, name: string, options: UnlockOptions): Promise<number> {
  const { id } = options;
  if (id !== undefined && !ID.test(id))
    throw new Refused(`"${id}" is no id of a lock: take it from what mailzone unlock ${name} prints`);
  const { domains, backend } = soundConfig(shell, options);
  const job = async (workspace: Workspace) => {
    const stacks = await synthStacks(shell, workspace, [name]);
    const [stack] = stacks;
    if (stack === undefined) return EXIT.interrupted;
    const unlockIt = async (context: TerraformContext) => {
      const lockfile = { lockfileReadonly: lockfileReadonly(shell, workspace.kind) };
      const ready = await init(context, stack, lockfile);
      const { result, held } = ready.ok ? await readStateLock(context, stack) : { result: ready, held: undefined };
      if (result.interrupted) return EXIT.interrupted;
      if (held === undefined) {
        if (result.ok) return tellFree(shell, workspace, name, id);
        for (const error of result.errors) shell.say(formatDiagnostic(name, error));
        throw new Refused(`whether the state of stack "${name}" is locked is not known: fix what terraform reported`);
      }
      shell.print(`${workspace.label}${name}: locked ${lockWords(held)}`);
      await settle(shell, workspace, name, held, id);
      const freed = await forceUnlock(context, stack, held.id);
      if (freed.interrupted) return EXIT.interrupted;
      if (!freed.ok) {
        for (const error of freed.errors) shell.say(formatDiagnostic(name, error));
        throw new Refused(`the lock ${held.id} of stack "${name}" was not taken away`);
      }
      shell.print(
        `${workspace.label}${name}: unlocked; plan before you apply: the run that had it may have made half of its changes`,
      );
      return EXIT.yes;
    };
    // The role that plans has no right to a lock.
    return withTerraform(shell, workspace, stacks, unlockIt, "apply");
  };
  return inWorkspace(shell, options, domains, job, { backend });
}

function tellFree(shell: Shell, { label }: Workspace, name: string, id?: string): number {
  shell.print(`${label}${name}: nobody has the lock`);
  if (id !== undefined) shell.say(`${label}${name}: lock ${id} is gone already`);
  return EXIT.yes;
}

/** @throws Refused where it is not to be taken away */
export async function settle(
  shell: Pick<Shell, "ask" | "env" | "interactive" | "say">,
  { label, kind }: Pick<Workspace, "label" | "kind">,
  name: string,
  held: StateLock,
  id?: string,
): Promise<void> {
  if (!ID.test(held.id))
    throw new Refused(`the lock's id "${visibleText(held.id)}" is none of Terraform's: look who wrote it`);
  if (id === held.id) return;
  if (id !== undefined) throw new Refused(`nothing is unlocked: the lock is another by now, ${held.id}, and not ${id}`);
  shell.say(
    `${label}Look whether that run is alive, in the list of your pipeline's runs or on that machine. If it is, wait for it: a state that two runs write is lost.`,
  );
  if (!shell.interactive || shell.env.CI)
    throw new Refused(
      `nothing is unlocked: there is no terminal on which to ask; if that run is dead, ${commandLine(`unlock ${name} --id ${visibleText(held.id)}`, kind === "sandbox")}`,
    );
  if ((await shell.ask(`${label}Take the lock away? Only "yes" will do: `)) !== "yes")
    throw new Refused("nothing is unlocked: the answer was not yes");
}

/** `since 2026-01-02 03:04:05 UTC by "user@host", for an apply (Terraform 1.11.4, lock ID)` */
export function lockWords({ created, who, operation, version, id }: StateLock): string {
  const what =
    operation === "apply" || operation === "plan"
      ? `${operation === "apply" ? "an" : "a"} ${operation}`
      : `"${visibleText(operation)}"`;
  return `since ${visibleText(created)} by "${visibleText(who)}", for ${what} (Terraform ${visibleText(version)}, lock ${visibleText(id)})`;
}
