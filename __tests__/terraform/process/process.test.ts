import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupts } from "../../../lib/terraform/process/interrupts";
import { type ProcessOptions, type ProcessResult, runProcess } from "../../../lib/terraform/process/process";
import { until } from "../../helpers/event-loop";

let asked: number;
let interrupts: Interrupts;

beforeEach(() => {
  asked = 0;
  interrupts = new Interrupts({
    kill: (pid, signal) => process.kill(pid, signal),
    ask: () => {
      asked += 1;
    },
    sameWithin: 0,
  });
});

// A test that fails must not leave its children behind.
afterEach(() => {
  for (let count = 0; count < 3; count += 1) interrupts.raise();
});

/** Runs a script in a node of its own. */
function node(script: string, options: Partial<ProcessOptions> = {}): Promise<ProcessResult> {
  return runProcess(process.execPath, ["-e", script], { cwd: tmpdir(), env: {}, interrupts, ...options });
}

/** Says "ready", counts the interrupts that it gets, echoes SIGUSR2, and lives on until it is told to end. */
const stubborn = `
  let count = 0;
  process.on("SIGINT", () => console.log("interrupt " + ++count));
  process.on("SIGUSR2", () => console.log("echo"));
  setInterval(() => {}, 1000);
  console.log("ready " + process.pid);
`;

/** Resolves with a line of a child as soon as it comes. */
class Lines {
  readonly all: string[] = [];
  private waiting: (() => void)[] = [];
  readonly take = (line: string): void => {
    this.all.push(line);
    for (const wake of this.waiting.splice(0)) wake();
  };
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const line = this.all.find((one) => pattern.test(one));
      if (line !== undefined) return line;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }
}

/** An interrupt that was on its way to a stubborn child has come before this returns: signals come in their order. */
async function hasHeardAll(lines: Lines): Promise<void> {
  process.kill(Number((await lines.until(/ready/)).split(" ")[1]), "SIGUSR2");
  await lines.until(/echo/);
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

test("output, exit code and signal of a child are its result", async () => {
  expect(await node('console.log("out"); console.error("err"); process.exitCode = 3')).toEqual({
    code: 3,
    signal: null,
    stdout: "out\n",
    stderr: "err\n",
    interrupted: false,
  });
  expect(await node('process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)')).toMatchObject({
    code: null,
    signal: "SIGTERM",
  });
});

test("a child has exactly the environment and the folder that it is given", async () => {
  const script = "console.log(JSON.stringify([process.cwd(), process.env.A, process.env.HOME]))";
  const { stdout } = await node(script, { cwd: "/", env: { A: "b" } });
  expect(JSON.parse(stdout)).toEqual(["/", "b", null]);
});

test("large output is collected whole, and a character that falls between two chunks is kept", async () => {
  const { stdout } = await node('process.stdout.write("ä".repeat(5_000_000) + "x")');
  expect(stdout.length).toBe(5_000_001);
  expect(stdout.endsWith("äx")).toBe(true);
});

test("lines are handed over one by one, also the last one without an end, also very long ones", async () => {
  const lines = new Lines();
  const script = 'process.stdout.write("one\\r\\n\\ntw" + "ö".repeat(300_000) + "\\nlast")';
  const result = await node(script, { onStdoutLine: lines.take });
  expect(result.stdout).toBe("");
  expect(lines.all).toEqual(["one", "", `tw${"ö".repeat(300_000)}`, "last"]);
});

test("stdout goes to a file that only its owner can read", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "mailzone-process-"));
  const stdoutFile = path.join(folder, "out.json");
  expect((await node('console.log("{}")', { stdoutFile })).stdout).toBe("");
  expect(readFileSync(stdoutFile, "utf8")).toBe("{}\n");
  expect(statSync(stdoutFile).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});

test("a command that is not there is an error that keeps the system's code", async () => {
  const run = runProcess("mailzone-no-such-command", [], { cwd: tmpdir(), env: {}, interrupts });
  await expect(run).rejects.toMatchObject({
    message: '"mailzone-no-such-command" cannot be started: it was not found, check its name and PATH',
    cause: { code: "ENOENT" },
  });
});

