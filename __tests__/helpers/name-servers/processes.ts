// Programs in the background: started from files in a folder of the test, waited for until they answer, ended by their ids.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type DnsServer, isFailure } from "../../../lib/verify/dns/answer";
import { createDns } from "../../../lib/verify/dns/dns";
import { type Program, program } from "./programs";

export interface Running {
  readonly server: DnsServer;
  stop(): Promise<void>;
}

/** Writes a file of that name. @returns its path */
export function write(folder: string, name: string, lines: readonly string[]): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

/**
 * Starts a copy of the program: where AppArmor confines it by its path, it could not read the test's files. It has a process group
 * of its own, since some of these fork.
 */
export function start(folder: string, name: Program, args: readonly string[]): ChildProcess {
  const copy = path.join(folder, name);
  fs.copyFileSync(program(name), copy);
  const log = fs.openSync(path.join(folder, "log"), "w");
  const child = spawn(copy, args, {
    cwd: folder,
    detached: true,
    stdio: ["ignore", log, log],
    env: { PATH: process.env.PATH },
  });
  fs.closeSync(log);
  return child;
}

/** What ends those that run, where the test ends before it has. */
const LEFT = new Set<() => void>();
process.once("exit", () => {
  for (const end of LEFT) end();
});

/** Waits until it answers for a zone. @throws Error with its log where it ends instead */
export async function running(
  name: string,
  child: ChildProcess,
  folder: string,
  server: DnsServer,
  zone: string,
  resolves = false,
): Promise<Running> {
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    const end = () => {
      isGone = true;
      resolve();
    };
    child.once("exit", end);
    child.once("error", end);
  });
  /** @param whole with what it has started itself */
  const kill = (signal: NodeJS.Signals, whole = true) => {
    if (child.pid === undefined) return;
    try {
      process.kill(whole ? -child.pid : child.pid, signal);
    } catch {
      // It is gone with all that it had started.
    }
  };
  const atExit = () => kill("SIGKILL");
  LEFT.add(atExit);
  const stop = async () => {
    // First it alone: it ends what it has started, and waits for that.
    kill("SIGTERM", false);
    const late = setTimeout(() => kill("SIGKILL"), 5_000);
    await gone;
    clearTimeout(late);
    kill("SIGKILL");
    LEFT.delete(atExit);
  };
  const deadline = Date.now() + 60_000;
  while (!(await answers(server, zone, resolves))) {
    if (!isGone && Date.now() < deadline) continue;
    const log = fs.readFileSync(path.join(folder, "log"), "utf8").slice(-4_000);
    await stop();
    throw new Error(`${name} does not answer for "${zone}":\n${log}`);
  }
  return { server, stop };
}

async function answers(server: DnsServer, zone: string, resolves: boolean): Promise<boolean> {
  const dns = createDns({
    ...(resolves ? { resolvers: [server] } : { nameServers: [server] }),
    timeout: 200,
    tries: 1,
  });
  try {
    const [answer] = resolves ? await dns.resolverAnswers(zone, "NS") : [await dns.zoneOf(zone)];
    if (answer !== undefined && "status" in answer ? answer.status === "answer" : !isFailure(answer)) return true;
  } finally {
    dns.close();
  }
  await new Promise((resolve) => setTimeout(resolve, 30));
  return false;
}
