// What the system's error codes of files mean, and what to do about them.

/** What an error code of the system means, and what to do. */
interface FileFault {
  readonly what: string;
  /** For a file of the project that mailzone reads or writes by itself. */
  readonly fix: string;
  /** For a file that the user named, to be read. @default fix */
  readonly readFix?: string;
  /** For a file that the user named, to be written. @default fix */
  readonly writeFix?: string;
}

const FAULTS: Readonly<Record<string, FileFault>> = {
  EACCES: {
    what: "there is no permission for it",
    fix: "run it as the owner of the project, or fix the permissions",
    readFix: "change its permissions",
    writeFix: "take a folder in which you may write",
  },
  EBUSY: { what: "it is in use", fix: "close the program that uses it and run it again" },
  EDQUOT: { what: "the quota of this user is used up", fix: "free some space and run it again" },
  EFBIG: { what: "it would be larger than files may be here", fix: "raise the limit and run it again" },
  EIO: { what: "the disk does not answer as it should", fix: "check the disk and run it again" },
  EISDIR: {
    what: "it is a folder",
    fix: "move it away and run it again",
    readFix: "name a file",
    writeFix: "it is a folder, name a file in it",
  },
  ELOOP: { what: "its links lead in a circle", fix: "remove the link and run it again", readFix: "correct them" },
  EMFILE: { what: "too many files are open", fix: "raise the limit on open files and run it again" },
  ENAMETOOLONG: { what: "its name is too long", fix: "use a shorter name or path" },
  ENFILE: { what: "too many files are open", fix: "close some programs and run it again" },
  ENOENT: {
    what: "it is not there",
    fix: "check whether something else removed it, and run it again",
    readFix: "mailzone init writes one, or name yours with --config or MAILZONE_CONFIG",
    writeFix: "make its folder first",
  },
  ENOSPC: { what: "no space is left on the disk", fix: "free some and run it again", writeFix: "make room" },
  ENOTDIR: {
    what: "a part of its path is not a folder",
    fix: "move that file away and run it again",
    readFix: "correct it",
    writeFix: "a file stands where its folder should be",
  },
  EPERM: {
    what: "the system does not allow it",
    fix: "check the attributes that protect the file and run it again",
    readFix: "change its permissions",
  },
  EROFS: {
    what: "the disk is read-only",
    fix: "work in a copy of the project that can be written to",
    writeFix: "take a folder in which you may write",
  },
  // Node's own, for a name with a NUL character.
  ERR_INVALID_ARG_VALUE: { what: "a file cannot have this name", fix: "correct it" },
};

/** `it is not there (ENOENT)`: what a code of the system means, with the code; the code alone if it is another. */
export function codeMeaning(code = "unknown error"): string {
  const { what } = FAULTS[code] ?? {};
  if (what === undefined) return code;
  return code.startsWith("ERR_") ? what : `${what} (${code})`;
}

/** Why a configuration file that the user named cannot be read, and what to do. */
export function configFileFault(code = "unknown error"): string {
  const { fix, readFix = fix } = FAULTS[code] ?? {};
  return readFix === undefined ? code : `${codeMeaning(code)}: ${readFix}`;
}

/** What to do about a file that the user named and that cannot be written. */
export function writeFix(code = ""): string {
  const { fix = "name another file", writeFix: named = fix } = FAULTS[code] ?? {};
  return named;
}

/** What to do about a file or folder of the project that mailzone cannot read or write. */
export function projectFix(code = ""): string {
  return FAULTS[code]?.fix ?? "make it writable";
}

/** Whether the code is one of a file that a person can do something about. */
export function isFileFault(code: string): boolean {
  return FAULTS[code] !== undefined;
}
