// The stacks whose synthesised JSON differs from an earlier one: of an out folder, or of a commit. Synth is stable byte for byte, so what
// is the same is planned the same. Of a commit only the configuration is taken, as data: it is synthesised by the mailzone that runs, and
// no program of the commit is run.
import fs from "node:fs";
import path from "node:path";
import { isObject } from "../../plan/values";
import { refuseLinks } from "../../terraform/links";
import { readManifest, type SynthesizedStack, synthesize } from "../../terraform/synth";
import { type ConfigurationOptions, configNames } from "../configuration";
import type { Context } from "../context";
import { projectFolder } from "../project";
import { namesAt } from "./base";
import type { Tree } from "./git";

type Synthesizes = Pick<Context, "cwd" | "root" | "env" | "interrupts" | "run" | "synth">;

/** Beside the plans of the project, so that no out folder of a plan is touched. */
const OUT = path.join(".mailzone", "changed");

/** The JSON of each stack, without what depends on where the out folder is. */
export type StackTexts = ReadonlyMap<string, string>;

/**
 * The stacks of the configuration as it is now.
 * @throws SynthError, TerraformError, InterruptedError
 */
export function synthesizedNow(context: Synthesizes, options: ConfigurationOptions): Promise<StackTexts> {
  const root = projectFolder(context);
  const names = configNames(context, options).map((name) => path.relative(root, path.resolve(context.cwd, name)));
  return synthesizedIn(context, root, names);
}

/** The same of a commit. */
export function synthesizedAt(context: Synthesizes, options: ConfigurationOptions, tree: Tree): Promise<StackTexts> {
  const { top, folder } = tree;
  const root = path.join(
    top.tree,
    path.relative(fs.realpathSync(top.checkout), fs.realpathSync(projectFolder(context))),
  );
  const names = namesAt(context, configNames(context, options), tree).map((name) =>
    path.relative(root, path.resolve(folder, name)),
  );
  return synthesizedIn(context, root, names);
}

/** The stacks in an out folder that synth or a plan has left. @throws TerraformError if what it lists is not there */
export async function synthesizedBefore({ cwd }: Pick<Context, "cwd">, folder: string): Promise<StackTexts> {
  return textsOf(await readManifest(path.resolve(cwd, folder)));
}

async function synthesizedIn(context: Synthesizes, root: string, names: readonly string[]): Promise<StackTexts> {
  const { env, interrupts, run, synth } = context;
  const out = path.join(root, OUT);
  // A commit may have a link there.
  refuseLinks(root, out);
  fs.mkdirSync(path.dirname(out), { recursive: true });
  // Of no emulated world: its stacks would be the same, and their states would have the paths of this machine.
  const { MAILZONE_SANDBOX: _sandbox, MAILZONE_EMULATOR: _emulator, ...rest } = env;
  try {
    const outer = { ...rest, MAILZONE_CONFIG: names.join(path.delimiter) };
    const { stacks } = await synthesize({ ...synth, cwd: root, env: outer, out, interrupts, run });
    return await textsOf(stacks);
  } finally {
    fs.rmSync(out, { recursive: true, force: true });
  }
}

async function textsOf(stacks: readonly SynthesizedStack[]): Promise<StackTexts> {
  return new Map(stacks.map(({ name, json }) => [name, withoutPlace(fs.readFileSync(json, "utf8"))]));
}

/** The path of a local state leads out of the out folder, and so depends on how deep that is. */
function withoutPlace(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  const terraform = isObject(value) ? value.terraform : undefined;
  const backend = isObject(terraform) ? terraform.backend : undefined;
  const local = isObject(backend) ? backend.local : undefined;
  if (!isObject(value) || !isObject(terraform) || !isObject(local) || typeof local.path !== "string") return text;
  const state = local.path.replace(/^(?:\.\.\/)+/, "");
  return JSON.stringify({ ...value, terraform: { ...terraform, backend: { local: { ...local, path: state } } } });
}
