// The names of the stacks, for a pipeline's job matrix.
import { changedStacks } from "./ci/changed";
import { allStacks, type ConfigurationOptions, soundConfiguration } from "./configuration";
import type { Context } from "./context";

export interface StacksRequest extends ConfigurationOptions {
  /**
   * Only the stacks that HEAD may change against this commit; true for HEAD's first parent, if HEAD is a merge. @default - all
   * stacks
   */
  readonly changed?: string | true;
}

/**
 * The stacks of the configuration. It runs nothing but git. If only changed ones are wanted, it reports why these.
 * @throws Refused if the configuration has errors, or the commit is not known
 */
export async function stackNames(
  context: Pick<Context, "cwd" | "env" | "interrupts" | "run" | "say">,
  { changed, ...options }: StacksRequest,
): Promise<readonly string[]> {
  if (changed === undefined) return allStacks(soundConfiguration(context, options));
  const { stacks, why } = await changedStacks(context, options, changed === true ? undefined : changed);
  context.say(`${stacks.length} stack${stacks.length === 1 ? "" : "s"}: ${why}`);
  return stacks;
}
