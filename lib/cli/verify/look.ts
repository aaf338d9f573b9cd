// Looking until all is live or time is up: as often as the caches and SES make it worth while. A terminal sees one table that
// changes, a log one line per change.
import { setFlagsFromString } from "node:v8";
import type { Domain } from "../../dns/domain";
import type { DnsRecord } from "../../dns/record";
import { CLOCK } from "../../net/clock";
import { changedLines, progressRows } from "../../verify/render/progress";
import type { Verification } from "../../verify/verification";
import { verify } from "../../verify/verify";
import { verifyUntilLive } from "../../verify/wait";
import type { Shell } from "../shell";
import type { World } from "../world";

export interface LookOptions {
  readonly domains: readonly Domain[];
  readonly records: readonly DnsRecord[];
  readonly restarts: ReadonlyMap<string, number>;
  /** Milliseconds; 0 looks once. */
  readonly wait: number;
  readonly label: string;
}

/** The last verification, whatever ended the wait: all live, time, or Ctrl-C. */
export async function lookUntilLive(shell: Shell, world: World, options: LookOptions): Promise<Verification> {
  const screen = await newScreen(shell, options);
  let isFirst = true;
  const check = () => {
    const first = isFirst;
    isFirst = false;
    return lookOnce(shell, world, options, first);
  };
  try {
    const { signal } = world;
    return await verifyUntilLive({
      check,
      wait: options.wait,
      clock: CLOCK,
      signal,
      onResult: screen.show,
      onPause: screen.wait,
    });
  } finally {
    screen.end();
  }
}

async function lookOnce(
  shell: Shell,
  { newDns, ses, tls, now }: World,
  { domains, records, restarts, label }: LookOptions,
  isFirst: boolean,
): Promise<Verification> {
  // V8 would let what a run has done with grow to several times what it holds (bench/verify.ts).
  setFlagsFromString("--heap-growing-percent=100");
  const dns = newDns();
  const progress = isFirst ? await newProgress(shell, label) : undefined;
  try {
    return await verify({
      ...{ domains, records, dns, ses, now, restarts },
      ...(tls !== undefined && { tls }),
      ...(progress !== undefined && { onProgress: progress.show }),
    });
  } finally {
    progress?.end();
    dns.close();
  }
}

interface Screen {
  show(now: Verification, before: Verification | undefined): void;
  wait(pause: number, left: number): void;
  end(): void;
}

async function newScreen(shell: Shell, { wait, label }: LookOptions): Promise<Screen> {
  if (wait === 0) return { show: () => {}, wait: () => {}, end: () => {} };
  if (!shell.terminal) {
    return {
      show: (now, before) => {
        for (const line of before === undefined ? progressRows(now) : changedLines(before, now))
          shell.say(`${label}${line}`);
      },
      wait: (pause, left) => shell.say(`${label}${pauseWords(pause, left)}`),
      end: () => {},
    };
  }
  const { logUpdateStderr } = await import("log-update");
  let table = "";
  return {
    show: (now) => {
      table = shell.drawn(progressRows(now).join("\n"));
      logUpdateStderr(table);
    },
    wait: (pause, left) => logUpdateStderr(`${table}\n${label}${pauseWords(pause, left)}`),
    end: () => logUpdateStderr.clear(),
  };
}

async function newProgress(shell: Shell, label: string) {
  if (!shell.terminal) return undefined;
  const { default: ora } = await import("ora");
  const line = ora({ discardStdin: false, hideCursor: true, text: `${label}verify` });
  const show = (done: number, total: number) => {
    line.text = `${label}verify ${done}/${total}`;
    if (!line.isSpinning) line.start();
  };
  return { show, end: () => void line.stop() };
}

function pauseWords(pause: number, left: number): string {
  return `looks again in ${seconds(pause)}, for ${seconds(left)} more`;
}

function seconds(milliseconds: number): string {
  const whole = Math.ceil(milliseconds / 1000);
  return whole < 120 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}
