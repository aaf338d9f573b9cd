// Nothing of a run of the tests stays among temporary files.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { RUN_FOLDER } from "./setup";
import tearDown from "./teardown";

const run = process.env[RUN_FOLDER];
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-"));
});
afterEach(() => {
  process.env[RUN_FOLDER] = run;
  fs.rmSync(folder, { recursive: true });
});

test("this one has a folder of its own, which others may pass through", () => {
  expect(os.tmpdir()).toBe(path.join(run ?? "", "tmp"));
  expect(fs.statSync(run ?? "").mode & 0o777).toBe(0o711);
});

test("what is left in it goes, even when the run is killed", async () => {
  const child = spawn(process.execPath, ["bin/run.js", "__tests__/run/killed.ts"], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const told: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => told.push(chunk));
  // It comes when the last who writes to stderr has ended, who is the one that removes.
  const [, signal] = await once(child, "close");
  expect([signal, path.dirname(path.dirname(String(told)))]).toEqual(["SIGKILL", folder]);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("what a test has left is named at the end, and fails the run", () => {
  process.env[RUN_FOLDER] = folder;
  fs.mkdirSync(path.join(folder, "tmp", "cdktf.outdir.x"), { recursive: true });
  expect(tearDown).not.toThrow();
  fs.writeFileSync(path.join(folder, "tmp", "mailzone-b"), "");
  fs.writeFileSync(path.join(folder, "tmp", "mailzone-a"), "");
  expect(tearDown).toThrow("left behind among temporary files, and removed now: mailzone-a, mailzone-b");
});
