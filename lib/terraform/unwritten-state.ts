// A backend or a disk may refuse the state at the end of an apply. Terraform then saves it as errored.tfstate in the working directory;
// if that fails too, it prints the state as one line of its output. It must not be lost: without it the next plan creates everything
// again.

import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Diagnostic } from "./diagnostics";
import { TerraformError } from "./errors";
import { shellWord } from "./process/shell-word";
import type { SynthesizedStack } from "./synth";

/** Terraform's file name, and the end of ours. */
const ERRORED = "errored.tfstate";

/**
 * Says where the state is that a failed apply could not write, and what to do with it; undefined if there is none.
 * @param dump the state as Terraform printed it, if it did
 * @param folders where it is saved then, tried one after the other @default - the stack's folder, the system's for temporary files
 */
export async function unwrittenState(
  { name, folder }: Pick<SynthesizedStack, "name" | "folder">,
  dump: string | undefined,
  folders: readonly string[] = [folder, tmpdir()],
): Promise<Diagnostic | undefined> {
  const file = dump === undefined ? erroredState(folder) : await save(name, dump, folders);
  if (file === undefined && dump === undefined) return undefined;
  const summary = `the state of stack "${name}" was not written to where it belongs: what was made is known from it alone`;
  const push = (from: string) => pushCommand(folder, from);
  const once = "once it can be written there, before any other plan or apply, run";
  if (file !== undefined)
    return { severity: "error", summary, detail: `it is saved in ${file}: ${once} ${push(file)}` };
  const detail = `nor could it be saved in ${folders.join(" or ")}: save the next line as a file, and ${once} ${push("FILE")}\n${dump}`;
  return { severity: "error", summary, detail };
}

/**
 * Refuses to plan, apply or destroy while there is such a state in a stack's folder: a plan without it creates everything again, and synth
 * may configure another backend than the one that the state belongs to.
 * @param out absolute path of the out folder; folders of removed stacks are checked too
 * @param names the stacks to check; all if empty
 * @throws TerraformError that names the file and the command that brings the state back
 */
export function refuseUnwrittenStates(out: string, names: readonly string[]): void {
  for (const name of namesIn(path.join(out, "stacks"))) {
    if (names.length > 0 && !names.includes(name)) continue;
    const folder = path.join(out, "stacks", name);
    const [first] = namesIn(folder).filter((file) => file.endsWith(ERRORED));
    if (first === undefined) continue;
    const file = path.join(folder, first);
    const subject = `stack "${name}" has a state in "${file}" that was not written to where it belongs`;
    if (isWhole(file)) {
      const push = pushCommand(folder, file);
      throw new TerraformError(
        `${subject}, what was made is known from it alone: run ${push} && rm ${shellWord(file)}`,
      );
    }
    const fix = "remove it, and take over what the last apply made with mailzone adopt";
    throw new TerraformError(`${subject}, and that is cut short: ${fix}`);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function pushCommand(folder: string, file: string): string {
  return `terraform ${shellWord(`-chdir=${folder}`)} state push ${shellWord(file)}`;
}

function erroredState(folder: string): string | undefined {
  const file = path.join(folder, ERRORED);
  return isWhole(file) ? file : undefined;
}

/** Whether the file is complete JSON; a full disk truncates it. */
function isWhole(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}

async function save(stack: string, dump: string, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const file = path.join(folder, `${stack}-${randomUUID()}.${ERRORED}`);
    try {
      await writeFile(file, `${dump}\n`, { mode: 0o600, flag: "wx" });
      return file;
    } catch {
      // The next folder may have space.
    }
  }
  return undefined;
}
