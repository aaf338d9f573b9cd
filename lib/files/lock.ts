// A lock for a folder, such as the emulator's state or the saved plans: one command at a time. The second one waits, says for which
// process, and gives up after a while. A killed holder is detected by its process id if the caller can check that, otherwise when the
// lock has not been updated for five seconds.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { UserError } from "../user-error";
import { codeMeaning, projectFix } from "./faults";

/** Another command did not release the lock in time. The message is one line that names it and says what to do. */
export class LockError extends UserError {
  override readonly name = "LockError";
}

export interface LockOptions {
  /** Created if it does not exist; it holds the lock's own files. */
  readonly folder: string;
  /** What is locked, for messages. @default - the emulator in the folder */
  readonly subject?: string;
  /** The process that wants the lock; shown to others that wait. */
  readonly pid: number;
  /** What the lock is for, such as `emulator advance`. */
  readonly purpose: string;
  log(message: string): void;
  /** Whether a process runs. @default - unknown: a killed holder is waited for until its lock is stale */
  isRunning?(pid: number): boolean;
  /** How long to wait, in milliseconds. @default 60000 */
  readonly limit?: number;
  /** Whether to stop waiting; called while it waits. @default - never */
  isInterrupted?(): boolean;
}

export interface Lock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly purpose: string;
}

const STALE = 5000;
/** A running holder may be stopped for a while, as on a loaded machine; but its process id may belong to another process by now. */
const STALE_WHILE_RUNNING = 60_000;
const POLL = 50;

export async function acquireLock(options: LockOptions): Promise<Lock> {
  const { folder, limit = 60_000, log, isInterrupted } = options;
  const subject = subjectOf(options);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(folder, error);
  }
  const deadline = Date.now() + limit;
  let isLogged = false;
  for (;;) {
    const lock = await tryLock(options);
    if (lock !== undefined) return lock;
    const holder = readHolder(folder);
    const who = holder === undefined ? "another command" : `process ${holder.pid} (${holder.purpose})`;
    if (isInterrupted?.()) throw new LockError(`${subject} is in use by ${who}: interrupted while waiting for it`);
    if (Date.now() >= deadline) {
      const waited = Math.round(limit / 1000);
      throw new LockError(`${subject} is in use by ${who}, waited ${waited} s: let it end, or stop it, and try again`);
    }
    if (!isLogged) log(`${subject} is in use by ${who}: waiting`);
    isLogged = true;
    await sleep(POLL);
  }
}

/**
 * A second, short lock protects taking the lock and writing its holder: otherwise a waiting process could read the name of a dead
 * holder just after a third process took the lock over, and break that one's lock.
 */
async function tryLock(options: LockOptions): Promise<Lock | undefined> {
  const { folder, pid, purpose, log, isRunning } = options;
  const openGate = await attempt(path.join(folder, "gate"), () => {});
  if (openGate === undefined) return undefined;
  try {
    const main = path.join(folder, "world");
    const onLost = () =>
      log(`${subjectOf(options)} was taken over by another command: this one stood still for too long`);
    const holder = readHolder(folder);
    if (holder !== undefined && isRunning !== undefined && !isRunning(holder.pid)) {
      rmSync(`${main}.lock`, { recursive: true, force: true });
    }
    const runs = holder !== undefined && isRunning?.(holder.pid) === true;
    const release = await attempt(main, onLost, runs ? STALE_WHILE_RUNNING : STALE);
    if (release === undefined) return undefined;
    try {
      writeFileSync(holderFile(folder), `${JSON.stringify({ pid, purpose })}\n`);
    } catch (error) {
      await release();
      throw unwritable(folder, error);
    }
    return {
      async release() {
        rmSync(holderFile(folder), { force: true });
        await release();
      },
    };
  } finally {
    await openGate();
  }
}

function subjectOf({ folder, subject = `emulator "${folder}"` }: LockOptions): string {
  return subject;
}

async function attempt(
  file: string,
  onCompromised: () => void,
  stale = STALE,
): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lock(file, { realpath: false, stale, update: STALE / 2, onCompromised });
  } catch (caught) {
    if ((caught as NodeJS.ErrnoException).code === "ELOCKED") return undefined;
    throw unwritable(path.dirname(file), caught);
  }
}

function unwritable(folder: string, error: unknown): LockError {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  // Node's answers where a folder is to be made: on a read-only disk, and where a file is.
  const known = { ENOENT: "EROFS", EEXIST: "ENOTDIR" }[code] ?? code;
  return new LockError(`"${folder}" cannot be written: ${codeMeaning(known)}: ${projectFix(known)}`);
}

function holderFile(folder: string): string {
  return path.join(folder, "holder.json");
}

function readHolder(folder: string): Holder | undefined {
  try {
    const { pid, purpose } = JSON.parse(readFileSync(holderFile(folder), "utf8")) as Partial<Holder>;
    // A torn file, or one of another program, names no holder. Process ids are positive.
    const isHolder = Number.isInteger(pid) && Number(pid) > 0 && typeof purpose === "string";
    return isHolder ? { pid: Number(pid), purpose: String(purpose) } : undefined;
  } catch {
    // There is no holder, or it is just writing its name.
    return undefined;
  }
}
