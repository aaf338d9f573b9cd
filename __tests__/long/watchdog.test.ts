// What mailzone has started ends with it, also if it is killed; and its port is nobody else's before that.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { CLOCK } from "../../lib/net/clock";
import { startWatchdog } from "../../lib/terraform/process/watchdog";
import { Turns, until } from "../helpers/event-loop";

let folder: string;
let mailzone: ChildProcess;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-watchdog-"));
});
afterEach(() => {
  mailzone?.kill("SIGKILL");
  fs.rmSync(folder, { recursive: true });
});

/** Starts a mailzone and its child. The lines that both print come one by one. */
function play(whom: "process" | "group", script: string) {
  const arguments_ = ["bin/run.js", "__tests__/helpers/watched.ts", whom, script];
  mailzone = spawn(process.execPath, arguments_, { stdio: ["pipe", "pipe", "inherit"] });
  const lines: string[] = [];
  let isOver = false;
  createInterface({ input: mailzone.stdout! })
    .on("line", (line) => lines.push(line))
    // Who prints there has ended then.
    .on("close", () => {
      isOver = true;
    });
  return {
    lines,
    port: async () => {
      await until(() => lines.some((line) => line.startsWith("port ")) && lines.includes("ready"));
      return Number(lines.find((line) => line.startsWith("port "))?.slice(5));
    },
    over: () => until(() => isOver),
  };
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
const untilFree = async (port: number) => {
  const turns = new Turns();
  while (!(await isFree(port))) await turns.next();
};

test("if mailzone is killed, its child is interrupted and gets its time, and the port is free only then", async () => {
  const go = path.join(folder, "go");
  const waits = `while [ ! -e "${go}" ]; do sleep 0.05; done`;
  const played = play(
    "process",
    `trap 'echo interrupted; ${waits}; echo written; exit' INT; echo ready; while :; do sleep 0.05; done`,
  );
  const port = await played.port();
  mailzone.kill("SIGKILL");
  await until(() => played.lines.includes("interrupted"));
  expect(await isFree(port)).toBe(false);
  fs.writeFileSync(go, "");
  await played.over();
  expect(played.lines).toContain("written");
  await untilFree(port);
});

test("a command that is no Terraform is interrupted with all that it started", async () => {
  const inner = `trap "echo inner; exit" INT; echo ready; while :; do sleep 0.05; done`;
  const played = play("group", `trap 'echo outer; exit' INT; sh -c '${inner}'; exit`);
  const port = await played.port();
  mailzone.kill("SIGKILL");
  await played.over();
  expect([...played.lines].sort()).toEqual(["inner", "outer", `port ${port}`, "ready"]);
  await untilFree(port);
});

test("if mailzone ends by itself, nothing is interrupted", async () => {
  const go = path.join(folder, "go");
  const played = play(
    "process",
    `trap 'echo interrupted' INT; echo ready; while [ ! -e "${go}" ]; do sleep 0.05; done; echo done`,
  );
  const port = await played.port();
  mailzone.stdin!.end();
  await untilFree(port);
  fs.writeFileSync(go, "");
  await played.over();
  expect(played.lines).toEqual(expect.arrayContaining(["ready", "done"]));
  expect(played.lines).not.toContain("interrupted");
});

test("what a child leaves running is ended with it, and that is told", async () => {
  const watchdog = await startWatchdog(CLOCK);
  const child = spawn("/bin/sh", ["-c", "sleep 1000 & exit 0"], { detached: true, stdio: "ignore" });
  watchdog.add(child.pid!, "group");
  await new Promise((resolve) => child.once("exit", resolve));
  expect(await watchdog.remove(child.pid!)).toBe(true);
  expect(() => process.kill(-child.pid!, 0)).toThrow("ESRCH");
  const tidy = spawn("/bin/sh", ["-c", "exit 0"], { detached: true, stdio: "ignore" });
  await new Promise((resolve) => tidy.once("exit", resolve));
  expect(await watchdog.remove(tidy.pid!)).toBe(false);
  watchdog.end();
});
