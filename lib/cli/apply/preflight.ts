// Before mailzone apply makes anything: do the creates of the saved plans fit what stands in their zones? A zone that was never
// adopted would refuse some of them when others are made already.
import { legible } from "../../dns/finding";
import type { Plan } from "../../plan/plan";
import { type Clash, clashesOf, type LiveRecord, plannedCreates } from "../../review/clashes";
import { commandLine } from "../options";
import { Refused, type Shell } from "../shell";
import type { Workspace } from "../workspace";

/** Lists all records of a zone; rejects with an Error whose message says why it cannot. */
export type ZoneLister = (zoneId: string) => Promise<readonly LiveRecord[]>;

/** @throws Refused with one line per clash and the command that takes over what is there; or where a zone cannot be listed */
export async function preflight(
  shell: Shell,
  workspace: Workspace,
  plans: readonly Plan[],
  lister: ZoneLister,
): Promise<void> {
  const changes = plans.flatMap((plan) => plan.changes);
  const zones = new Map<string, readonly LiveRecord[]>();
  for (const zoneId of new Set(plannedCreates(changes).map((create) => create.zoneId))) {
    // The apply begins nothing then.
    if (shell.interrupts.interrupted) return;
    zones.set(zoneId, await list(lister, zoneId));
  }
  const clashes = clashesOf(changes, zones);
  if (clashes.length > 0) throw new Refused(renderClashes(clashes, workspace.kind === "sandbox"));
}

/** A line per clash, then what to do. */
function renderClashes(clashes: readonly Clash[], sandbox: boolean): string {
  const lines = clashes.map(({ create, live, why }) => {
    const { entry, record, type, name, address, moved } = create;
    const subject = entry === undefined ? address : `record "${record}" of "${entry}"`;
    const priority = live.priority === null ? "" : `${live.priority} `;
    const message = `${subject}, ${type} "${name}", cannot be ${moved ? "moved there" : "made"}: ${live.type} ${priority}${live.content} stands there, and ${why}`;
    // What others have published may hold anything.
    return legible({ rule: "preflight", severity: "error", message }).message;
  });
  const made = clashes.filter(({ create }) => !create.moved);
  const entries = [...new Set(made.flatMap(({ create }) => create.entry ?? []))].sort();
  const command = [commandLine("adopt", sandbox), ...entries].join(" ");
  const cures = [
    ...(made.length > 0 ? [`run ${command} to take over what is there`] : []),
    ...(made.length < clashes.length ? ["delete what stands where a record is moved, or give it another name"] : []),
  ];
  return [...lines, `nothing is applied: ${cures.join("; ")}, or say --no-preflight`].join("\n");
}

async function list(lister: ZoneLister, zoneId: string): Promise<readonly LiveRecord[]> {
  try {
    return await lister(zoneId);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Refused(`nothing is applied, ${why}; or say --no-preflight`);
  }
}
