// How verify shows each result: in a terminal as one table that changes, in a log as one line for each change.
import type { VerifyWatch } from "../app/verify/check-until-live";
import { changedLines, progressRows } from "../verify/render/progress";
import type { Verification } from "../verify/verification";
import { keepHeapSmall, type Shell } from "./shell";

/**
 * Runs `look` in a small heap while its progress is shown.
 * @param wait whether there is more than one look
 */
export async function withScreen<T>(
  shell: Shell,
  label: string,
  wait: boolean,
  look: (watch: VerifyWatch) => Promise<T>,
): Promise<T> {
  keepHeapSmall();
  const screen = await newScreen(shell, label, wait);
  try {
    return await look(screen);
  } finally {
    screen.end();
  }
}

async function newScreen(shell: Shell, label: string, wait: boolean): Promise<VerifyWatch & { end(): void }> {
  const screen = await newTable(shell, label, wait);
  const progress = await newProgress(shell, label);
  return {
    onProgress: progress?.show,
    onResult: (now, before) => {
      progress?.end();
      screen.show(now, before);
    },
    onPause: screen.wait,
    end: () => {
      progress?.end();
      screen.end();
    },
  };
}

interface Screen {
  show(now: Verification, before: Verification | undefined): void;
  wait(pause: number, left: number): void;
  end(): void;
}

async function newTable(shell: Shell, label: string, wait: boolean): Promise<Screen> {
  if (!wait) return { show: () => {}, wait: () => {}, end: () => {} };
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
      table = shell.sanitize(progressRows(now).join("\n"));
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
