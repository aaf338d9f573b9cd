// mailzone destroy: everything of some stacks, after naming the mail that stops.
import type { Command } from "commander";
import { RECORD } from "../plan/attributes";
import { isPlanned } from "../plan/change";
import { lostIdentities, type Plan } from "../plan/plan";
import { planStacks } from "../terraform/plan";
import type { Locking } from "../terraform/state-lock";
import { applyJudged } from "./apply/apply";
import { type CommonOptions, soundConfig, withConfig, withEmulated, withLockTimeout, withParallel } from "./options";
import { refuseFailedPlans } from "./plan";
import { EXIT, Refused, type Shell } from "./shell";
import { inWorkspace, synthStacks, type Workspace, withPlansLocked, withTerraform } from "./workspace";

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
  withEmulated(withConfig(withParallel(withLockTimeout(command))));
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
  const { domains, backend } = soundConfig(shell, options);
  const meant = domains.filter(({ stack }) => options.all || names.includes(stack));
  const kept = meant.filter(({ protect }) => protect).map(({ entry }) => `"${entry}"`);
  if (kept.length > 0) {
    throw new Refused(
      `${kept.join(", ")} ${kept.length > 1 ? "are" : "is"} protected: set protect: false there first, if its mail is to stop`,
    );
  }
  if (!options.yes && (!shell.interactive || shell.env.CI)) {
    throw new Refused("destroy has no terminal on which to ask: say --yes if you are sure");
  }

  const run = async (workspace: Workspace) => {
    const stacks = await synthStacks(shell, workspace, names);
    const { plans, kind } = workspace;
    const { parallel, lockTimeout } = options;
    const planned = await withTerraform(
      shell,
      workspace,
      stacks,
      (context) => planStacks(context, stacks, { plans, kind, parallel, lockTimeout, destroy: true }),
      "apply",
    );
    refuseFailedPlans(shell, planned, "nothing is destroyed");
    if (shell.interrupts.interrupted) return EXIT.interrupted;

    const judged = planned.flatMap(({ saved }) => saved ?? []);
    for (const { plan } of judged) for (const line of stoppedMail(workspace, plan)) shell.say(line);
    if (!options.yes && (await shell.ask(`${workspace.label}Destroy it? Only "yes" will do: `)) !== "yes") {
      throw new Refused("nothing is destroyed: the answer was not yes");
    }
    return withTerraform(
      shell,
      workspace,
      stacks,
      async (context) => applyJudged(shell, workspace, context, stacks, judged, { parallel, lockTimeout }),
      "apply",
    );
  };
  const locked = (workspace: Workspace) => withPlansLocked(shell, workspace, "destroy", () => run(workspace));
  return inWorkspace(shell, options, domains, locked, { backend });
}

function stoppedMail({ label }: Workspace, plan: Plan): string[] {
  const { stack } = plan;
  const changes = plan.changes.filter(isPlanned);
  if (changes.length === 0) return [`${label}${stack}: there is nothing to destroy`];
  const records = changes.filter(({ type }) => type === RECORD);
  const mail = lostIdentities(plan).map(({ entry, before }) => {
    const own = records.filter((record) => record.entry === entry).length;
    return `${label}${stack}: mail of "${before?.email_identity}" (${before?.region}) stops, ${own} records go`;
  });
  return [...mail, `${label}${stack}: ${changes.length} resources in all are destroyed`];
}
