// The world on disk: one line of JSON per operation, with all of its changes. It is written before the operation is answered, so
// that a process killed at any moment loses nothing that a client was told. An incomplete last line is ignored.
import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { EmulatorError } from "../errors";

/** A key and its new value; null removes the key. */
export type Change = readonly [key: string, value: unknown];

export class Journal {
  private constructor(private readonly descriptor: number) {}

  /**
   * Replays the journal through `apply`, rewrites it if most of it is out of date, and opens it for appending. `upgrade` converts a
   * change that an older version wrote.
   */
  static open(
    file: string,
    apply: (changes: readonly Change[]) => void,
    upgrade: (change: Change) => Change = (change) => change,
  ): Journal {
    try {
      return Journal.read(file, apply, upgrade);
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (syscall === undefined) throw error;
      throw new EmulatorError(
        `the emulator's journal "${file}" cannot be read and written (${code}): make it a writable file, or delete it`,
      );
    }
  }

  private static read(
    file: string,
    apply: (changes: readonly Change[]) => void,
    upgrade: (change: Change) => Change,
  ): Journal {
    mkdirSync(path.dirname(file), { recursive: true });
    const current = new Map<string, unknown>();
    const { lines, torn } = readLines(file);
    let changes = 0;
    for (const [index, written] of lines.entries()) {
      const line = written.map(upgrade);
      try {
        apply(line);
      } catch {
        throw unreadable(file, index + 1);
      }
      for (const [key, value] of line) {
        changes += 1;
        // Delete the key first, so that the rewritten journal is in the order of the last changes.
        current.delete(key);
        if (value !== null) current.set(key, value);
      }
    }
    if (torn || changes > 2 * current.size) rewrite(file, current);
    else if (!existsSync(file)) appendFileSync(file, "");
    return new Journal(openSync(file, "a"));
  }

  append(changes: readonly Change[]): void {
    const line = Buffer.from(`${JSON.stringify(changes)}\n`);
    const { size } = fstatSync(this.descriptor);
    try {
      for (let at = 0; at < line.length; ) at += writeSync(this.descriptor, line, at);
    } catch (error) {
      // If the disk is full, only a part of the line was written. Remove it, or the next line would follow it.
      ftruncateSync(this.descriptor, size);
      throw error;
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

function readLines(file: string): { lines: Change[][]; torn: boolean } {
  if (!existsSync(file)) return { lines: [], torn: false };
  const texts = readFileSync(file, "utf8").split("\n");
  // Every complete line ends with a newline, so the last piece is empty unless its writer was killed.
  const torn = texts.pop() !== "";
  return { lines: texts.map((text, index) => parseLine(text, file, index + 1)), torn };
}

function parseLine(text: string, file: string, number: number): Change[] {
  try {
    const changes: unknown = JSON.parse(text);
    if (!Array.isArray(changes) || !changes.every(isChange)) throw new Error("it is no line of a journal");
    return changes;
  } catch {
    throw unreadable(file, number);
  }
}

function unreadable(file: string, line: number): EmulatorError {
  return new EmulatorError(
    `the emulator's journal "${file}" cannot be read at line ${line}: run "mailzone emulator reset"`,
  );
}

function isChange(value: unknown): value is Change {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string";
}

/** The old journal stays complete until the new one is, even if the process is killed. */
function rewrite(file: string, living: ReadonlyMap<string, unknown>): void {
  const temporary = `${file}.new`;
  writeFileSync(temporary, [...living].map((entry) => `${JSON.stringify([entry])}\n`).join(""));
  renameSync(temporary, file);
}
