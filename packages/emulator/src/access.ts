// Which process uses a world, and for what. Only one command uses it at a time; others wait until it has ended.
import path from "node:path";
import { acquireLock, type Lock } from "../../../lib/files/lock";
import { isRunning } from "../../../lib/files/running";
import { EmulatorError } from "./errors";

export interface EmulatorAccess {
  /** The emulator's folder, absolute, such as `/project/.emulator`. It is made if it does not exist. */
  readonly folder: string;
  /** The process that uses the emulator; one that waits for it is told. @default - this process */
  readonly pid?: number;
  /** What it is used for; one that waits for it is told. @default "a command in the emulator" */
  readonly purpose?: string;
  /** Gets one line if another process has to end first. @default - nothing is reported */
  log?(line: string): void;
  /** Whether a process runs. A lock of one that does not is taken over at once. @default - asks the operating system */
  isRunning?(pid: number): boolean;
  /** How long to wait for another process, in milliseconds. @default 60000 */
  readonly limit?: number;
}

/** @throws EmulatorError if the folder is not an absolute path; LockError if the other process does not end in time, or the folder cannot be written */
export async function lockWorld(access: EmulatorAccess): Promise<Lock> {
  const { folder, limit, pid = process.pid, purpose = "a command in the emulator" } = access;
  // A program in JavaScript may leave it out.
  if (typeof folder !== "string") throw new EmulatorError("the emulator has no folder: give it one, an absolute path");
  if (!path.isAbsolute(folder)) {
    throw new EmulatorError(`the emulator's folder "${folder}" is not an absolute path: write it from the root`);
  }
  return acquireLock({
    folder,
    limit,
    pid,
    purpose,
    log: (line) => access.log?.(line),
    isRunning: (other) => access.isRunning?.(other) ?? isRunning(other),
  });
}
