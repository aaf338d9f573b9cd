// Each run of the tests has a folder of its own for temporary files, which goes when the run ends, however it ends.
import { spawn } from "node:child_process";
import fs from "node:fs";
import type { Socket } from "node:net";
import os from "node:os";
import path from "node:path";

/** Names the folder that the run's test files share. */
export const RUN_FOLDER = "MAILZONE_TEST_RUN";

/** Whose folder is still there when this process is gone, even by SIGKILL: the end of its stdin tells it so. */
const REMOVER = 'trap "" INT TERM HUP; cat; chmod -R u+w -- "$1"; rm -rf -- "$1"';

/** Jest's globalSetup: before the workers, which inherit the environment. */
export default function setUp(): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-run-"));
  // Its stderr is the run's: who waits for the end of that has waited for it.
  const remover = spawn("sh", ["-c", REMOVER, "sh", folder], { detached: true, stdio: ["pipe", "ignore", "inherit"] });
  remover.unref();
  (remover.stdin as Socket).unref();
  // Servers that tests start give up their rights, and still have to get there.
  fs.chmodSync(folder, 0o711);
  fs.mkdirSync(path.join(folder, "tmp"));
  fs.chmodSync(path.join(folder, "tmp"), 0o1777);
  process.env[RUN_FOLDER] = folder;
  process.env.TMPDIR = path.join(folder, "tmp");
}