test("the first interrupt is forwarded once, the second asks, the third kills", async () => {
  const lines = new Lines();
  const running = node(stubborn, { onStdoutLine: lines.take });
  await lines.until(/ready/);
  expect(interrupts.raise()).toBe("forwarded");
  await lines.until(/interrupt 1/);
  expect(interrupts.raise()).toBe("asked");
  await hasHeardAll(lines);
  expect(asked).toBe(1);
  expect(interrupts.raise()).toBe("killed");
  expect(await running).toMatchObject({ code: null, signal: "SIGKILL", interrupted: true });
  expect(lines.all.filter((line) => line.startsWith("interrupt"))).toEqual(["interrupt 1"]);
});

test("children that run side by side get one interrupt each, and the question is asked once", async () => {
  const all = [new Lines(), new Lines(), new Lines()];
  const running = all.map((lines) => node(stubborn, { onStdoutLine: lines.take }));
  await Promise.all(all.map((lines) => lines.until(/ready/)));
  interrupts.raise();
  await Promise.all(all.map((lines) => lines.until(/interrupt 1/)));
  interrupts.raise();
  await Promise.all(all.map(hasHeardAll));
  interrupts.raise();
  for (const result of await Promise.all(running)) expect(result).toMatchObject({ signal: "SIGKILL" });
  for (const lines of all) expect(lines.all).toEqual([expect.stringContaining("ready"), "interrupt 1", "echo"]);
  expect(asked).toBe(1);
});

test("a child leads its own group: what the terminal sends to ours does not reach it", async () => {
  const { stdout } = await node(`
    const stat = require("node:fs").readFileSync("/proc/self/stat", "utf8");
    console.log(process.pid === Number(stat.slice(stat.lastIndexOf(")")).split(" ")[3]));
  `);
  expect(stdout).toBe("true\n");
});

/** A parent that starts a stubborn child with its own stdout and ignores interrupts itself. */
const family = `
  const { spawn } = require("node:child_process");
  process.on("SIGINT", () => console.log("parent interrupted"));
  spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}], { stdio: "inherit" });
`;

test("terraform alone is interrupted, not what it has started; the kill takes both", async () => {
  const lines = new Lines();
  const running = node(family, { onStdoutLine: lines.take });
  const grandchild = Number((await lines.until(/ready/)).split(" ")[1]);
  interrupts.raise();
  await lines.until(/parent interrupted/);
  await hasHeardAll(lines);
  expect(lines.all).not.toContain("interrupt 1");
  interrupts.raise();
  interrupts.raise();
  expect(await running).toMatchObject({ signal: "SIGKILL" });
  // The kernel takes its time over a group.
  await until(() => !isAlive(grandchild));
});

test("an interrupt of any other command reaches its whole group", async () => {
  const lines = new Lines();
  const running = node(family, { onStdoutLine: lines.take, interrupt: "group" });
  await lines.until(/ready/);
  interrupts.raise();
  await Promise.all([lines.until(/parent interrupted/), lines.until(/interrupt 1/)]);
  interrupts.raise();
  interrupts.raise();
  await running;
  expect(lines.all.filter((line) => line.includes("interrupt"))).toHaveLength(2);
});

test("a child that ends well in spite of an interrupt has its code, and the result says that there was one", async () => {
  const lines = new Lines();
  const script = 'process.on("SIGINT", () => process.exit(0)); setInterval(() => {}, 1000); console.log("ready")';
  const running = node(script, { onStdoutLine: lines.take });
  await lines.until(/ready/);
  interrupts.raise();
  expect(await running).toMatchObject({ code: 0, interrupted: true });
});

test("after an interrupt nothing is started", async () => {
  interrupts.raise();
  expect(await node("process.exit(7)")).toEqual({
    code: null,
    signal: null,
    stdout: "",
    stderr: "",
    interrupted: true,
  });
});

test("a stray grandchild that left the group does not keep a killed child from ending", async () => {
  const lines = new Lines();
  const script = `
    const { spawn } = require("node:child_process");
    process.on("SIGINT", () => {});
    const stray = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit", detached: true });
    console.log("ready " + stray.pid);
    setInterval(() => {}, 1000);
  `;
  const running = node(script, { onStdoutLine: lines.take });
  const stray = Number((await lines.until(/ready/)).split(" ")[1]);
  for (let count = 0; count < 3; count += 1) interrupts.raise();
  try {
    expect(await running).toMatchObject({ signal: "SIGKILL" });
  } finally {
    process.kill(stray, "SIGKILL");
  }
});
