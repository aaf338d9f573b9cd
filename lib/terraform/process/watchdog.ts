// Ends the children of mailzone if mailzone itself is killed, which it cannot prevent. A small shell waits for the end of a pipe
// whose other end only mailzone has. It also holds the gateway's listening socket: no other program can get the port, and with it
// the token, before the last process that sends to it has ended.
import { spawn } from "node:child_process";
import { kill } from "node:process";
import type { Clock } from "../../net/clock";
import { TerraformError } from "../errors";

export interface Watchdog {
  /**
   * A child has started; it leads a process group.
   * @param interrupt who is interrupted first: Terraform tells its own children, any other command does not
   */
  add(pid: number, interrupt: "process" | "group"): void;
  /**
   * A child has ended. The rest of its group is ended too.
   * @returns whether anything of the group was left
   */
  remove(pid: number): Promise<boolean>;
  /** Stops watching. */
  end(): void;
}

/** Tenths of a second between asking a process to end and killing it. */
const PATIENCE = 50;

/**
 * A terminal's Ctrl-C does not reach it, because it leads a group of its own. An interrupt lets Terraform write its state; the first that
 * is in its way is killed after five minutes.
 */
const SCRIPT = `
trap '' INT TERM HUP
list=
while read -r word pid whom; do
  case $word in
    end) exit 0 ;;
    add) list="$list $pid:$whom" ;;
    gone) rest=; for one in $list; do [ "\${one%:*}" = "$pid" ] || rest="$rest $one"; done; list=$rest ;;
  esac
done
to() { for one in $list; do kill -s "$1" -- "-\${one%:*}" 2>/dev/null; done; }
alive() { for one in $list; do kill -s 0 -- "-\${one%:*}" 2>/dev/null && return 0; done; return 1; }
for one in $list; do
  if [ "\${one#*:}" = group ]; then kill -s INT -- "-\${one%:*}" 2>/dev/null; else kill -s INT "\${one%:*}" 2>/dev/null; fi
done
seconds=0
while alive; do
  sleep 1
  seconds=$((seconds + 1))
  [ $seconds -eq 240 ] && to TERM
  [ $seconds -eq 300 ] && to KILL
  [ $seconds -ge 305 ] && break
done
`;

/**
 * @param descriptor a socket that it holds. @default - none
 * @throws TerraformError if there is no shell
 */
export async function startWatchdog(clock: Clock, descriptor?: number): Promise<Watchdog> {
  const shell = spawn("/bin/sh", ["-c", SCRIPT], {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    detached: true,
    stdio: ["pipe", "ignore", "ignore", ...(descriptor === undefined ? [] : [descriptor])],
  });
  await new Promise<void>((resolve, reject) => {
    shell.once("spawn", resolve);
    shell.once("error", (cause) =>
      reject(new TerraformError(`"/bin/sh" cannot be started: ${cause.message}`, { cause })),
    );
  });
  const { stdin } = shell;
  // If it was killed, nothing can be sent to it.
  stdin?.on("error", () => {});
  shell.unref();
  (stdin as unknown as { unref?: () => void } | null)?.unref?.();
  const tell = (line: string) => void stdin?.write(`${line}\n`);
  return {
    add: (pid, interrupt) => tell(`add ${pid} ${interrupt}`),
    async remove(pid) {
      const isLeft = send(-pid, 0);
      if (isLeft) {
        send(-pid, "SIGTERM");
        for (let tenth = 0; tenth < PATIENCE && send(-pid, 0); tenth += 1)
          await new Promise<void>((resolve) => clock.after(100, resolve));
        send(-pid, "SIGKILL");
      }
      tell(`gone ${pid}`);
      return isLeft;
    },
    end: () => stdin?.end("end\n"),
  };
}

/** Whether there was a process that could be sent it. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
