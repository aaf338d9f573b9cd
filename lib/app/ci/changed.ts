// Finds the stacks that a change may change: those whose entries, imports or backend differ, or all stacks if anything else
// differs that may affect them. One stack too many costs a plan; one too few is not reviewed, and nothing of it is applied.
import path from "node:path";
import type { Configuration } from "../../config/configuration";
import { allStacks, type ConfigurationOptions, configNames, refuseErrors } from "../configuration";
import type { Context } from "../context";
import { configurationAt } from "./base";
import { baseCommit, changedFiles, withTree } from "./git";

/** Files that never change a plan. */
const WITHOUT_EFFECT = /(?:^|\/)(?:[^/]+\.md|LICENSE|CODEOWNERS|\.gitignore)$|^\.(?:github|gitlab)\/|^docs\//;

/** The names of the stacks that may differ between HEAD and a commit. @param named see baseCommit() */
export async function changedStacks(
  context: Pick<Context, "cwd" | "env" | "interrupts" | "run">,
  options: ConfigurationOptions,
  named?: string,
): Promise<{ readonly stacks: readonly string[]; readonly why: string }> {
  const commit = await baseCommit(context, named);
  const now = refuseErrors(context, options);
  const names = configNames(context, options);
  const all = allStacks(now);
  const short = commit.slice(0, 12);
  const files = await changedFiles(context, commit);
  return withTree(context, commit, async (tree) => {
    const top = tree.top.checkout;
    const ours = names.map((name) => path.relative(top, path.resolve(context.cwd, name)));
    const isOurs = (file: string) => ours.some((name) => file === name || file.startsWith(`${name}/`));
    const isImports = (file: string) => path.basename(file) === "imports.yaml";
    const other = files.find((file) => !isOurs(file) && !isImports(file) && !WITHOUT_EFFECT.test(file));
    if (other !== undefined) return { stacks: all, why: `"${other}" differs from ${short}` };
    const before = configurationAt(context, names, tree, { imports: true });
    if (before === undefined) return { stacks: all, why: `there was no configuration at ${short}` };
    const stacks = all.filter((stack) => contentOf(before, stack) !== contentOf(now, stack));
    return { stacks, why: `the others are as at ${short}` };
  });
}

/** Everything that a stack is made of, in an order that does not depend on the file. */
function contentOf({ backend, domains, imports }: Configuration, stack: string): string {
  const entries = domains.filter((domain) => domain.stack === stack);
  const keys = new Set(entries.map(({ entry }) => entry));
  const taken = imports.filter(({ entry }) => keys.has(entry)).map(({ at: _, ...rest }) => JSON.stringify(rest));
  return JSON.stringify([backend, entries.map((domain) => JSON.stringify(domain)).sort(), taken.sort()]);
}
