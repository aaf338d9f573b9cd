// Checks the configuration of a change, by itself and compared with the one that it replaces.
import { type ConfigurationCheck, checkConfiguration } from "../check";
import { type ConfigurationOptions, configNames, readConfiguration } from "../configuration";
import type { Context } from "../context";
import { configurationAt } from "./base";
import { baseCommit, withTree } from "./git";

export interface ChangeCheckRequest extends ConfigurationOptions {
  /** The commit that is changed. @default - HEAD's first parent, if HEAD is a merge */
  readonly base?: string | undefined;
  /** The places of the configuration at that commit. @default - those of now */
  readonly baseConfig?: readonly string[] | undefined;
}

/**
 * Reads both configurations, and checks the later one. It is reported if there was no earlier one.
 * @throws Refused if the commit is not known, or a name leads out of the repository; InterruptedError
 */
export async function checkChange(
  context: Pick<Context, "cwd" | "env" | "interrupts" | "run" | "say">,
  { base, baseConfig, ...options }: ChangeCheckRequest = {},
): Promise<ConfigurationCheck> {
  const commit = await baseCommit(context, base);
  const names = baseConfig ?? configNames(context, options);
  return withTree(context, commit, async (tree) => {
    const before = configurationAt(context, names, tree, { imports: false });
    if (before === undefined)
      context.say(
        `warning: ${names.map((name) => `"${name}"`).join(", ")} was not there at ${commit.slice(0, 12)}, nothing is compared: where it stood elsewhere, name that with --base-config`,
      );
    return checkConfiguration(context, readConfiguration(context, options), before);
  });
}
