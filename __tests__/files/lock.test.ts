import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { acquireLock, type LockOptions } from "../../lib/files/lock";
import { turn, until } from "../helpers/event-loop";

const base = mkdtempSync(path.join(tmpdir(), "lock-"));
let count = 0;
afterAll(() => rmSync(base, { recursive: true }));

function options(more: Partial<LockOptions> = {}): LockOptions & { readonly said: string[] } {
  const said: string[] = [];
  return {
    folder: path.join(base, String(count)),
    pid: 1,
    purpose: "test",
    log: (line) => said.push(line),
    said,
    ...more,
  };
}
beforeEach(() => {
  count += 1;
});

test("the second waits, says for whom, and goes on when the first is done", async () => {
  const first = await acquireLock(options({ pid: 111, purpose: "emulator advance" }));
  const waiting = options({ pid: 222 });
  const second = acquireLock(waiting);
  await until(() => waiting.said.length > 0);
  expect(waiting.said).toEqual([`emulator "${waiting.folder}" is in use by process 111 (emulator advance): waiting`]);
  await first.release();
  await (await second).release();
  expect(waiting.said).toHaveLength(1);
});

test("the second gives up after a while, and says what to do", async () => {
  const first = await acquireLock(options({ pid: 111, purpose: "apply" }));
  await expect(acquireLock(options({ limit: 60 }))).rejects.toThrow(
    /is in use by process 111 \(apply\), waited 0 s: let it end/,
  );
  await first.release();
});

test("many at once come one by one", async () => {
  let inside = 0;
  const most: number[] = [];
  const one = async () => {
    const lock = await acquireLock(options());
    inside += 1;
    most.push(inside);
    await turn();
    inside -= 1;
    await lock.release();
  };
  await Promise.all(Array.from({ length: 5 }, one));
  expect(most).toEqual([1, 1, 1, 1, 1]);
});

function leaveBehind(pid: number, age: number): void {
  const { folder } = options();
  const left = path.join(folder, "world.lock");
  mkdirSync(left, { recursive: true });
  const then = (Date.now() - age) / 1000;
  utimesSync(left, then, then);
  writeFileSync(path.join(folder, "holder.json"), JSON.stringify({ pid, purpose: "apply" }));
}

test("a stale lock is taken over", async () => {
  leaveBehind(333, 10_000);
  await (await acquireLock(options({ limit: 500 }))).release();
});

test("a holder that is stopped for some seconds keeps its lock, one that is stopped for a minute does not", async () => {
  const isRunning = () => true;
  leaveBehind(555, 10_000);
  await expect(acquireLock(options({ limit: 100, isRunning }))).rejects.toThrow("process 555 (apply)");
  leaveBehind(555, 70_000);
  await (await acquireLock(options({ limit: 500, isRunning }))).release();
});

test("an interrupt ends the wait", async () => {
  const first = await acquireLock(options({ pid: 111, purpose: "plan" }));
  await expect(acquireLock(options({ isInterrupted: () => true }))).rejects.toThrow(
    "is in use by process 111 (plan): interrupted while waiting for it",
  );
  await first.release();
});

test("a folder that cannot be made is one line that says what to do", async () => {
  const file = path.join(base, "file");
  writeFileSync(file, "");
  await expect(acquireLock(options({ folder: path.join(file, "lock") }))).rejects.toThrow(
    `"${file}/lock" cannot be written: a part of its path is not a folder (ENOTDIR): move that file away and run it again`,
  );
});

test("a lock whose holder was killed is taken over at once", async () => {
  leaveBehind(333, 0);
  const isRunning = (pid: number) => pid !== 333;
  await (await acquireLock(options({ limit: 500, isRunning }))).release();
  leaveBehind(444, 0);
  await expect(acquireLock(options({ limit: 100, isRunning }))).rejects.toThrow("process 444 (apply)");
});

test("a holder that is killed with SIGKILL leaves a lock that is taken over", async () => {
  const { folder } = options();
  const script = `
    const { lock } = require("proper-lockfile");
    require("fs").mkdirSync(${JSON.stringify(folder)}, { recursive: true });
    lock(${JSON.stringify(path.join(folder, "world"))}, { realpath: false }).then(() => {
      require("fs").writeFileSync(${JSON.stringify(path.join(folder, "holder.json"))}, JSON.stringify({ pid: process.pid, purpose: "apply" }));
      console.log("locked");
    });
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["-e", script], {
    cwd: path.join(__dirname, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const isRunning = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await expect(acquireLock(options({ limit: 60, isRunning }))).rejects.toThrow(`process ${child.pid} (apply)`);
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await ended;
  await (await acquireLock(options({ limit: 500, isRunning }))).release();
});
