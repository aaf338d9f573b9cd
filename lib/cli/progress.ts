// Shows that long work continues: on a terminal one line that changes, elsewhere plain lines.
import type { Ora } from "ora";
import type { FetchWatch, Reporter, StacksWatch } from "../app/context";
import { escapeInvisible } from "../dns/text/escape";
import type { TerraformEvent } from "../terraform/command";
import type { Shell } from "./shell";

type ProgressShell = Pick<Shell, "sanitize" | "say" | "terminal">;

/** With this many stacks, one line for each resource would hide everything else. */
const FEW = 5;

const MEGABYTE = 1_000_000;
/** Without a terminal, a download prints a line for each quarter. */
const QUARTERS = 4;

/** How Terraform's work and its download are shown on this shell. */
export function watches(shell: ProgressShell): Required<Pick<Reporter, "watchFetch" | "watchStacks">> {
  return {
    watchStacks: async (stacks, label) => {
      if (shell.terminal) return spinner(shell, label, stacks);
      return stacks <= FEW ? eachResource(shell, label) : eachStack(shell, label, stacks);
    },
    watchFetch: () => (shell.terminal ? drawnFetch() : plainFetch(shell)),
  };
}

/** One line for each step, and in an apply one for each resource, like Terraform itself. */
function eachResource(shell: ProgressShell, label: string): StacksWatch {
  const onEvent = ({ stack, phase, kind, message, address }: TerraformEvent) => {
    if (kind === "started" && phase !== "show") shell.say(`${label}${stack}: ${phase}`);
    if (kind === "progress" && address !== undefined && isLast(phase) && phase !== "plan") {
      shell.say(`${label}${stack}: ${escapeInvisible(message)}`);
    }
  };
  return { onEvent, end: () => {} };
}

/** One line for each stack, when it is done. */
function eachStack(shell: ProgressShell, label: string, stacks: number): StacksWatch {
  let done = 0;
  const onEvent = ({ stack, phase, kind }: TerraformEvent) => {
    if (kind !== "failed" && !(kind === "finished" && isLast(phase))) return;
    done += 1;
    shell.say(`${label}[${done}/${stacks}] ${stack}: ${phase}${kind === "failed" ? " failed" : ""}`);
  };
  return { onEvent, end: () => {} };
}

/** Whether a stack is done after this phase. The phase "show" is reported together with the plan. */
function isLast(phase: TerraformEvent["phase"]): boolean {
  return phase === "plan" || phase === "apply" || phase === "destroy";
}

async function spinner(shell: ProgressShell, label: string, stacks: number): Promise<StacksWatch> {
  const { default: ora } = await import("ora");
  const line = ora({ discardStdin: false, hideCursor: true });
  const running = new Map<string, TerraformEvent>();
  let finished = 0;
  let [ofTerraform, ofGateway] = ["", ""];
  const draw = () => {
    line.text = shell.sanitize(`${label}${ofTerraform}${ofGateway}`);
    if (!line.isSpinning) line.start();
  };
  const onEvent = (event: TerraformEvent) => {
    if (event.kind === "finished" || event.kind === "failed") {
      running.delete(event.stack);
      if (event.kind === "failed" || isLast(event.phase)) finished += 1;
    } else running.set(event.stack, event);
    const now = [...running.values()].map(describe);
    const shown = now.length > 3 ? [...now.slice(0, 3), `${now.length - 3} more`] : now;
    ofTerraform = `${shown.join(", ") || "done"}${stacks > 1 ? ` (${finished}/${stacks} done)` : ""}`;
    draw();
  };
  const onGateway = (text: string) => {
    const shown = text && `; ${text}`;
    if (shown === ofGateway || ofTerraform === "") return;
    ofGateway = shown;
    draw();
  };
  return { onEvent, onGateway, end: () => void line.stop() };
}

function describe({ stack, phase, done, total }: TerraformEvent): string {
  const steps = done === undefined ? "" : total === undefined ? ` ${done}` : ` ${done}/${total}`;
  return `${stack}: ${phase}${steps}`;
}

function plainFetch({ say }: ProgressShell): FetchWatch {
  let quarters = 0;
  const onProgress = (done: number, total: number | undefined) => {
    if (total === undefined || Math.floor((done / total) * QUARTERS) === quarters) return;
    quarters = Math.floor((done / total) * QUARTERS);
    say(fetched(done, total));
  };
  return { onProgress, end: () => {} };
}

function drawnFetch(): FetchWatch {
  // Loaded only if something is downloaded.
  let line: Promise<Ora> | undefined;
  let ended = false;
  const onProgress = (done: number, total: number | undefined) => {
    line ??= import("ora").then(({ default: ora }) => ora({ discardStdin: false, hideCursor: true }));
    void line.then((spinner) => {
      if (ended) return;
      spinner.text = fetched(done, total);
      if (!spinner.isSpinning) spinner.start();
    });
  };
  const end = () => {
    ended = true;
    void line?.then((spinner) => spinner.stop());
  };
  return { onProgress, end };
}

function fetched(done: number, total: number | undefined): string {
  const of = total === undefined ? "" : ` of ${(total / MEGABYTE).toFixed(1)}`;
  return `fetching Terraform: ${(done / MEGABYTE).toFixed(1)}${of} MB`;
}

/** Shows a number that grows, such as the files read so far: on a terminal one line, elsewhere a line for each thousand. */
export async function countWatch(
  shell: ProgressShell,
  what: string,
): Promise<{ readonly onCount: (count: number) => void; readonly end: () => void }> {
  if (!shell.terminal)
    return { onCount: (count) => void (count % 1000 === 0 && shell.say(`${count} ${what}`)), end: () => {} };
  const { default: ora } = await import("ora");
  const line = ora({ discardStdin: false, hideCursor: true });
  return {
    onCount: (count) => {
      line.text = `${count} ${what}`;
      if (!line.isSpinning) line.start();
    },
    end: () => void line.stop(),
  };
}
