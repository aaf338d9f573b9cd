// Finds the stacks that a change may change: those whose entries, imports or backend differ, or whose synthesised JSON does, or all
// stacks if anything else differs that may affect them. One stack too many costs a plan; one too few is not reviewed, and nothing of it is applied.
import fs from "node:fs";
import path from "node:path";
import type { Configuration } from "../../config/configuration";
import { SynthError } from "../../terraform/errors";
import { allStacks, type ConfigurationOptions, configNames, refuseErrors } from "../configuration";
import type { Context } from "../context";
import { Refused } from "../refused";
import { configurationAt } from "./base";
import { baseCommit, changedFiles, checkoutOf, withTree } from "./git";
import { type StackTexts, synthesizedAt, synthesizedBefore, synthesizedNow } from "./synthesized";

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
  const other = await otherChange(context, names, commit);
  if (other !== undefined) return { stacks: all, why: other };
  return withTree(context, commit, async (tree) => {
    const before = configurationAt(context, names, tree, { imports: true });
    if (before === undefined) return { stacks: all, why: `there was no configuration at ${short}` };
    const stacks = all.filter((stack) => contentOf(before, stack) !== contentOf(now, stack));
    return { stacks, why: `the others are as at ${short}` };
  });
}

/** The first file that differs and is no configuration: it may change every stack. */
async function otherChange(
  context: Pick<Context, "cwd" | "env" | "interrupts" | "run">,
  names: readonly string[],
  commit: string,
): Promise<string | undefined> {
  const top = await checkoutOf(context);
  const ours = names.map((name) => path.relative(top, path.resolve(context.cwd, name)));
  const isOurs = (file: string) => ours.some((name) => file === name || file.startsWith(`${name}/`));
  const isImports = (file: string) => path.basename(file) === "imports.yaml";
  const files = await changedFiles(context, commit);
  const other = files.find((file) => !isOurs(file) && !isImports(file) && !WITHOUT_EFFECT.test(file));
  return other === undefined ? undefined : `"${other}" differs from ${commit.slice(0, 12)}`;
}

/**
 * The names of the stacks whose synthesised JSON differs from that of an earlier out folder, or of a commit. Of a commit, all stacks if a
 * file differs that is no configuration: it may be the app, or another version of a package.
 * @param base an out folder that synth has left, else a commit
 * @throws Refused if a stack of the base is gone, or the base is not known; SynthError
 */
export async function changedSince(
  context: Pick<Context, "cwd" | "root" | "env" | "interrupts" | "run" | "synth">,
  options: ConfigurationOptions,
  base: string,
): Promise<{ readonly stacks: readonly string[]; readonly why: string }> {
  const now = refuseErrors(context, options);
  const all = allStacks(now);
  if (isOutFolder(path.resolve(context.cwd, base))) {
    const before = await synthesizedBefore(context, base);
    refuseGone([...before.keys()], all, base);
    return {
      stacks: differing(all, before, await synthesizedNow(context, options)),
      why: `the others are as in "${base}"`,
    };
  }
  const commit = await baseCommit(context, base);
  const names = configNames(context, options);
  const short = commit.slice(0, 12);
  return withTree(context, commit, async (tree) => {
    const config = configurationAt(context, names, tree, { imports: true });
    if (config === undefined) return { stacks: all, why: `there was no configuration at ${short}` };
    refuseGone(allStacks(config), all, base);
    const other = await otherChange(context, names, commit);
    if (other !== undefined) return { stacks: all, why: other };
    const before = await unlessSynthFails(() => synthesizedAt(context, options, tree));
    if (before === undefined) return { stacks: all, why: `${short} cannot be synthesised` };
    return {
      stacks: differing(all, before, await synthesizedNow(context, options)),
      why: `the others are as at ${short}`,
    };
  });
}

/** The base may have errors that a later commit has corrected. */
async function unlessSynthFails<T>(job: () => Promise<T>): Promise<T | undefined> {
  try {
    return await job();
  } catch (error) {
    if (error instanceof SynthError) return undefined;
    throw error;
  }
}

/** Another folder may have the name of a branch. */
function isOutFolder(folder: string): boolean {
  return fs.existsSync(path.join(folder, "manifest.json"));
}

function differing(all: readonly string[], before: StackTexts, now: StackTexts): readonly string[] {
  return all.filter((stack) => before.get(stack) === undefined || before.get(stack) !== now.get(stack));
}

/** Nothing plans the removal of what a stack made that is gone. */
function refuseGone(before: readonly string[], now: readonly string[], base: string): void {
  const gone = before.filter((stack) => !now.includes(stack));
  if (gone.length === 0) return;
  const named = gone.map((stack) => `"${stack}"`).join(", ");
  throw new Refused(
    `${gone.length === 1 ? "stack" : "stacks"} ${named} of "${base}" ${gone.length === 1 ? "is" : "are"} gone, and Terraform forgets what they made without a plan: set state: absent for the entries and apply that first, or bring them back`,
  );
}

/** Everything that a stack is made of, in an order that does not depend on the file. */
function contentOf({ backend, domains, imports }: Configuration, stack: string): string {
  const entries = domains.filter((domain) => domain.stack === stack);
  const keys = new Set(entries.map(({ entry }) => entry));
  const taken = imports.filter(({ entry }) => keys.has(entry)).map(({ at: _, ...rest }) => JSON.stringify(rest));
  return JSON.stringify([backend, entries.map((domain) => JSON.stringify(domain)).sort(), taken.sort()]);
}
