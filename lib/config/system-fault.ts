// A file that cannot be read or written is not a defect of mailzone: one line says what the system reported and what to do.
import { escapeInvisible } from "../dns/text/escape";

/** What the system's error codes mean, and what to do. */
const FAULTS: Readonly<Record<string, readonly [what: string, cure: string]>> = {
  EACCES: ["there is no permission for it", "run it as the owner of the project, or fix the permissions"],
  EBUSY: ["it is in use", "close the program that uses it and run it again"],
  EDQUOT: ["the quota of this user is used up", "free some space and run it again"],
  EFBIG: ["it would be larger than files may be here", "raise the limit and run it again"],
  EIO: ["the disk does not answer as it should", "check the disk and run it again"],
  EISDIR: ["it is a folder", "move it away and run it again"],
  ELOOP: ["it is a link that points to itself", "remove the link and run it again"],
  EMFILE: ["too many files are open", "raise the limit on open files and run it again"],
  ENAMETOOLONG: ["its name is too long", "use a shorter name or path"],
  ENFILE: ["too many files are open", "close some programs and run it again"],
  ENOENT: ["it is not there", "check whether something else removed it, and run it again"],
  ENOSPC: ["no space is left on the disk", "free some and run it again"],
  ENOTDIR: ["a part of its path is not a folder", "move that file away and run it again"],
  EPERM: ["the system does not allow it", "check the attributes that protect the file and run it again"],
  EROFS: ["the disk is read-only", "work in a copy of the project that can be written to"],
};

/** `it is not there (ENOENT)`: what a code of the system means, with the code; the code alone where it is another. */
export function codeMeaning(code = "unknown error"): string {
  const [what] = FAULTS[code] ?? [];
  return what === undefined ? code : `${what} (${code})`;
}

/** `cannot write ".mailzone/plans": no space is left …`; undefined for an error that is not from the file system. */
export function systemFault(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const { code = "", syscall, path, dest } = at as NodeJS.ErrnoException & { readonly dest?: string };
    const fault = FAULTS[code];
    if (fault === undefined || syscall === undefined) continue;
    const file = path === undefined ? "a file" : `"${escapeInvisible(dest ?? path)}"`;
    return `cannot ${verbOf(syscall)} ${file}: ${fault[0]} (${code}): ${fault[1]}`;
  }
  return undefined;
}

function verbOf(syscall: string): string {
  if (/^(?:read|scandir|stat|lstat|readlink|access)$/.test(syscall)) return "read";
  return syscall === "open" ? "open" : "write";
}
