// A file that cannot be read or written is not a defect of mailzone: one line says what the system reported and what to do.
import { escapeInvisible } from "../dns/text/escape";
import { codeMeaning, isFileFault, projectFix } from "../files/faults";

/** `cannot write ".mailzone/plans": no space is left …`; undefined for an error that is not from the file system. */
export function systemFault(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const { code = "", syscall, path, dest } = at as NodeJS.ErrnoException & { readonly dest?: string };
    if (!isFileFault(code) || syscall === undefined) continue;
    const file = path === undefined ? "a file" : `"${escapeInvisible(dest ?? path)}"`;
    return `cannot ${verbOf(syscall)} ${file}: ${codeMeaning(code)}: ${projectFix(code)}`;
  }
  return undefined;
}

function verbOf(syscall: string): string {
  if (/^(?:read|scandir|stat|lstat|readlink|access)$/.test(syscall)) return "read";
  return syscall === "open" ? "open" : "write";
}
