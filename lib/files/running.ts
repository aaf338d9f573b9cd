// Whether a process runs, to tell a lock that somebody holds from one that a killed process left.
import { kill } from "node:process";

/** Whether a process is running, for any user. */
export function isRunning(id: number): boolean {
  try {
    return kill(id, 0);
  } catch (error) {
    // It exists, and this user may not send it signals.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
