// The terraform that commands run. Where the machine has none, one is fetched, and it is said and shown.
import type { Ora } from "ora";
import { findTerraform, type TerraformBinary } from "../terraform/binary";
import type { Shell } from "./shell";

const MEGABYTE = 1_000_000;
/** Plain lines come at every quarter. */
const QUARTERS = 4;

/**
 * @param env of the command, where it is not the shell's own
 * @throws TerraformError, one line, where there is none and none can be fetched; InterruptedError
 */
export async function terraformBinary(shell: Shell, env = shell.env): Promise<TerraformBinary> {
  const { cwd, interrupts } = shell;
  const show = shell.terminal ? drawn() : plain(shell);
  try {
    return await findTerraform({
      ...{ env, cwd, interrupts },
      fetch: { env: shell.env, interrupts, say: shell.say, onProgress: show.onProgress },
    });
  } finally {
    show.end();
  }
}

interface Shown {
  readonly onProgress: (done: number, total: number | undefined) => void;
  readonly end: () => void;
}

function plain({ say }: Shell): Shown {
  let quarters = 0;
  const onProgress = (done: number, total: number | undefined) => {
    if (total === undefined || Math.floor((done / total) * QUARTERS) === quarters) return;
    quarters = Math.floor((done / total) * QUARTERS);
    say(words(done, total));
  };
  return { onProgress, end: () => {} };
}

function drawn(): Shown {
  // Loaded only where something is fetched.
  let line: Promise<Ora> | undefined;
  let ended = false;
  const onProgress = (done: number, total: number | undefined) => {
    line ??= import("ora").then(({ default: ora }) => ora({ discardStdin: false, hideCursor: true }));
    void line.then((spinner) => {
      if (ended) return;
      spinner.text = words(done, total);
      if (!spinner.isSpinning) spinner.start();
    });
  };
  const end = () => {
    ended = true;
    void line?.then((spinner) => spinner.stop());
  };
  return { onProgress, end };
}

function words(done: number, total: number | undefined): string {
  const of = total === undefined ? "" : ` of ${(total / MEGABYTE).toFixed(1)}`;
  return `fetching Terraform: ${(done / MEGABYTE).toFixed(1)}${of} MB`;
}
