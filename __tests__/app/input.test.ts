// What the command line names is read in pieces, so that an interrupt and a limit can end it.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough, Readable } from "node:stream";
import { readNamed } from "../../lib/app/input";
import { Refused } from "../../lib/app/refused";
import { InterruptedError } from "../../lib/terraform/errors";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import { turn } from "../helpers/event-loop";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-input-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const contextWith = (stdin: Readable = Readable.from([])) => {
  const interrupts = new Interrupts({ kill: () => {}, sameWithin: 0 });
  return { cwd: folder, interrupts, stdin: () => stdin };
};

test("a file and what is piped in", async () => {
  fs.writeFileSync(path.join(folder, "plan.json"), "{}");
  expect(String(await readNamed(contextWith(), "plan.json", "name another"))).toBe("{}");
  expect(String(await readNamed(contextWith(Readable.from([Buffer.from("[")])), "-", "name another"))).toBe("[");
});

test("a name that is an order to the terminal is shown, not obeyed", async () => {
  await expect(readNamed(contextWith(), "no\u001b[2J\nsuch", "name another")).rejects.toEqual(
    new Refused('cannot read "no\\u001b[2J\\u000asuch": it is not there (ENOENT): name another'),
  );
});

test("a file without end is given up", async () => {
  const chunk = Buffer.alloc(8 << 20);
  const endless = Readable.from({
    *[Symbol.iterator]() {
      for (;;) yield chunk;
    },
  });
  await expect(readNamed(contextWith(endless), "-", "name another")).rejects.toEqual(
    new Refused('"-" has more than 256 MB: name a smaller one'),
  );
});

test("the first interrupt ends the reading of what never comes", async () => {
  const context = contextWith(new PassThrough());
  const read = readNamed(context, "-", "name another");
  expect(context.interrupts.raise()).toBe("forwarded");
  await expect(read).rejects.toBeInstanceOf(InterruptedError);
});

test.each([0, 1, 20])(
  "the first interrupt ends the opening of a named pipe at which nobody writes, after %i turns",
  async (turns) => {
    const pipe = `pipe-${turns}`;
    execFileSync("mkfifo", [path.join(folder, pipe)]);
    const context = contextWith();
    const read = readNamed(context, pipe, "name another");
    // A thread of its own opens it, now or later.
    for (let left = turns; left > 0; left--) await turn();
    context.interrupts.raise();
    await expect(read).rejects.toBeInstanceOf(InterruptedError);
  },
);
