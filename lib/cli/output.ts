// Where an answer goes: to stdout, or as a whole into a file.
import path from "node:path";
import { Refused } from "../app/refused";
import { writeFix } from "../files/faults";
import { writeWhole } from "../files/write";
import type { Shell } from "./shell";

/**
 * Prints, or writes the file that `--out` names.
 * @throws Refused if it cannot be written; an existing file is then not changed
 */
export function writeAnswer(shell: Shell, { out }: { readonly out?: string }, text: string): void {
  if (out === undefined) {
    shell.print(text);
    return;
  }
  if (out === "") throw new Refused('--out got "": name a file');
  const file = path.resolve(shell.cwd, out);
  try {
    // Prepared as for printing, so that no file contains a credential either.
    writeWhole(file, `${shell.sanitize(text)}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refused(`cannot write ${JSON.stringify(out)} (${code}): ${writeFix(code)}`);
  }
  shell.say(`written to ${JSON.stringify(out)}`);
}
