// Files that the command line names, and what is piped in. Both are read piece by piece: so Ctrl-C ends the reading of a
// terminal that nobody types at, and a file without end, such as /dev/zero, has one here.
import fs from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { codeMeaning } from "../config/system-fault";
import { escapeInvisible } from "../dns/text/escape";
import { InterruptedError } from "../terraform/errors";
import type { Context } from "./context";
import { Refused } from "./refused";

/** Bytes: the largest plan of thousands of records has a tenth of it, and no string of V8's is twice as long. */
const LARGEST = 256 << 20;

/**
 * A file that the command line names; `-` is stdin.
 * @param advice what to name instead
 * @throws Refused where it cannot be read; InterruptedError
 */
export async function readNamed(
  { cwd, interrupts, stdin }: Pick<Context, "cwd" | "interrupts" | "stdin">,
  file: string,
  advice: string,
): Promise<Buffer> {
  const name = escapeInvisible(file);
  const full = path.resolve(cwd, file);
  const stream = file === "-" ? stdin() : fs.createReadStream(full);
  const stop = () => {
    stream.destroy(new InterruptedError());
    if (file !== "-") wake(full);
  };
  const leave = interrupts.add({ interrupt: stop, kill: stop, expendable: true });
  try {
    return await collect(stream, name);
  } catch (error) {
    if (error instanceof Refused || error instanceof InterruptedError) throw error;
    throw new Refused(`cannot read "${name}": ${codeMeaning((error as NodeJS.ErrnoException).code)}: ${advice}`);
  } finally {
    leave();
  }
}

/** A named pipe is opened and read by a thread that blocks, and no process ends before its threads: a byte wakes it. */
function wake(file: string): void {
  try {
    if (!fs.statSync(file).isFIFO()) return;
    // Left open, as the thread may come to the pipe later than this, on Node 24 it does.
    fs.writeSync(fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_NONBLOCK), "\n");
  } catch {
    // Nobody waits at it any more.
  }
}

async function collect(stream: Readable, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST) throw new Refused(`"${name}" has more than ${LARGEST >> 20} MB: name a smaller one`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
