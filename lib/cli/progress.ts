// Long work shows that it goes on: one line that changes on a terminal, plain lines elsewhere.
import type { TerraformEvent } from "../terraform/command";
import type { Shell } from "./shell";

export interface Progress {
  readonly onEvent: (event: TerraformEvent) => void;
  readonly end: () => void;
}

export async function progress(shell: Shell, label: string): Promise<Progress> {
  return shell.terminal ? spinner(label) : lines(shell, label);
}

/** One line per step, and in an apply one per resource, as Terraform itself prints them. */
function lines(shell: Shell, label: string): Progress {
  const onEvent = ({ stack, phase, kind, message, address }: TerraformEvent) => {
    if (kind === "started" && phase !== "show") shell.say(`${label}${stack}: ${phase}`);
    if (kind === "progress" && address !== undefined && (phase === "apply" || phase === "destroy")) {
      shell.say(`${label}${stack}: ${message}`);
    }
  };
  return { onEvent, end: () => {} };
}

async function spinner(label: string): Promise<Progress> {
  const { default: ora } = await import("ora");
  const line = ora({ discardStdin: false, hideCursor: true });
  const running = new Map<string, TerraformEvent>();
  let finished = 0;
  const onEvent = (event: TerraformEvent) => {
    if (event.kind === "finished" || event.kind === "failed") {
      running.delete(event.stack);
      if (event.phase !== "init" && event.phase !== "show") finished += 1;
    } else running.set(event.stack, event);
    const now = [...running.values()].map(describe);
    const shown = now.length > 3 ? [...now.slice(0, 3), `${now.length - 3} more`] : now;
    line.text = `${label}${shown.join(", ") || "done"}${finished > 0 ? ` (${finished} done)` : ""}`;
    if (!line.isSpinning) line.start();
  };
  return { onEvent, end: () => void line.stop() };
}

function describe({ stack, phase, done, total }: TerraformEvent): string {
  const steps = done === undefined ? "" : total === undefined ? ` ${done}` : ` ${done}/${total}`;
  return `${stack}: ${phase}${steps}`;
}
