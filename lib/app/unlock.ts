// Shows who has the lock of a stack's state, and removes the lock of a dead run. A run that was killed leaves its lock in a
// remote backend. If the lock of a live run is removed, two runs write the state.
import { visibleText } from "../dns/text/escape";
import { formatDiagnostic } from "../terraform/diagnostics";
import { init } from "../terraform/init";
import { forceUnlock, readStateLock, type StateLock } from "../terraform/state-lock";
import { commandLine } from "./command-line";
import type { ProjectData, Questions, Reporter, Workspace } from "./context";
import { Refused } from "./refused";
import { lockfileReadonly, synthStacks, withTerraform } from "./terraform";

/** The lock id becomes an argument of Terraform, and anybody who may write beside the state can choose it. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:/-]*$/;

export interface UnlockRequest {
  /** The stack's name. */
  readonly stack: string;
  /** Removes only the lock with this id, without asking. @default - the person is asked, if there is one */
  readonly id?: string | undefined;
  /** Is told who has the lock, before anything is asked. @default - nobody */
  readonly onHeld?: (held: StateLock) => void;
}

export type Unlocked = "free" | "unlocked" | "interrupted";

/** @throws Refused if the lock must not be removed, or it is not known whether there is one; UserError if it cannot begin */
export async function unlock(workspace: Workspace, { stack: name, id, onHeld }: UnlockRequest): Promise<Unlocked> {
  if (id !== undefined && !ID.test(id))
    throw new Refused(`"${id}" is no id of a lock: take it from what mailzone unlock ${name} prints`);
  const { say } = workspace;
  const stacks = await synthStacks(workspace, [name]);
  const [stack] = stacks;
  if (stack === undefined) return "interrupted";
  // The role that plans may not change a lock.
  return withTerraform(
    workspace,
    stacks,
    async (terraform) => {
      const ready = await init(terraform, stack, { lockfileReadonly: lockfileReadonly(workspace) });
      const { result, held } = ready.ok ? await readStateLock(terraform, stack) : { result: ready, held: undefined };
      if (result.interrupted) return "interrupted";
      if (held === undefined) {
        if (result.ok) return "free";
        for (const error of result.errors) say(formatDiagnostic(name, error));
        throw new Refused(`whether the state of stack "${name}" is locked is not known: fix what terraform reported`);
      }
      onHeld?.(held);
      await refuseUnlock(workspace, name, held, id);
      const freed = await forceUnlock(terraform, stack, held.id);
      if (freed.interrupted) return "interrupted";
      if (freed.ok) return "unlocked";
      for (const error of freed.errors) say(formatDiagnostic(name, error));
      throw new Refused(`the lock ${held.id} of stack "${name}" was not taken away`);
    },
    "apply",
  );
}

/** @throws Refused if the lock must not be removed */
export async function refuseUnlock(
  context: Pick<Reporter, "say"> & Questions & Pick<ProjectData, "kind" | "label">,
  name: string,
  held: StateLock,
  id?: string,
): Promise<void> {
  const { ask, label, say } = context;
  if (!ID.test(held.id))
    throw new Refused(`the lock's id "${visibleText(held.id)}" is not one of Terraform's: find out who wrote it`);
  if (id === held.id) return;
  if (id !== undefined) throw new Refused(`nothing is unlocked: the lock is another by now, ${held.id}, and not ${id}`);
  say(
    `${label}Look whether that run is alive, in the list of your pipeline's runs or on that machine. If it is, wait for it: a state that two runs write is lost.`,
  );
  if (ask === undefined)
    throw new Refused(
      `nothing is unlocked: there is no terminal on which to ask; if that run is dead, ${commandLine(`unlock ${name} --id ${visibleText(held.id)}`, context)}`,
    );
  if ((await ask(`${label}Take the lock away? Only "yes" will do: `)) !== "yes")
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
