// The names of the stacks, for a pipeline's job matrix.
import { changedSince, changedStacks } from "./ci/changed";
import { allStacks, type ConfigurationOptions, soundConfiguration } from "./configuration";
import type { Context } from "./context";
import { Refused } from "./refused";

export interface StacksRequest extends ConfigurationOptions {
  /**
   * Only the stacks that HEAD may change against this commit; true for HEAD's first parent, if HEAD is a merge. @default - all
   * stacks
   */
  readonly changed?: string | true;
  /**
   * With changed: compares what is synthesised with this out folder, or with what is synthesised of this commit.
   * @default - the configurations are compared
   */
  readonly base?: string;
}

/**
 * The stacks of the configuration. It runs nothing but git, and synth if there is a base. If only changed ones are wanted, it reports why
 * these.
 * @throws Refused if the configuration has errors, the commit is not known, or a stack of the base is gone; SynthError
 */
export async function stackNames(
  context: Pick<Context, "cwd" | "root" | "env" | "interrupts" | "run" | "say" | "synth">,
  { changed, base, ...options }: StacksRequest,
): Promise<readonly string[]> {
  if (base !== undefined && changed !== true)
    throw new Refused(
      changed === undefined
        ? "stacks got --base without --changed: add --changed"
        : `stacks got --changed ${changed} and --base ${base}: name one of them, after --base`,
    );
  if (changed === undefined) return allStacks(soundConfiguration(context, options));
  const { stacks, why } =
    base === undefined
      ? await changedStacks(context, options, changed === true ? undefined : changed)
      : await changedSince(context, options, base);
  context.say(`${stacks.length} stack${stacks.length === 1 ? "" : "s"}: ${why}`);
  return stacks;
}
