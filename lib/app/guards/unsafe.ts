// All that is asked about plans before they are applied. Each way to apply calls this, so that none of them forgets a guard.
import type { Plan } from "../../plan/plan";
import type { Workspace } from "../context";
import { refuseClashes } from "../plan/preflight";
import type { ZoneLister } from "../zones";
import { type DangerOptions, refuseDangers } from "./dangers";
import { refuseLostIdentities } from "./lost-identities";

export interface UnsafeOptions extends DangerOptions {
  /** Reads the zones, to compare them with what is created. @default - not compared */
  readonly lister?: ZoneLister | undefined;
  /** What the question about dangers takes the world for. @default - the workspace's kind */
  readonly kind?: Workspace["kind"];
}

/**
 * Asks all guards about what would be applied, the ones that nobody can answer first.
 * @throws Refused if one refuses; then nothing is applied
 */
export async function refuseUnsafe(
  workspace: Workspace,
  plans: readonly Plan[],
  { lister, kind = workspace.kind, ...dangers }: UnsafeOptions,
): Promise<void> {
  refuseLostIdentities(workspace, plans, dangers.allowDestroy ?? []);
  if (lister !== undefined) await refuseClashes(workspace, plans, lister);
  await refuseDangers({ ...workspace, kind }, plans, dangers);
}
