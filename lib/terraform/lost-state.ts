// What was made is in the state, and a backend or a disk may refuse the state at the very end of an apply. Terraform then saves
// it as errored.tfstate where it runs; where that fails too, it prints the state as one line of its output. Neither may be lost:
// without it the next plan makes everything again.
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Diagnostic } from "./diagnostics";
import type { SynthesizedStack } from "./synth";

/** Terraform's name for it. */
const ERRORED = "errored.tfstate";

/**
 * Where the state is that a failed apply could not write, and what to do with it; undefined where none was left over.
 * @param dump the state as Terraform printed it, where it did
 * @param folders where it is saved then, tried one after the other @default - the stack's folder, the system's for temporary files
 */
export async function lostState(
  { name, folder }: Pick<SynthesizedStack, "name" | "folder">,
  dump: string | undefined,
  folders: readonly string[] = [folder, tmpdir()],
): Promise<Diagnostic | undefined> {
  const file = dump === undefined ? await leftBehind(folder) : await save(name, dump, folders);
  if (file === undefined && dump === undefined) return undefined;
  const summary = `the state of stack "${name}" was not written to where it belongs: what was made is known from it alone`;
  const push = (from: string) => `terraform -chdir=${folder} state push ${from}`;
  const once = "once it can be written there, before any other plan or apply, run";
  if (file !== undefined)
    return { severity: "error", summary, detail: `it is saved in ${file}: ${once} ${push(file)}` };
  const detail = `nor could it be saved in ${folders.join(" or ")}: save the next line as a file, and ${once} ${push("FILE")}\n${dump}`;
  return { severity: "error", summary, detail };
}

/** A file that is cut short, as a full disk leaves it, is none. */
async function leftBehind(folder: string): Promise<string | undefined> {
  const file = path.join(folder, ERRORED);
  try {
    JSON.parse(await readFile(file, "utf8"));
    return file;
  } catch {
    return undefined;
  }
}

async function save(stack: string, dump: string, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const file = path.join(folder, `${stack}-${randomUUID()}.${ERRORED}`);
    try {
      await writeFile(file, `${dump}\n`, { mode: 0o600, flag: "wx" });
      return file;
    } catch {
      // The next one may have room.
    }
  }
  return undefined;
}
