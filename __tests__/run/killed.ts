// A run that leaves a file and is killed, for run-folder.test.ts.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import setUp from "./setup";

setUp();
fs.mkdirSync(path.join(os.tmpdir(), "left"));
fs.writeFileSync(path.join(os.tmpdir(), "left", "file"), "");
fs.chmodSync(path.join(os.tmpdir(), "left"), 0o500);
process.stdout.write(os.tmpdir());
process.kill(process.pid, "SIGKILL");
