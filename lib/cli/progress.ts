// Long work shows that it goes on: one line that changes on a terminal, plain lines elsewhere.
import { escapeInvisible } from "../dns/text/escape";
import type { TerraformEvent } from "../terraform/command";
import type { Shell } from "./shell";

export interface Progress {
  readonly onEvent: (event: TerraformEvent) => void;
  readonly end: () => void;
}

/** Of so many stacks a line for each resource would bury the rest. */
const FEW = 5;

/** @param stacks how many stacks there are to be worked on */
export async function progress(shell: Shell, label: string, stacks: number): Promise<Progress> {
  if (shell.terminal) return spinner(shell, label, stacks);
  return stacks <= FEW ? eachResource(shell, label) : eachStack(shell, label, stacks);
}

/** One line per step, and in an apply one per resource, as Terraform itself prints them. */
function eachResource(shell: Shell, label: string): Progress {
  const onEvent = ({ stack, phase, kind, message, address }: TerraformEvent) => {
    if (kind === "started" && phase !== "show") shell.say(`${label}${stack}: ${phase}`);
    if (kind === "progress" && address !== undefined && isLast(phase) && phase !== "plan") {
      shell.say(`${label}${stack}: ${escapeInvisible(message)}`);
    }
  };
  return { onEvent, end: () => {} };
}

/** One line per stack, when it is done. */
function eachStack(shell: Shell, label: string, stacks: number): Progress {
  let done = 0;
  const onEvent = ({ stack, phase, kind }: TerraformEvent) => {
    if (kind !== "failed" && !(kind === "finished" && isLast(phase))) return;
    done += 1;
    shell.say(`${label}[${done}/${stacks}] ${stack}: ${phase}${kind === "failed" ? " failed" : ""}`);
  };
  return { onEvent, end: () => {} };
}

/** Whether a stack is done with after this phase; showing a plan is told of with the plan. */
function isLast(phase: TerraformEvent["phase"]): boolean {
  return phase === "plan" || phase === "apply" || phase === "destroy";
}

async function spinner(shell: Shell, label: string, stacks: number): Promise<Progress> {
  const { default: ora } = await import("ora");
  const line = ora({ discardStdin: false, hideCursor: true });
  const running = new Map<string, TerraformEvent>();
  let finished = 0;
  const onEvent = (event: TerraformEvent) => {
    if (event.kind === "finished" || event.kind === "failed") {
      running.delete(event.stack);
      if (event.kind === "failed" || isLast(event.phase)) finished += 1;
    } else running.set(event.stack, event);
    const now = [...running.values()].map(describe);
    const shown = now.length > 3 ? [...now.slice(0, 3), `${now.length - 3} more`] : now;
    line.text = shell.drawn(
      `${label}${shown.join(", ") || "done"}${stacks > 1 ? ` (${finished}/${stacks} done)` : ""}`,
    );
    if (!line.isSpinning) line.start();
  };
  return { onEvent, end: () => void line.stop() };
}

function describe({ stack, phase, done, total }: TerraformEvent): string {
  const steps = done === undefined ? "" : total === undefined ? ` ${done}` : ` ${done}/${total}`;
  return `${stack}: ${phase}${steps}`;
}
