// Plays a mailzone that starts a child and watches it, for watchdog.test.ts: `node bin/run.js … process|group SCRIPT`. It holds a port, says
// its number, and stays until it is killed or its input ends.
import { spawn } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { CLOCK } from "../../lib/net/clock";
import { startWatchdog } from "../../lib/terraform/process/watchdog";

const [whom = "process", script = ""] = process.argv.slice(3);
const server = createServer().listen(0, "127.0.0.1", async () => {
  const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
  const watchdog = await startWatchdog(CLOCK, fd);
  const child = spawn("/bin/sh", ["-c", script], { detached: true, stdio: ["ignore", "inherit", "ignore"] });
  watchdog.add(child.pid ?? 0, whom === "group" ? "group" : "process");
  process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
  process.stdin.resume().once("end", () => {
    watchdog.end();
    server.close();
  });
});
