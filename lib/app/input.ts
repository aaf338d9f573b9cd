// Files that the command line names, and piped input. Both are read in pieces. So Ctrl-C ends the reading of a terminal where
// nobody types, and an endless file such as /dev/zero stops at a limit.
import fs from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { escapeInvisible } from "../dns/text/escape";
import { codeMeaning } from "../files/faults";
import { InterruptedError } from "../terraform/errors";
import type { Context } from "./context";
import { Refused } from "./refused";

/**
 * In bytes. The largest plan, with thousands of records, is a tenth of this. The longest string in V8 is less than twice as
 * long.
 */
const MAX_BYTES = 256 << 20;

/**
 * Reads a file that the command line names; `-` is stdin.
 * @param advice what to name instead
 * @throws Refused if it cannot be read; InterruptedError
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

/** A blocking thread opens and reads a named pipe, and no process ends before its threads. Writing a byte wakes the thread. */
function wake(file: string): void {
  try {
    if (!fs.statSync(file).isFIFO()) return;
    // Left open, because on Node 24 the thread may open the pipe later than this.
    fs.writeSync(fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_NONBLOCK), "\n");
  } catch {
    // Nobody waits at the pipe any more.
  }
}

async function collect(stream: Readable, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Refused(`"${name}" has more than ${MAX_BYTES >> 20} MB: name a smaller one`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
